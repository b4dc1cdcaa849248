package org.kvmsh.repl.shell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jline.reader.LineReader;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.lang.ThrownInWords;
import org.kvmsh.dsl.machine.exit.HandlerFailed;
import org.kvmsh.dsl.machine.run.BackgroundWatch;
import org.kvmsh.dsl.machine.run.StartedRun;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.repl.cli.MarkedWriter;

/**
 * Shows what guests in the background print, and how their runs end: whole lines above the prompt and what is being
 * typed. A guest's line that does not end, such as its own prompt, is shown when the guest has paused.
 */
public final class BackgroundRuns implements BackgroundWatch {
    private static final long PAUSE_MILLIS = 200;
    /** A guest that prints faster than the terminal shows waits here. */
    private static final int MOST = 1 << 16;

    private final Kvmsh kvmsh;
    private final LineReader reader;
    private final MarkedWriter out;
    private final Thread shows;
    /** The run whose console the terminal is now; null for none. */
    private StartedRun attached;
    /** Whether something else has the whole terminal. */
    private boolean isHeld;

    private final Map<StartedRun, Unshown> unshown = new LinkedHashMap<>();

    /** The text of a run that is not on the screen yet. */
    private static final class Unshown {
        private static final String GOES_ON = "…";

        private final StringBuilder text = new StringBuilder();
        private long last = System.nanoTime();
        private boolean wasQuiet;
        private boolean over;
        /** How many vCPUs wait because much of the text is not shown yet. */
        private int held;
        /** Whether the last line on the screen is the first part of a line. */
        private boolean isBegun;

        /** A guest, or all of kvmsh, may just have had no processor: it has one between two looks. */
        private boolean isPaused() {
            boolean quiet = held == 0 && System.nanoTime() - last > PAUSE_MILLIS * 1_000_000;
            boolean paused = over || quiet && wasQuiet;
            wasQuiet = quiet;
            return paused;
        }

        /** Whole lines, and a part of one if nothing more came for a while, or if it is longer than any line. */
        private String take() {
            int whole = text.lastIndexOf("\n") + 1;
            int end = isPaused() || whole == 0 && text.length() > MOST ? text.length() : whole;
            String taken = text.substring(0, end);
            text.delete(0, end);
            return taken.isEmpty() ? taken : continued(taken);
        }

        private String continued(String taken) {
            String shown = !isBegun ? taken : taken.startsWith("\n") ? taken.substring(1) : GOES_ON + taken;
            isBegun = !taken.endsWith("\n");
            return shown;
        }

        /** Appends a line that is not the guest's. */
        private void end(String line) {
            boolean isMidLine = text.isEmpty() ? isBegun : text.charAt(text.length() - 1) != '\n';
            text.append(isMidLine ? "\n" : "").append(line).append('\n');
            over = true;
        }
    }

    public BackgroundRuns(Kvmsh kvmsh, LineReader reader, MarkedWriter out) {
        this.kvmsh = kvmsh;
        this.reader = reader;
        this.out = out;
        shows = new Thread(this::showAll, "background-output");
        shows.setDaemon(true);
        shows.start();
    }

