package org.kvmsh.bindings.splat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.KernelMessages;

/** Watches a board's kernel for fault reports, in its log and in its taints, from the first query on. */
public final class KernelWatch {
    /** A kernel that oopses in a loop logs without end. */
    private static final int KEPT = 5000;

    private final Kernel kernel;
    private final UnaryOperator<List<String>> symbols;
    private final FaultsCounted counted;
    private final SplatReader reader = new SplatReader();
    private final Deque<String> log = new ArrayDeque<>();
    private Taints taints;
    private String explainedBefore = "";
    private int errno;
    private boolean begun;
    private LogMark mark;
    private final Overwritten overwritten = new Overwritten();
    /** The reports that {@link #readToEnd} came upon. */
    private final List<Splat> last = new ArrayList<>();
    /** The first fault that was told to a test or script; null if there was none. */
    private String fault;
    /** The watch for all scripts; null if this is the one. */
    private final KernelWatch all;

    private final String script;
    private final List<KernelWatch> parts = new ArrayList<>();
    private final List<Splat> delivered = new ArrayList<>();

    public KernelWatch(Kernel kernel) {
        this(kernel, UnaryOperator.identity(), FaultsCounted.ALL);
    }

    /**
     * Watches a kernel whose log some reports of are faults.
     *
     * @param symbols adds file and line to the functions in lines of the log
     */
    public KernelWatch(Kernel kernel, UnaryOperator<List<String>> symbols, FaultsCounted counted) {
        this(kernel, symbols, counted, null, "");
    }

    private KernelWatch(
            Kernel kernel, UnaryOperator<List<String>> symbols, FaultsCounted counted, KernelWatch all, String script) {
        this.counted = counted;
        this.kernel = kernel;
        this.symbols = symbols;
        this.all = all;
        this.script = script;
    }

    /** Starts watching: earlier lines belong to nobody. */
    public synchronized KernelWatch begin() {
        if (!begun && all == null) {
            take();
            begun = true;
        }
        return this;
    }

    /** Takes lines of the log that arrived with a call. */
    public void heard(List<String> lines) {
        (all == null ? this : all).add(lines);
    }

    private synchronized void add(List<String> lines) {
        for (String line : lines) {
            if (mark == null || !mark.meets(line)) {
                reader.add(line);
                log.add(line);
            }
        }
        while (log.size() > KEPT) {
            log.remove();
        }
    }

    /**
     * The lines of the log since this was last asked, as far as calls or {@link #take} have brought them; the last ones
     * of many.
     */
    public synchronized List<String> takeLog() {
        List<String> taken = List.copyOf(log);
        log.clear();
        return taken;
    }

    /** The reports since this was last asked. */
    public List<Splat> take() {
        return all == null ? taken() : all.takeOf(this);
    }

    /** Watches for one of several scripts that use the board at the same time: a report is given to all of them. */
    public synchronized KernelWatch beside(String script) {
        KernelWatch one = new KernelWatch(kernel, symbols, counted, this, script);
        deliver();
        parts.add(one);
        return one;
    }

    /** Ends what {@link #beside} has begun; reports that it has not taken are lost. */
    public void end() {
        if (all != null) {
            all.leave(this);
        }
    }

    private synchronized void leave(KernelWatch part) {
        parts.remove(part);
    }

    private synchronized List<Splat> takeOf(KernelWatch part) {
        deliver();
        List<Splat> its = List.copyOf(part.delivered);
        part.delivered.clear();
        return its;
    }

    /** Nothing in a report tells which of them caused it. */
    private void deliver() {
        if (parts.isEmpty()) {
            return;
        }
        String scripts = parts.stream().map(part -> part.script).collect(Collectors.joining(", "));
        for (Splat splat : taken()) {
            List<String> lines = new ArrayList<>(splat.lines());
            if (parts.size() > 1) {
                lines.add(
                        0,
                        "one of these scripts caused it; they ran at the same time, so kvmsh cannot tell which: "
                                + scripts);
            }
            parts.forEach(part -> part.delivered.add(new Splat(splat.title(), splat.oops(), splat.late(), lines)));
        }
    }

    private synchronized List<Splat> taken() {
        List<Splat> splats = new ArrayList<>(last);
        last.clear();
        Taints gained = null;
        try {
            // The taint first: a kernel logs before it taints, so what explains a taint is in the log by then.
            if (kernel.lost() == null) {
                Taints now = Taints.of(kernel.files());
                gained = now == null ? null : now.since(taints);
                taints = now == null ? taints : now;
                KernelMessages messages = kernel.messages();
                errno = messages.errno();
                overwritten.told(messages.lost());
                add(messages.lines());
            }
        } catch (BoardLost e) {
            // Lines from before the loss are still there.
        }
        reader.take().stream()
                .map(splat -> new Splat(splat.title(), splat.oops(), splat.late(), symbols.apply(splat.lines())))
                .filter(splat -> counted.concerns(splat, kernel.files()))
                .forEach(splats::add);
        // A report sets its taint at its end, which may be after this looked the last time.
        String explained = reader.takeTaints();
        boolean anyones = counted == FaultsCounted.OURS && errno == 0;
        if (!anyones
                && gained != null
                && !gained.without(explained + explainedBefore).isEmpty()) {
            splats.add(new Splat("tainted " + gained.without(explained + explainedBefore), false, false, List.of()));
        }
        explainedBefore = explained;
        return splats;
    }

    /** Whether a report is a fault, and not only told. */
    public boolean counts(Splat splat) {
        return counted.counts(splat);
    }

    /** A test or script was told of a fault. */
    public void faulted(String title) {
        KernelWatch whole = all == null ? this : all;
        synchronized (whole) {
            whole.fault = whole.fault == null ? title : whole.fault;
        }
    }

    /** The first fault that a test or script was told of; null if there was none. */
    public synchronized String fault() {
        return fault;
    }

    /**
     * Reads the log up to a line that it writes there now; {@link #take} returns the reports that this came upon. The
     * board is asked, so one that is gone is noticed.
     */
    public synchronized LogState readToEnd() {
        begin();
        mark = new LogMark();
        try {
            int failed = mark.write(kernel);
            last.addAll(taken());
            return kernel.lost() != null
                    ? lost(kernel.lost())
                    : errno != 0
                            ? LogState.notReadable(unreadable())
                            : failed != 0
                                    ? LogState.notReadable("cannot write to /dev/kmsg: " + Errno.describe(failed))
                                    : overwritten.state(mark.isMet(), counted == FaultsCounted.OURS);
        } catch (BoardLost e) {
            last.addAll(taken());
            return lost(e);
        }
    }

    private static LogState lost(BoardLost why) {
        return LogState.bad("board lost: " + why.why().lines().findFirst().orElse(""));
    }

    /** Why the kernel's log cannot be read, so that only its taints show faults; null if it can. */
    public synchronized String unreadable() {
        return errno == 0 ? null : "/dev/kmsg: " + Errno.describe(errno);
    }

    /** The kernel's taints when this last looked; null if it was not tainted, or where that cannot be read. */
    public synchronized Taints taints() {
        return taints == null || taints.isEmpty() ? null : taints;
    }
}
