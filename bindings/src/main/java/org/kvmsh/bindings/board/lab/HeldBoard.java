package org.kvmsh.bindings.board.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.kvmsh.bindings.linux.LockedFile;

/**
 * A board of a lab that this kvmsh uses: it is locked, and its console is kept. Several users of one process share it;
 * the last one unlocks it.
 */
public final class HeldBoard {
    private final LabBoard lab;
    private final LockedFile lock;
    private final LabProcesses processes;
    private Process console;
    private int users = 1;
    /** The bytes of its console log before it was started last. */
    private long startedAt;

    private boolean toCycle;
    private int hangs;
    private String spent;

    private HeldBoard(LabBoard lab, LockedFile lock) {
        this.lab = lab;
        this.lock = lock;
        this.processes = lab.processes();
    }

    /** Locks a board, and begins to keep its console. */
    public static HeldBoard take(LabBoard lab, LockWait wait) throws LabFailure, InterruptedException {
        HeldBoard held = new HeldBoard(lab, lab.lock().take(wait));
        boolean taken = false;
        try {
            held.processes.beginLogs();
            held.keepConsole();
            taken = true;
            return held;
        } finally {
            if (!taken) {
                held.release();
            }
        }
    }

    public LabBoard lab() {
        return lab;
    }

    /** The file with its console since it was taken; null if its console is not kept. */
    public Path bootLog() {
        return lab.console() == null ? null : processes.consoleLog();
    }

    /** The size of its console log in bytes when it was last started. */
    public long startedAt() {
        return startedAt;
    }

    /** The lines of its console log from a byte on; none if its console is not kept. */
    public List<String> console(long from) {
        return bootLog() == null ? List.of() : GrowingLog.lines(bootLog(), from);
    }

    /** The place of its console log, to follow a message that it does not start; empty if there is none. */
    public String logInWords() {
        return bootLog() != null && Files.exists(bootLog()) ? "; its console is in " + bootLog() : "";
    }

    /** The last line of its console, to follow a message; empty if it has printed nothing. */
    public String lastLine() {
        return bootLog() == null ? "" : GrowingLog.lastLine(bootLog());
    }

    /** A console may end with its board's power. */
    private void keepConsole() throws LabFailure {
        if (lab.console() != null && (console == null || !console.isAlive())) {
            console = processes.console(lab.console());
        }
    }

    /** Why its console is not kept, as a sentence; null if it is. */
    public String consoleTrouble() {
        return console == null || console.isAlive() || console.exitValue() == 0
                ? null
                : lab.name() + ": console ended with status " + console.exitValue() + ": " + lab.console()
                        + "; its output is in " + processes.consoleLog() + " and in " + processes.commandLog();
    }

    /** Shares it. */
    public synchronized HeldBoard share() {
        users++;
        return this;
    }

    /** Ends the use by one of its users; true after the last one. */
    public synchronized boolean release() {
        if (--users > 0) {
            return false;
        }
        if (console != null) {
            LabProcesses.end(console);
        }
        lock.close();
        return true;
    }

    /**
     * Switches its power on, and boots it.
     *
     * @param doing receives what is done, again and again
     */
    public void start(Consumer<String> doing) throws LabFailure, InterruptedException {
        power("on", doing);
    }

    /** Switches its power off and on, and boots it. */
    public void cycle(Consumer<String> doing) throws LabFailure, InterruptedException {
        toCycle = false;
        power("cycle", doing);
    }

    private void power(String action, Consumer<String> doing) throws LabFailure, InterruptedException {
        keepConsole();
        startedAt = bootLog() == null ? 0 : bootLog().toFile().length();
        if (lab.power() != null) {
            for (LabCommand command : lab.power().commands(action)) {
                run(command, doing);
            }
        }
        if (lab.boot() != null) {
            keepConsole();
            run(new LabCommand("boot", lab.boot(), lab.bootLimit()), doing);
        }
    }

    private void run(LabCommand command, Consumer<String> doing) throws LabFailure, InterruptedException {
        long began = System.nanoTime();
        processes.run(
                command,
                () -> doing.accept(command.key() + ", " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began)
                        + " s" + lastLine()));
    }

    /** The next user who opens it restarts it, unless it has hung too often. */
    public void toBeCycled(boolean lost) throws LabFailure {
        if (spent != null) {
            throw new LabFailure(spent);
        }
        hangs += lost ? 1 : 0;
        toCycle = true;
    }

    /** Whether it was to be started anew, and has not been. */
    public boolean isToCycle() {
        return toCycle;
    }

    /**
     * Why a board that hangs now is not started anew; null if it is.
     *
     * @param why how it was lost
     */
    public String whyNotAgain(String why) {
        if (spent == null && hangs >= lab.restarts()) {
            spent = lab.name() + " hung again after "
                    + (hangs == 1 ? "it was restarted: " : hangs + " restarts (power.cycles): ") + why;
        }
        return spent;
    }

    /** It could not be started anew. */
    public void spent(String why) {
        spent = why;
    }
}
