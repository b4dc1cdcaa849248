package org.kvmsh.dsl.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * them, one for the kernel's events. A million calls are a page of some 20 MB: it has each text once, and each call as
 * four numbers.
 */
final class Timeline {
    private static final String CALLS = "calls";
    private static final String KERNEL = "kernel";

    /** What an event of the kernel ends with: {@code (4.827131 s, cpu 0)}. */
    private static final Pattern TIME = Pattern.compile("\\((\\d+\\.\\d+) s, cpu \\d+\\)$");

    /** What is drawn in one color, and told in one text. */
    private record Kind(String group, String text) {}

    private final TraceFile file;
    private final Abi abi;
    private final CallLines words = new CallLines();
    private final List<String> lanes = new ArrayList<>(List.of(CALLS));
    private final Map<Kind, Integer> kinds = new LinkedHashMap<>();
    /** The lane of each vCPU that ran, by descriptor. */
    private final Map<Integer, Integer> vcpus = new HashMap<>();

    /** The name of each vCPU whose creation was seen, by descriptor. */
    private final Map<Integer, String> names = new HashMap<>();

    private final StringBuilder laneOfEach = new StringBuilder();
    private final StringBuilder kindOfEach = new StringBuilder();
    /** When each call returned, in nanoseconds after the one before it. */
    private final StringBuilder returned = new StringBuilder();
    /** How long each call took, in nanoseconds. */
    private final StringBuilder took = new StringBuilder();

    private long last;
    /**
     * How far the trace's clock is ahead of the kernel's, in nanoseconds: no event is read before it happened, so the
     * least difference is nearest.
     */
    private long ahead;

    Timeline(TraceFile file, Abi abi) {
        this.file = file;
        this.abi = abi;
    }

    /** Writes the page. */
    void to(Path path) throws IOException {
        ahead = file.calls().stream()
                .filter(call -> call.origin() == CallOrigin.KERNEL && happened(call) >= 0)
                .mapToLong(event -> event.nanos() - happened(event))
                .min()
                .orElse(0);
        file.calls().forEach(this::add);
        String[] around = template().split("@DATA@");
        try (Writer page = Files.newBufferedWriter(path)) {
            page.write(around[0]);
            Map<String, Object> texts = new LinkedHashMap<>();
            texts.put("board", file.board());
            texts.put("about", about());
            texts.put("lanes", lanes);
            texts.put(
                    "kinds",
                    kinds.keySet().stream()
                            .map(kind -> List.of(kind.group(), kind.text()))
                            .toList());
            // In HTML, nothing else ends a script.
            page.write(FactsJson.line(texts).replace("</", "<\\/").replaceFirst("}$", ""));
            column(page, "lane", laneOfEach);
            column(page, "kind", kindOfEach);
            column(page, "returned", returned);
            column(page, "took", took);
            page.write("}");
            page.write(around[1]);
        }
    }

    private static void column(Writer page, String name, StringBuilder numbers) throws IOException {
        page.write(",\n\"" + name + "\":[");
        // Each number has a comma after it.
        page.append(numbers, 0, Math.max(0, numbers.length() - 1));
        page.write("]");
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
            int lane =
                    vcpus.computeIfAbsent(traced.fd(), fd -> lane(names.getOrDefault(fd, "vCPU of descriptor " + fd)));
            String exit = call.after().isEmpty() ? TracedCall.RUN : call.after().replaceFirst(" .*", "");
            item(lane, traced.nanos(), traced.took(), group(traced, exit), text);
        } else {
            created(traced);
            item(0, traced.nanos(), traced.took(), group(traced, "call"), text);
        }
    }

    /** When the kernel says that an event happened, in nanoseconds of its clock; -1 if it does not say. */
    private static long happened(TracedCall event) {
        Matcher time = TIME.matcher(event.plain());
        return time.find() ? (long) (Double.parseDouble(time.group(1)) * 1e9) : -1;
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

    private void item(int lane, long end, long nanos, String group, String text) {
        Integer kind = kinds.computeIfAbsent(new Kind(group, text), added -> kinds.size());
        laneOfEach.append(lane).append(',');
        kindOfEach.append(kind).append(',');
        returned.append(end - last).append(',');
        took.append(nanos).append(',');
        last = end;
    }

    private static String template() {
        try (InputStream in = Timeline.class.getResourceAsStream("timeline.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
