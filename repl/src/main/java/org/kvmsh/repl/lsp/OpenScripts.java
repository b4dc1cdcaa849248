package org.kvmsh.repl.lsp;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.LocationLink;
import org.eclipse.lsp4j.SignatureHelp;
import org.eclipse.lsp4j.SignatureHelpParams;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.jsonrpc.CompletableFutures;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.lang.Loading;

/**
 * The scripts that the editor has open, as it last sent them, and the answers about them. Answers have a thread, so
 * that a check does not hold them up.
 */
final class OpenScripts implements TextDocumentService {
    private final Map<String, OpenScript> open = new ConcurrentHashMap<>();
    private final ExecutorService answers = Executors.newSingleThreadExecutor(DaemonThreads.named("lsp answers"));
    private final Checks checks;
    private final Answers about;
    private volatile boolean serving;
    private volatile boolean showsNested;

    OpenScripts(KernelHeaders headers, ServerLog log) {
        this.checks = new Checks(headers, log, open);
        this.about = new Answers(headers);
    }

    void connect(LanguageClient client) {
        checks.connect(client);
    }

    /**
     * The editor has begun the connection.
     *
     * @param nested whether it shows symbols within symbols
     */
    void begin(boolean nested) {
        showsNested = nested;
        serving = true;
        // An editor opens a script next, and most are in Groovy.
        Kvmsh.warmUp(Language.GROOVY, Loading.FILE);
    }

    /** The editor ends the connection. */
    void end() {
        serving = false;
        checks.close();
    }

    void close() {
        checks.close();
        answers.shutdownNow();
    }

    @Override
    public void didOpen(DidOpenTextDocumentParams opened) {
        OpenScript script = OpenScript.of(opened.getTextDocument());
        open.put(script.uri(), script);
        checks.now(script);
    }

    /** A change of a text that was never opened has nothing to change. */
    @Override
    public void didChange(DidChangeTextDocumentParams changed) {
        OpenScript script = open.computeIfPresent(
                changed.getTextDocument().getUri(),
                (uri, before) -> before.changed(changed.getTextDocument().getVersion(), changed.getContentChanges()));
        if (script != null) {
            checks.soon(script);
        }
    }

    @Override
    public void didClose(DidCloseTextDocumentParams closed) {
        open.remove(closed.getTextDocument().getUri());
        checks.forget(closed.getTextDocument().getUri());
    }

    @Override
    public void didSave(DidSaveTextDocumentParams saved) {}

    @Override
    public CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(CompletionParams asked) {
        return answer(
                asked.getTextDocument(), script -> Either.forRight(about.completions(script, asked.getPosition())));
    }

    @Override
    public CompletableFuture<CompletionItem> resolveCompletionItem(CompletionItem item) {
        return answer(null, none -> about.documented(item));
    }

    @Override
    public CompletableFuture<Hover> hover(HoverParams asked) {
        return answer(asked.getTextDocument(), script -> about.hover(script, asked.getPosition()));
    }

    @Override
    public CompletableFuture<SignatureHelp> signatureHelp(SignatureHelpParams asked) {
        return answer(asked.getTextDocument(), script -> about.signature(script, asked.getPosition()));
    }

    @Override
    public CompletableFuture<List<Either<SymbolInformation, DocumentSymbol>>> documentSymbol(
            DocumentSymbolParams asked) {
        return answer(asked.getTextDocument(), script -> Structure.symbols(script, showsNested));
    }

    @Override
    public CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>> definition(
            DefinitionParams asked) {
        return answer(
                asked.getTextDocument(), script -> Either.forLeft(Structure.definition(script, asked.getPosition())));
    }

    /** An answer of which the text is the one at the time of the question; null for a text that is not open. */
    private <T> CompletableFuture<T> answer(TextDocumentIdentifier named, Function<OpenScript, T> answering) {
        if (!serving) {
            throw new ResponseErrorException(new ResponseError(
                    ResponseErrorCode.ServerNotInitialized,
                    "the connection is not initialized, or it is shut down",
                    null));
        }
        OpenScript script = named == null ? null : open.get(named.getUri());
        return CompletableFutures.computeAsync(answers, canceled -> {
            canceled.checkCanceled();
            return named != null && script == null ? null : answering.apply(script);
        });
    }
}
