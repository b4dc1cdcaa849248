package org.kvmsh.bindings.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A link over the standard streams of a program that is started for it; its standard error is shown if the link is
 * lost.
 */
public final class ProgramLink implements Link {
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final int KEPT = 1 << 12;

    private final Process program;
    private final StringBuilder said = new StringBuilder();
    private final Thread listener;

    private ProgramLink(Process program) {
        this.program = program;
        this.listener = new Thread(this::listen, "kvmsh-link-errors");
        listener.setDaemon(true);
        listener.start();
    }

    /**
     * Starts the program, if setsid(1) is installed in its own session, so that Ctrl-C at the terminal does not reach
     * it.
     */
    public static ProgramLink start(List<String> command) throws IOException {
        List<String> whole = new ArrayList<>(Files.isExecutable(SETSID) ? List.of(SETSID.toString()) : List.of());
        whole.addAll(command);
        return new ProgramLink(new ProcessBuilder(whole).start());
    }

    private void listen() {
        byte[] bytes = new byte[1024];
        try (InputStream in = program.getErrorStream()) {
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                synchronized (said) {
                    said.append(new String(bytes, 0, n, StandardCharsets.UTF_8));
                    said.delete(0, Math.max(0, said.length() - KEPT));
                }
            }
        } catch (IOException e) {
            // The program was ended.
        }
    }

    /** The program, to be waited for or looked at. */
    public ProcessHandle program() {
        return program.toHandle();
    }

    @Override
    public InputStream input() {
        return program.getInputStream();
    }

    @Override
    public OutputStream output() {
        return program.getOutputStream();
    }

    @Override
    public String lastWords() {
        try {
            listener.join(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (said) {
            return said.toString();
        }
    }

    /** Its standard input ends first, which an agent takes as the end. */
    @Override
    public void close() {
        try {
            program.getOutputStream().close();
        } catch (IOException e) {
            // It is gone already.
        }
        try {
            if (!program.waitFor(500, TimeUnit.MILLISECONDS)) {
                program.descendants().forEach(ProcessHandle::destroyForcibly);
                program.destroyForcibly();
            }
        } catch (InterruptedException e) {
            program.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
