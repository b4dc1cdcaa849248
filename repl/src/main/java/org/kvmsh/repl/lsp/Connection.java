package org.kvmsh.repl.lsp;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.services.LanguageClient;
import org.kvmsh.repl.cli.BuildVersion;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.StandardOutput;

/** One editor's connection, from its first message to its exit, or to the end of the input. */
final class Connection {
    private final InputStream in;
    private final StandardOutput out;
    private final PrintWriter err;

    Connection(InputStream in, StandardOutput out, PrintWriter err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** @return the exit status, as the protocol has it */
    int serve(KernelHeaders headers) throws IOException {
        CompletableFuture<Integer> status = new CompletableFuture<>();
        ServerLog log = new ServerLog(err);
        ExecutorService reader = Executors.newSingleThreadExecutor(DaemonThreads.named("lsp reader"));
        try (LspServer server = new LspServer(headers, BuildVersion.version(), log, status)) {
            Launcher<LanguageClient> launcher = new Launcher.Builder<LanguageClient>() {
                @Override
                protected MessageJsonHandler createJsonHandler() {
                    return new MessageReader(getSupportedMethods());
                }
            }.setLocalService(server)
                    .setRemoteInterface(LanguageClient.class)
                    .setInput(in)
                    .setOutput(out.bytes())
                    .setExecutorService(reader)
                    .setExceptionHandler(thrown -> failed(thrown, log))
                    .create();
            server.connect(launcher.getRemoteProxy());
            out.whenLost(() -> status.complete(ExitStatus.FAILED));
            Future<Void> listening = launcher.startListening();
            Thread end = DaemonThreads.named("lsp end").newThread(() -> status.complete(ended(listening, server, log)));
            end.start();
            return status.join();
        } finally {
            reader.shutdownNow();
            log.close();
        }
    }

    /** The input's end is an exit that was not sent. */
    private static int ended(Future<Void> listening, LspServer server, ServerLog log) {
        try {
            listening.get();
        } catch (ExecutionException e) {
            // A frame that claims more bytes than the heap has.
            log.line("the connection failed: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return server.exitStatus();
    }

    /** The library's own answer has a Java stack. */
    private static ResponseError failed(Throwable thrown, ServerLog log) {
        if (Unserved.is(thrown)) {
            return Unserved.error();
        }
        Throwable cause = thrown;
        while (cause.getCause() != null && !(cause instanceof ResponseErrorException)) {
            cause = cause.getCause();
        }
        if (cause instanceof ResponseErrorException known) {
            return known.getResponseError();
        }
        log.line("a bug in kvmsh: " + cause);
        return new ResponseError(ResponseErrorCode.InternalError, "a bug in kvmsh: " + cause, null);
    }
}
