package org.kvmsh.repl.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.kvmsh.repl.cli.KvmshCommand;
import org.kvmsh.repl.cli.PlainJava;
import org.kvmsh.repl.cli.Supervisor;

/** A kvmsh test of one script, in a process of its own, which keeps its run in a directory. */
final class ScriptProcess {
    private static final long LOOK_MILLIS = 50;
    /** How often it is seen stopped, one look after the other, before it is ended: its limits stand still too. */
    private static final int LOOKS_STOPPED = 100;

    private static final long GIVES_IN_NANOS = TimeUnit.SECONDS.toNanos(20);
    /** The offset that Java adds to the number of the signal that has ended a process. */
    private static final int SIGNAL = 128;

    private static final Map<Integer, String> SIGNALS =
            Map.of(4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV", 15, "SIGTERM");

    private final Map<String, String> environment;

    ScriptProcess(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Runs it to its end.
     *
     * @param words what follows kvmsh
     * @param printed gets what it prints
     * @param stopped asked now and then: whether it is to be ended
     * @return its exit status, or 128 and the number of the signal that has ended it
     */
    int run(List<String> words, Path printed, BooleanSupplier stopped) throws IOException {
        List<String> command = new ArrayList<>(java());
        command.add(PlainJava.MAIN);
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().remove(Supervisor.STATUS);
        builder.environment()
                .put(Supervisor.PROCESS, Long.toString(ProcessHandle.current().pid()));
        // Its output is no terminal.
        builder.environment().put(KvmshCommand.TERMINAL, "");
        Process process = builder.start();
        try {
            return await(process, stopped);
        } finally {
            process.destroyForcibly();
        }
    }

    private static int await(Process process, BooleanSupplier stopped) {
        long wanted = 0;
        int suspended = 0;
        while (true) {
            suspended = isSuspended(process) ? suspended + 1 : 0;
            if (suspended > LOOKS_STOPPED) {
                process.destroyForcibly();
            }
            try {
                if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    return process.exitValue();
                }
            } catch (InterruptedException e) {
                // It is ended below.
                continue;
            } finally {
                if (stopped.getAsBoolean() && wanted == 0) {
                    wanted = System.nanoTime();
                    process.destroy();
                }
            }
            if (wanted != 0 && System.nanoTime() - wanted > GIVES_IN_NANOS) {
                process.destroyForcibly();
            }
        }
    }

    /** Whether SIGSTOP or a debugger stopped it (proc(5), the state in stat). */
    private static boolean isSuspended(Process process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"), StandardCharsets.ISO_8859_1);
            return stat.startsWith(") T", stat.lastIndexOf(')'));
        } catch (IOException e) {
            // It has ended.
            return false;
        }
    }

    /** The end of a process that did not reach the end of its run, in words. */
    static String ending(int status) {
        return status > SIGNAL && status <= SIGNAL + Byte.MAX_VALUE / 2
                ? "its process was killed by " + SIGNALS.getOrDefault(status - SIGNAL, "signal " + (status - SIGNAL))
                : "its process ended with exit status " + status + " before its tests did";
    }

    /** This process's Java with its options, or as the farm's tasks have it where it was not started as kvmsh. */
    private static List<String> java() throws IOException {
        List<String> own = Arrays.asList(Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8)
                .split("\0"));
        int main = own.indexOf(PlainJava.MAIN);
        return main > 0 ? own.subList(0, main) : PlainJava.command();
    }
}
