package org.kvmsh.dsl.session.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.splat.FaultsCounted;
import org.kvmsh.bindings.splat.KernelWatch;
import org.kvmsh.bindings.splat.LogState;
import org.kvmsh.bindings.splat.Splat;

/** The kernel faults that a board reports while tests run, and their effect on the results. */
public final class KernelFaults {
    private static final int LINES_SHOWN = 40;

    private AllowedSplats allowed;
    private KernelWatch watch;
    /** The boards that the script has opened beside this one. */
    private final Supplier<List<KernelFaults>> beside;

    private final Supplier<Board> board;

    private boolean requiresLog;
    /** Reports that were logged while no test ran. */
    private final List<Reported> outside = new ArrayList<>();
    /** The reports of boards beside this one that are closed. */
    private final List<Reported> closed = new CopyOnWriteArrayList<>();

    private boolean oops;
    private Runnable afterOops = () -> {};

    /**
     * A kernel report and its effect on a result.
     *
     * @param title with the board, if it is not the script's own
     * @param counts whether it is a fault; the others are told
     * @param excuse why it is none
     */
    private record Reported(String title, Splat splat, boolean counts, String excuse) {}

    /** The faults of a board whose scripts are over. */
    public KernelFaults(KernelWatch watch, AllowedSplats allowed) {
        this(() -> null, watch, allowed, List::of);
    }

    /**
     * The faults of a session's board.
     *
     * @param beside the faults of the boards that its script has opened
     */
    public KernelFaults(
            Supplier<Board> board, KernelWatch watch, AllowedSplats allowed, Supplier<List<KernelFaults>> beside) {
        this.board = board;
        this.watch = watch;
        this.allowed = allowed;
        this.beside = beside;
    }

    /**
     * Watches the log of a board's kernel for reports of faults, and adds file and line if the kernel's symbols are
     * known.
     */
    public static KernelWatch watch(Board board) {
        FaultsCounted counted = board.kind() == BoardKind.REAL
                ? FaultsCounted.OURS
                : board.kind() == BoardKind.EMULATED ? FaultsCounted.TIMELY : FaultsCounted.ALL;
        return new KernelWatch(board.kernel(), board.known().symbols(), counted);
    }

    /** Starts watching: earlier reports belong to nobody. */
    public void begin() {
        watch.begin();
    }

    /** A log that may not be read is a fault, of the boards that the script opens too. */
    public void requireLog() {
        requiresLog = true;
    }

    /** Looks for the last time at a board that the script has opened, whose machines are closed. */
    public void lastOf(KernelFaults other) {
        Board last = other.board.get();
        LogState state = LastLook.at(last, other.watch);
        closed.addAll(other.reported());
        if (state != null && !state.equals(LogState.CLEAN)) {
            boolean lost = last.kernel().lost() != null;
            String told = lost ? state.why() : "kernel log " + state;
            closed.add(new Reported(
                    last.name() + ": " + told,
                    new Splat(told, false, false, List.of(state.toString())),
                    state.isBad() || requiresLog,
                    ""));
        }
    }

    /** The reports of a board beside the session's own since this was last asked. */
    private List<Reported> reported() {
        return watch.take().stream()
                .map(splat -> reported(board.get().name() + ": kernel: ", splat, watch))
                .toList();
    }

    private static Reported reported(String before, Splat splat, KernelWatch watched) {
        return new Reported(before + splat.title(), splat, watched.counts(splat), ", not counted on an emulated board");
    }

    /** The watch of the board's kernel. */
    public KernelWatch watch() {
        return watch;
    }

    /** The board was started again. */
    public void watch(KernelWatch other) {
        watch = other;
    }

    /** @param watched watches the board's kernel already, for all scripts that run on it */
    public void watch(KernelWatch watched, AllowedSplats allow) {
        watch = watched;
        allowed = allow;
    }

    /** Earlier reports do not belong to the next test. */
    void testBegins() {
        outside.addAll(taken());
        watch.takeLog();
    }

    /** The lines that the board's kernel has logged since this was last asked, or a test began. */
    List<String> takeLog() {
        return watch.takeLog();
    }

    /** A test's result, a failure if the kernel reported a fault that is not allowed, even if all expectations held. */
    TestResult judged(TestResult result) {
        return judged(result, taken());
    }

    /**
     * The result of a script outside of its tests.
     *
     * @param result null if there is nothing else to report
     * @param name of a result that is only about the kernel
     * @return null if there is nothing to report
     */
    public TestResult judgedOutside(TestResult result, String name) {
        List<Reported> splats = new ArrayList<>(outside);
        outside.clear();
        splats.addAll(taken());
        return splats.isEmpty()
                ? result
                : judged(result == null ? TestResult.passed(name, Duration.ZERO) : result, splats);
    }

    /** Takes the kernel's reports by now, which belong to no later test; its board is about to be started again. */
    public void drain() {
        outside.addAll(taken());
    }

    /** @param then runs after a test during which, or before which, the kernel oopsed: it can no longer be trusted */
    public void afterOops(Runnable then) {
        afterOops = then;
    }

    /** A test's result was reported. */
    void testEnded() {
        if (takeOops()) {
            afterOops.run();
        }
    }

    /** Whether the kernel oopsed since this was last asked. */
    public boolean takeOops() {
        boolean oopsed = oops;
        oops = false;
        return oopsed;
    }

    private List<Reported> taken() {
        List<Splat> splats = watch.begin().take();
        oops |= splats.stream().anyMatch(Splat::oops);
        List<Reported> all = new ArrayList<>(
                splats.stream().map(splat -> reported("kernel: ", splat, watch)).toList());
        beside.get().forEach(other -> all.addAll(other.reported()));
        List<Reported> over = List.copyOf(closed);
        closed.removeAll(over);
        all.addAll(over);
        splats.stream()
                .filter(splat -> allowed.reason(splat) == null && watch.counts(splat))
                .forEach(splat -> watch.faulted(splat.title()));
        return all;
    }

    private TestResult judged(TestResult result, List<Reported> reports) {
        List<String> faults = new ArrayList<>();
        List<String> excused = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (Reported each : reports) {
            String reason = allowed.reason(each.splat);
            if (reason == null && !each.counts) {
                excused.add(each.title + each.excuse);
            } else if (reason == null) {
                faults.add(each.title);
                lines.addAll(shown(each.splat));
            } else {
                excused.add(each.title + ", allowed: " + reason);
            }
        }
        TestResult told = excused.isEmpty() ? result : result.withNote(inShort(excused));
        return faults.isEmpty() ? told : told.failedBy(inShort(faults), lines);
    }

    private static String inShort(List<String> all) {
        return all.get(0) + (all.size() == 1 ? "" : ", and " + (all.size() - 1) + " more");
    }

    private static List<String> shown(Splat splat) {
        if (splat.lines().isEmpty()) {
            return List.of("/proc/sys/kernel/tainted: " + splat.title());
        }
        int more = splat.lines().size() - LINES_SHOWN;
        List<String> lines = new ArrayList<>(
                splat.lines().subList(0, Math.min(LINES_SHOWN, splat.lines().size())));
        if (more > 0) {
            lines.add("... (" + more + " more lines)");
        }
        return lines;
    }
}
