package org.kvmsh.bindings.trace;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Kernel;

/**
 * The tracepoints of KVM in a board's kernel. Sources: Documentation/trace/events.rst for the files of tracefs,
 * ftrace.rst for trace_pipe and its clocks.
 */
final class KernelEvents {
    private static final String TRACEFS = "/sys/kernel/tracing";
    /** The clock of clock_gettime(CLOCK_MONOTONIC), the same on all processors. */
    private static final String CLOCK = "mono";
    /** The x86 MMU's own: many for each page fault of a guest. */
    private static final String MMU = "kvmmmu";

    private static final int POLLIN = 1;
    private static final int READ = 64 << 10;
    /** A read returns a page or two. A kernel whose events come faster than they are read is not waited for. */
    private static final int READS = 4096;

    /** A thread's name may have any character: {@code kvmsh-agent-1 [000] ..... 3.141592: kvm_entry: vcpu 0}. */
    private static final Pattern EVENT =
            Pattern.compile("\\s*.+-\\d+\\s+(?:\\([^)]*\\)\\s+)?\\[0*(\\d+)]\\s+\\S+\\s+(\\d+\\.\\d+): (\\w+): ?(.*)");
    /** {@code CPU:1 [LOST 12 EVENTS]}. */
    private static final Pattern LOST = Pattern.compile("CPU:(\\d+) \\[LOST (\\d*) ?EVENTS]");
    /** The clock in use is in brackets: {@code [local] global mono}. */
    private static final Pattern IN_USE = Pattern.compile("\\[(\\w+)]");

    private final Kernel kernel;
    private final byte[] read = new byte[READ];
    private List<String> groups = List.of();
    private String clock = CLOCK;
    private int pipe = -1;

    KernelEvents(Kernel kernel) {
        this.kernel = kernel;
    }

    /**
     * Turns the tracepoints on.
     *
     * @return why that is impossible, a clause; null if they are on
     */
    synchronized String start() {
        if (kernel.files().list(TRACEFS).isEmpty()) {
            return "its kernel's tracefs is not mounted at " + TRACEFS + ", or is not readable";
        }
        groups = kernel.files().list(TRACEFS + "/events").stream()
                .filter(group -> group.startsWith("kvm") && !group.equals(MMU))
                .toList();
        if (groups.isEmpty()) {
            return "its kernel has no KVM tracepoints in " + TRACEFS + "/events";
        }
        String user = user();
        if (user != null) {
            return "its tracefs is in use: " + user;
        }
        Matcher used = IN_USE.matcher(text("trace_clock"));
        clock = used.find() ? used.group(1) : CLOCK;
        pipe = kernel.open(TRACEFS + "/trace_pipe");
        int answer = pipe < 0 ? pipe : write("trace_clock", CLOCK);
        if (answer >= 0) {
            answer = groups.stream().mapToInt(this::enable).min().orElse(0);
        }
        if (answer < 0) {
            stop();
            return "its tracefs cannot be used: " + Errno.describe(-answer);
        }
        return null;
    }

    /** What shows that somebody else uses tracefs, whose buffer a new clock would clear; null if nothing does. */
    private String user() {
        String enabled = text("set_event");
        String tracer = text("current_tracer");
        if (!enabled.isEmpty()) {
            return "set_event has " + enabled.lines().findFirst().orElse("");
        } else if (!tracer.equals("nop")) {
            return "current_tracer is " + tracer;
        } else if (!text("tracing_on").equals("1")) {
            return "tracing_on is " + text("tracing_on");
        }
        return text("trace").lines().allMatch(line -> line.startsWith("#") || line.isBlank())
                ? null
                : "the trace buffer is not empty";
    }

    private int enable(String group) {
        return write("events/" + group + "/enable", "1");
    }

    private String text(String file) {
        String text = kernel.files().read(TRACEFS + "/" + file);
        return text == null ? "" : text.strip();
    }

    private int write(String file, String text) {
        int fd = kernel.open(TRACEFS + "/" + file);
        if (fd < 0) {
            return fd;
        }
        int answer = kernel.write(fd, text.getBytes(StandardCharsets.US_ASCII));
        kernel.close(fd);
        return answer;
    }

    /** Turns the tracepoints off; a lost board has none. */
    synchronized void stop() {
        try {
            if (pipe >= 0) {
                groups.forEach(group -> write("events/" + group + "/enable", "0"));
                write("trace_clock", clock);
                kernel.close(pipe);
            }
        } catch (BoardLost e) {
            // Its kernel is not there any more.
        }
        pipe = -1;
        groups = List.of();
    }

    /** Adds the events since the last call to a ring, in their order; does nothing if the ring is null. */
    synchronized void addTo(CallRing calls) {
        if (pipe >= 0 && calls != null) {
            long now = calls.now();
            lines().forEach(line -> calls.add(event(line, now)));
        }
    }

    private List<String> lines() {
        StringBuilder text = new StringBuilder();
        for (int reads = 0; reads < READS && kernel.poll(pipe, POLLIN, 0) > 0; reads++) {
            int length = kernel.read(pipe, read);
            if (length <= 0) {
                break;
            }
            text.append(new String(read, 0, length, StandardCharsets.UTF_8));
        }
        List<String> lines = new ArrayList<>();
        for (String line : text.toString().lines().toList()) {
            if (lines.isEmpty()
                    || EVENT.matcher(line).matches()
                    || LOST.matcher(line).find()) {
                lines.add(line);
            } else {
                // A kernel's text may have several lines.
                lines.set(lines.size() - 1, lines.get(lines.size() - 1) + " " + line.strip());
            }
        }
        return lines;
    }

    private static TracedCall event(String line, long nanos) {
        Matcher lost = LOST.matcher(line);
        if (lost.find()) {
            String many = lost.group(2).isEmpty() ? "some" : lost.group(2);
            return event("lost", many + " events of cpu " + lost.group(1), nanos);
        }
        Matcher event = EVENT.matcher(line);
        return event.matches()
                ? event(
                        event.group(3),
                        event.group(4).strip() + " (" + event.group(2) + " s, cpu " + event.group(1) + ")",
                        nanos)
                : event("event", line.strip(), nanos);
    }

    private static TracedCall event(String name, String text, long nanos) {
        return new TracedCall(nanos, 0, null, -1, name, 0, text, List.of(), 0, CallOrigin.KERNEL);
    }
}