    @Override
    public synchronized void printed(StartedRun run, String text) {
        if (run == attached) {
            // The terminal is the guest's.
            out.printOwn(text);
            out.flush();
            return;
        }
        Unshown of = unshown.computeIfAbsent(run, first -> new Unshown());
        of.text.append(text);
        of.last = System.nanoTime();
        of.wasQuiet = false;
        notifyAll();
        of.held++;
        try {
            while (of.text.length() > MOST) {
                wait(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            of.held--;
            of.last = System.nanoTime();
        }
    }

    @Override
    public void ended(StartedRun run) {
        String end = "run " + run.number() + " ended: " + end(run);
        synchronized (this) {
            unshown.computeIfAbsent(run, first -> new Unshown()).end(end);
            notifyAll();
        }
    }

    private String end(StartedRun run) {
        try {
            return run.outcome().toString();
        } catch (ScriptError e) {
            return failed(e);
        } catch (HandlerFailed e) {
            return failed(e.with(
                    e.getCause() instanceof ScriptError error
                            ? error
                            : ThrownInWords.error(Site.UNKNOWN, e.getCause())));
        } catch (RuntimeException e) {
            return failed(ThrownInWords.error(Site.UNKNOWN, e));
        }
    }

    private String failed(ScriptError error) {
        kvmsh.session().failures().failed(() -> kvmsh.failure(error), error.refusal() != null);
        return kvmsh.failure(error).toString();
    }

    private void showAll() {
        try {
            while (true) {
                show(next());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized String next() throws InterruptedException {
        while (true) {
            String ready = take();
            if (!ready.isEmpty()) {
                notifyAll();
                return ready;
            }
            wait(
                    attached != null || isHeld || unshown.values().stream().allMatch(of -> of.text.isEmpty())
                            ? 0
                            : PAUSE_MILLIS);
        }
    }

    /** Whole lines; a line says whose it is while several guests run. */
    private String take() {
        boolean several = unshown.size() > 1;
        StringBuilder ready = new StringBuilder();
        unshown.forEach((run, of) -> {
            String text = attached == null && !isHeld ? of.take() : "";
            if (!text.isEmpty()) {
                String whose = several ? "[" + run.number() + "] " : "";
                ready.append(ConsoleLines.of(text).stream()
                        .map(line -> whose + line + "\n")
                        .collect(Collectors.joining()));
            }
        });
        unshown.values().removeIf(of -> of.over && of.text.isEmpty());
        return ready.toString();
    }

    private void show(String lines) {
        if (reader.isReading()) {
            reader.printAbove(lines);
        } else {
            out.print(lines);
            out.flush();
        }
    }

    @Override
    public void attach(StartedRun run) {
        AttachedConsole.check(reader.getTerminal());
        out.println("connected to the console of run " + run.number() + "; Ctrl-] leaves");
        attached(run);
        boolean left = false;
        try {
            left = new AttachedConsole(reader.getTerminal(), run).serve();
        } finally {
            attached(null);
            out.println();
            if (left) {
                out.println("left the console; run " + run.number() + " continues");
            }
        }
    }

    /** Does something that has the whole terminal; what guests write is shown after it. */
    public void hold(Runnable shown) {
        hold(true);
        try {
            shown.run();
        } finally {
            hold(false);
        }
    }

    private synchronized void hold(boolean wanted) {
        isHeld = wanted;
        notifyAll();
    }

    private synchronized void attached(StartedRun run) {
        Unshown earlier = run == null ? null : unshown.remove(run);
        if (earlier != null) {
            out.print(earlier.text);
            out.flush();
        }
        attached = run;
        notifyAll();
    }

    /** Ctrl-C on an empty line: it ends no guest, so it tells what does. */
    public void remind() {
        List<StartedRun> going = kvmsh.session().background().going();
        if (!going.isEmpty()) {
            out.println((going.size() == 1 ? "a guest is running" : going.size() + " guests are running")
                    + " in the background: stop() ends the current machine's run, join() waits for it; /quit"
                    + " stops all");
        }
    }

    /** The number of guests that run; closing their board stops them. */
    public int going() {
        // There is no session before the first board has started.
        return kvmsh.session() == null
                ? 0
                : kvmsh.session().background().going().size();
    }

    /** Prints how many guests were stopped because their board was closed. */
    public void stopped(int guests) {
        if (guests > 0) {
            out.println("stopped " + inWords(guests) + ": the previous board is closed");
        }
    }

    /** The shell is about to close its machines; nothing is shown any more. */
    public void leave() {
        if (going() > 0) {
            out.println("stopping " + inWords(going()));
        }
        shows.interrupt();
    }

    private static String inWords(int guests) {
        return (guests == 1 ? "a guest" : guests + " guests") + " in the background";
    }
}
