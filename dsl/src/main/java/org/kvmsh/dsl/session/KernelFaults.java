package org.kvmsh.dsl.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.splat.KernelWatch;
import org.kvmsh.bindings.splat.Splat;

/** The kernel faults that a board reports while tests run, and their effect on the results. */
public final class KernelFaults {
    private static final int LINES_SHOWN = 40;

    private AllowedSplats allowed;
    private KernelWatch watch;
    /** Reports that were logged while no test ran. */
    private final List<Splat> outside = new ArrayList<>();
    private boolean oops;
    private Runnable afterOops = () -> { };

    public KernelFaults(KernelWatch watch, AllowedSplats allowed) {
        this.watch = watch;
        this.allowed = allowed;
    }

    /** What watches the board's kernel. */
    public KernelWatch watch() {
        return watch;
    }

    /** The board was started again. */
    void watch(KernelWatch other) {
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

    /** What the board's kernel has logged since this was last asked, or a test began. */
    List<String> takeLog() {
        return watch.takeLog();
    }

    /** A test's result, a failure if the kernel reported a fault that is not allowed, even if all expectations held. */
    TestResult judged(TestResult result) {
        return judged(result, taken());
    }

    /**
     * What became of a script outside of its tests.
     *
     * @param result null if there is nothing else to report
     * @param name   of a result that is only about the kernel
     * @return null if there is nothing to report
     */
    public TestResult judgedOutside(TestResult result, String name) {
        List<Splat> splats = new ArrayList<>(outside);
        outside.clear();
        splats.addAll(taken());
        return splats.isEmpty() ? result : judged(result == null ? TestResult.passed(name, Duration.ZERO) : result, splats);
    }

    /** What the kernel has reported by now belongs to no later test; its board is about to be started again. */
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

    private List<Splat> taken() {
        List<Splat> splats = watch.begin().take();
        oops |= splats.stream().anyMatch(Splat::oops);
        return splats;
    }

    private TestResult judged(TestResult result, List<Splat> splats) {
        List<String> faults = new ArrayList<>();
        List<String> excused = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (Splat splat : splats) {
            String reason = allowed.reason(splat);
            if (reason == null && !watch.counts(splat)) {
                excused.add("kernel: " + splat.title() + ", not counted on an emulated board");
            } else if (reason == null) {
                faults.add("kernel: " + splat.title());
                lines.addAll(shown(splat));
                watch.faulted(splat.title());
            } else {
                excused.add("kernel: " + splat.title() + ", allowed: " + reason);
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
        List<String> lines = new ArrayList<>(splat.lines().subList(0, Math.min(LINES_SHOWN, splat.lines().size())));
        if (more > 0) {
            lines.add("... (" + more + " more lines)");
        }
        return lines;
    }
}
