package org.kvmsh.repl.lsp;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.services.LanguageClient;
import org.kvmsh.dsl.script.ScriptError;

/**
 * Checks open scripts on a thread of their own, each once nothing has been typed in it for a moment, and sends what
 * they find.
 */
final class Checks {
    private static final int PAUSE_MILLIS = 200;

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("lsp checks"));
    private final Map<String, Future<?>> waiting = new HashMap<>();
    private final ServerLog log;
    private final Map<String, OpenScript> open;
    /** Used by the thread alone. */
    private final PaperBoards boards;

    private LanguageClient client;

    /** @param open the newest version of each script */
    Checks(KernelHeaders headers, ServerLog log, Map<String, OpenScript> open) {
        this.log = log;
        this.open = open;
        this.boards = new PaperBoards(headers);
    }

    void connect(LanguageClient editor) {
        client = editor;
    }

    void now(OpenScript script) {
        after(0, script);
    }

    /** A further change within the pause takes its place. */
    void soon(OpenScript script) {
        after(PAUSE_MILLIS, script);
    }

    private synchronized void after(int millis, OpenScript script) {
        drop(script.uri());
        try {
            waiting.put(script.uri(), thread.schedule(() -> check(script), millis, TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException e) {
            // The editor has ended the connection.
            return;
        }
    }

    private synchronized void drop(String uri) {
        Future<?> before = waiting.remove(uri);
        if (before != null) {
            // A compiler does not stop when it is interrupted; its result is not sent.
            before.cancel(false);
        }
    }

    /** A script that is closed has no errors to show. */
    void forget(String uri) {
        drop(uri);
        client.publishDiagnostics(new PublishDiagnosticsParams(uri, List.of()));
    }

    private void check(OpenScript script) {
        if (!isNewest(script)) {
            return;
        }
        List<Diagnostic> found;
        try {
            found = boards.of(script).errors(script.language(), script.source()).stream()
                    .map(error -> diagnostic(script, error))
                    .toList();
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            log.line("a bug in kvmsh: the check of " + script.file() + ": " + e);
            found = List.of();
        }
        if (isNewest(script)) {
            client.publishDiagnostics(new PublishDiagnosticsParams(script.uri(), found, script.version()));
        }
    }

    private boolean isNewest(OpenScript script) {
        return open.get(script.uri()) == script;
    }

    private static Diagnostic diagnostic(OpenScript script, ScriptError error) {
        String message = Stream.concat(Stream.of(error.headline()), error.notes().stream())
                .collect(Collectors.joining("\n"));
        return new Diagnostic(script.token(error.site()), message, DiagnosticSeverity.Error, "kvmsh");
    }

    void close() {
        thread.shutdownNow();
    }
}
