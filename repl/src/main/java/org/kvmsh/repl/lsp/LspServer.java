package org.kvmsh.repl.lsp;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CompletionOptions;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.DocumentSymbolCapabilities;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.ServerInfo;
import org.eclipse.lsp4j.SetTraceParams;
import org.eclipse.lsp4j.SignatureHelpOptions;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.TextDocumentSyncKind;
import org.eclipse.lsp4j.TextDocumentSyncOptions;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageClientAware;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.eclipse.lsp4j.services.WorkspaceService;
import org.kvmsh.repl.cli.ExitStatus;

/** The language server: its capabilities, its beginning and its end. */
final class LspServer implements LanguageServer, LanguageClientAware, WorkspaceService, AutoCloseable {
    /** After a dot come members, after a colon values, after a quote what a string may be. */
    private static final List<String> TRIGGERS = List.of(".", ":", "'", "\"");

    /** An argument begins behind these; in Groovy the first one behind a space. */
    private static final List<String> OF_ARGUMENTS = List.of("(", ",", " ");

    private final String version;
    private final CompletableFuture<Integer> ended;
    private final OpenScripts scripts;
    private volatile boolean shutDown;

    /** @param ended gets the exit status when the editor, or its process, has ended */
    LspServer(KernelHeaders headers, String version, ServerLog log, CompletableFuture<Integer> ended) {
        this.version = version;
        this.ended = ended;
        this.scripts = new OpenScripts(headers, log);
    }

    @Override
    public void connect(LanguageClient client) {
        scripts.connect(client);
    }

    @Override
    public CompletableFuture<InitializeResult> initialize(InitializeParams asked) {
        watch(asked.getProcessId());
        TextDocumentSyncOptions sync = new TextDocumentSyncOptions();
        sync.setOpenClose(true);
        sync.setChange(TextDocumentSyncKind.Incremental);
        ServerCapabilities able = new ServerCapabilities();
        able.setTextDocumentSync(sync);
        able.setCompletionProvider(new CompletionOptions(true, TRIGGERS));
        able.setHoverProvider(true);
        able.setSignatureHelpProvider(new SignatureHelpOptions(OF_ARGUMENTS));
        able.setDocumentSymbolProvider(true);
        able.setDefinitionProvider(true);
        scripts.begin(showsNested(asked.getCapabilities()));
        return CompletableFuture.completedFuture(new InitializeResult(able, new ServerInfo("kvmsh", version)));
    }

    private static boolean showsNested(ClientCapabilities editor) {
        TextDocumentClientCapabilities texts = editor == null ? null : editor.getTextDocument();
        DocumentSymbolCapabilities symbols = texts == null ? null : texts.getDocumentSymbol();
        return symbols != null && Boolean.TRUE.equals(symbols.getHierarchicalDocumentSymbolSupport());
    }

    /** An editor that was killed may have left its end of the pipe to a child. */
    private void watch(Integer editor) {
        if (editor != null) {
            ProcessHandle.of(editor)
                    .ifPresentOrElse(process -> process.onExit().thenRun(() -> ended.complete(exitStatus())), () -> {});
        }
    }

    @Override
    public CompletableFuture<Object> shutdown() {
        shutDown = true;
        scripts.end();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void exit() {
        ended.complete(exitStatus());
    }

    int exitStatus() {
        return shutDown ? ExitStatus.SUCCESS : ExitStatus.FAILED;
    }

    @Override
    public TextDocumentService getTextDocumentService() {
        return scripts;
    }

    @Override
    public WorkspaceService getWorkspaceService() {
        return this;
    }

    /** The protocol's trace is the editor's own. */
    @Override
    public void setTrace(SetTraceParams wanted) {}

    @Override
    public void didChangeConfiguration(DidChangeConfigurationParams changed) {}

    @Override
    public void didChangeWatchedFiles(DidChangeWatchedFilesParams changed) {}

    @Override
    public void close() {
        scripts.close();
    }
}
