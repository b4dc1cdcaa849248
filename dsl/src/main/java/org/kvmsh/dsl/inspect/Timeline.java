package org.kvmsh.dsl.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.trace.Call;
import org.kvmsh.bindings.trace.TraceFile;
import org.kvmsh.bindings.trace.TracedCall;
import org.kvmsh.dsl.json.FactsJson;

/**
 * Calls over time as one HTML page: a lane for the calls, one for the KVM_RUNs of each vCPU and the time outside of
 * them, one for the kernel's events.
 */
final class Timeline {
    private static final String CALLS = "calls";
    private static final String KERNEL = "kernel";
    private static final String OUTSIDE = "outside KVM_RUN";

    /** What an event of the kernel ends with: {@code (4.827131 s, cpu 0)}. */
    private static final Pattern TIME = Pattern.compile("\\((\\d+\\.\\d+) s, cpu \\d+\\)$");

    private final TraceFile file;
    private final Abi abi;
    private final CallLines words = new CallLines();
    private final List<String> lanes = new ArrayList<>(List.of(CALLS));
    private final List<List<Object>> items = new ArrayList<>();
    /** The lane of each vCPU that ran, by descriptor. */
    private final Map<Integer, Integer> vcpus = new HashMap<>();

    /** The name of each vCPU whose creation was seen, by descriptor. */
    private final Map<Integer, String> names = new HashMap<>();
    /** When the last KVM_RUN of a lane returned, in nanoseconds. */
    private final Map<Integer, Long> returned = new HashMap<>();
    /**
     * How far the trace's clock is ahead of the kernel's, in nanoseconds: no event is read before it happened, so the
     * least difference is nearest.
     */
    private long ahead;

    Timeline(TraceFile file, Abi abi) {
        this.file = file;
        this.abi = abi;
    }

    /** The page. */
    String page() {
        ahead = file.calls().stream()
                .filter(call -> call.origin() == CallOrigin.KERNEL && happened(call) >= 0)
                .mapToLong(event -> event.nanos() - happened(event))
                .min()
                .orElse(0);
        file.calls().forEach(this::add);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("board", file.board());
        data.put("about", about());
        data.put("lanes", lanes);
        data.put("items", items);
        // In HTML, nothing else ends a script.
        return template().replace("@DATA@", FactsJson.line(data).replace("</", "<\\/"));
    }

    private String about() {
        long runs = file.calls().stream()
                .filter(call -> call.name().equals(TracedCall.RUN))
                .count();
        long events = file.calls().stream()
                .filter(call -> call.origin() == CallOrigin.KERNEL)
                .count();
        return (file.calls().size() - events) + " calls, " + runs + " of them KVM_RUN"
                + (runs == 0 ? " (trace exits: true records each)" : "")
                + (events == 0 ? "" : "; " + events + " events of the kernel")
                + (file.forgotten() == 0 ? "" : "; " + file.forgotten() + " earlier calls were not kept");
    }

    private void add(TracedCall traced) {
        Call call = traced.call(abi);
        String text = words.of(call).strip();
        if (traced.origin() == CallOrigin.KERNEL) {
            long at = happened(traced);
            item(lane(KERNEL), at < 0 ? traced.nanos() : at + ahead, 0, "event", text);
        } else if (traced.name().equals(TracedCall.RUN)) {
            run(traced, call, text);
        } else {
            created(traced);
            item(0, traced.nanos() - traced.took(), traced.took(), group(traced, "call"), text);
        }
    }

    /** When the kernel says that an event happened, in nanoseconds of its clock; -1 if it does not say. */
    private static long happened(TracedCall event) {
        Matcher time = TIME.matcher(event.plain());
        return time.find() ? (long) (Double.parseDouble(time.group(1)) * 1e9) : -1;
    }

    private void run(TracedCall traced, Call call, String text) {
        int lane = vcpus.computeIfAbsent(traced.fd(), fd -> lane(names.getOrDefault(fd, "vCPU of descriptor " + fd)));
        long from = traced.nanos() - traced.took();
        Long before = returned.put(lane, traced.nanos());
        if (before != null && from > before) {
            item(lane, before, from - before, OUTSIDE, OUTSIDE);
        }
        String exit = call.after().isEmpty() ? "KVM_RUN" : call.after().replaceFirst(" .*", "");
        item(lane, from, traced.took(), group(traced, exit), text);
    }

    /** A descriptor's number may be that of an earlier vCPU, which is closed. */
    private void created(TracedCall call) {
        if (call.name().equals("KVM_CREATE_VCPU") && call.answer() >= 0) {
            String name = "vCPU " + call.call(abi).value();
            long same = lanes.stream()
                    .filter(lane -> lane.equals(name) || lane.startsWith(name + " ("))
                    .count();
            names.put(call.answer(), same == 0 ? name : name + " (" + (same + 1) + ")");
            vcpus.remove(call.answer());
            lane(names.get(call.answer()));
        }
    }

    private static String group(TracedCall call, String group) {
        return CallText.isRefused(call.answer()) ? "refused" : call.origin().isOwn() ? "kvmsh" : group;
    }

    private int lane(String name) {
        if (!lanes.contains(name)) {
            lanes.add(name);
        }
        return lanes.indexOf(name);
    }

    private void item(int lane, long from, long took, String group, String text) {
        items.add(List.of(lane, from / 1e3, took / 1e3, group, text));
    }

    private static String template() {
        try (InputStream in = Timeline.class.getResourceAsStream("timeline.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
