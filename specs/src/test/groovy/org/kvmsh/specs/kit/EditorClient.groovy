package org.kvmsh.specs.kit

import java.nio.file.Path
import java.util.concurrent.BlockingQueue
import java.util.concurrent.CompletableFuture
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import org.eclipse.lsp4j.ClientCapabilities
import org.eclipse.lsp4j.CompletionItem
import org.eclipse.lsp4j.CompletionParams
import org.eclipse.lsp4j.DefinitionParams
import org.eclipse.lsp4j.DidChangeTextDocumentParams
import org.eclipse.lsp4j.DidCloseTextDocumentParams
import org.eclipse.lsp4j.DidOpenTextDocumentParams
import org.eclipse.lsp4j.DocumentSymbol
import org.eclipse.lsp4j.DocumentSymbolCapabilities
import org.eclipse.lsp4j.DocumentSymbolParams
import org.eclipse.lsp4j.HoverParams
import org.eclipse.lsp4j.InitializeParams
import org.eclipse.lsp4j.InitializeResult
import org.eclipse.lsp4j.InitializedParams
import org.eclipse.lsp4j.MessageActionItem
import org.eclipse.lsp4j.MessageParams
import org.eclipse.lsp4j.Position
import org.eclipse.lsp4j.PublishDiagnosticsParams
import org.eclipse.lsp4j.Range
import org.eclipse.lsp4j.ShowMessageRequestParams
import org.eclipse.lsp4j.SignatureHelpParams
import org.eclipse.lsp4j.TextDocumentClientCapabilities
import org.eclipse.lsp4j.TextDocumentContentChangeEvent
import org.eclipse.lsp4j.TextDocumentIdentifier
import org.eclipse.lsp4j.TextDocumentItem
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier
import org.eclipse.lsp4j.launch.LSPLauncher
import org.eclipse.lsp4j.services.LanguageClient
import org.eclipse.lsp4j.services.LanguageServer

/** An editor's side of the Language Server Protocol, with {@code kvmsh lsp} in a process of its own. */
class EditorClient implements LanguageClient, Closeable {
    static final int SECONDS = 60

    final Process process
    final LanguageServer server
    final BlockingQueue<PublishDiagnosticsParams> published = new LinkedBlockingQueue<>()
    private final Path log

    EditorClient(Path folder, String... options) {
        log = folder.resolve('lsp.err')
        process = new ProcessBuilder(StartedKvmsh.command(['lsp', *options])).directory(folder.toFile()).redirectError(log.toFile()).start()
        def launcher = LSPLauncher.createClientLauncher(this, process.inputStream, process.outputStream)
        server = launcher.remoteProxy
        launcher.startListening()
    }

    /** What the process printed on standard error. */
    String err() {
        log.toFile().text
    }

    /** @param nested whether this editor shows symbols within symbols */
    InitializeResult initialize(boolean nested = true) {
        def symbols = new DocumentSymbolCapabilities(hierarchicalDocumentSymbolSupport: nested)
        def able = new ClientCapabilities(textDocument: new TextDocumentClientCapabilities(documentSymbol: symbols))
        def asked = new InitializeParams(capabilities: able, processId: ProcessHandle.current().pid() as int)
        def result = answer(server.initialize(asked))
        server.initialized(new InitializedParams())
        result
    }

    static <T> T answer(CompletableFuture<T> asked) {
        asked.get(SECONDS, TimeUnit.SECONDS)
    }

    void open(String uri, String language, String text) {
        server.textDocumentService.didOpen(new DidOpenTextDocumentParams(new TextDocumentItem(uri, language, 1, text)))
    }

    void change(String uri, int version, TextDocumentContentChangeEvent... changes) {
        server.textDocumentService.didChange(new DidChangeTextDocumentParams(new VersionedTextDocumentIdentifier(uri, version), changes as List))
    }

    void shut(String uri) {
        server.textDocumentService.didClose(new DidCloseTextDocumentParams(new TextDocumentIdentifier(uri)))
    }

    static TextDocumentContentChangeEvent edit(int line, int from, int to, String text) {
        new TextDocumentContentChangeEvent(new Range(new Position(line, from), new Position(line, to)), text)
    }

    /** The next errors of a script, {@code 2:2-7 MESSAGE} each; earlier ones of other scripts are skipped. */
    List<String> errors(String uri) {
        def next = published.poll(SECONDS, TimeUnit.SECONDS)
        while (next != null && next.uri != uri) {
            next = published.poll(SECONDS, TimeUnit.SECONDS)
        }
        assert next != null: "nothing was sent about $uri in $SECONDS s: ${err()}"
        next.diagnostics.collect { "${it.range.start.line}:${it.range.start.character}-${it.range.end.character} ${it.message.getLeft()}".toString() }
    }

    List<CompletionItem> completions(String uri, int line, int character) {
        answer(server.textDocumentService.completion(new CompletionParams(new TextDocumentIdentifier(uri), new Position(line, character)))).getRight().items
    }

    /** The text that a hover shows; null for none. */
    String hover(String uri, int line, int character) {
        answer(server.textDocumentService.hover(new HoverParams(new TextDocumentIdentifier(uri), new Position(line, character))))?.contents?.getRight()?.value
    }

    /** The signature at a place, with the argument that is typed in angles; null for none. */
    String signature(String uri, int line, int character) {
        def help = answer(server.textDocumentService.signatureHelp(new SignatureHelpParams(new TextDocumentIdentifier(uri), new Position(line, character))))
        def shown = help?.signatures?.first()
        def current = shown == null || help.activeParameter == null ? null : shown.parameters[help.activeParameter].label.getRight()
        current == null ? shown?.label : shown.label[0..<current.first] + '<' + shown.label[current.first..<current.second] + '>' + shown.label.substring(current.second)
    }

    /** The symbols of a script, a line each: {@code Method name 0:0-2:1}, those within another indented. */
    List<String> symbols(String uri) {
        lines(answer(server.textDocumentService.documentSymbol(new DocumentSymbolParams(new TextDocumentIdentifier(uri))))*.getRight(), '')
    }

    private static List<String> lines(List<DocumentSymbol> symbols, String indent) {
        symbols.collectMany { ["$indent$it.kind $it.name ${place(it.range)}".toString()] + lines(it.children, indent + '  ') }
    }

    static String place(Range range) {
        "${range.start.line}:${range.start.character}-${range.end.line}:${range.end.character}"
    }

    /** The place of the definition of the name at a place, {@code a.groovy 0:4-0:5}; null for none. */
    String definition(String uri, int line, int character) {
        def found = answer(server.textDocumentService.definition(new DefinitionParams(new TextDocumentIdentifier(uri), new Position(line, character)))).getLeft()
        found.empty ? null : "${found[0].uri.replaceAll('.*/', '')} ${place(found[0].range)}".toString()
    }

    /** Ends the connection as the protocol has it, and returns the process's status. */
    int end() {
        answer(server.shutdown())
        server.exit()
        status()
    }

    int status() {
        assert process.waitFor(SECONDS, TimeUnit.SECONDS): 'the server did not end'
        process.exitValue()
    }

    @Override
    void publishDiagnostics(PublishDiagnosticsParams sent) {
        published << sent
    }

    @Override
    void telemetryEvent(Object event) { }

    @Override
    void showMessage(MessageParams message) { }

    @Override
    CompletableFuture<MessageActionItem> showMessageRequest(ShowMessageRequestParams request) {
        CompletableFuture.completedFuture(null)
    }

    @Override
    void logMessage(MessageParams message) { }

    @Override
    void close() {
        process.destroyForcibly()
    }
}
