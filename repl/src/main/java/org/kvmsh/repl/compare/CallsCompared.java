package org.kvmsh.repl.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.dsl.compare.Comparison;
import org.kvmsh.dsl.compare.Difference;
import org.kvmsh.dsl.compare.Recording;

/**
 * Calls one by one: arguments, return values and errnos, what a call wrote, exits, and which calls were made on one
 * side only.
 */
final class CallsCompared {
    private static final int SHOWN = 300;

    private final Consumer<String> progress;
    private final CallSource source;
    private final List<FoundDifference> found = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final List<String> notes = new ArrayList<>();
    /** Scripts that are not for the first board, by the reason. */
    private final Map<String, List<String>> others = new LinkedHashMap<>();

    private int calls;
    private int values;
    private final List<String> scripts = new ArrayList<>();

    private CallsCompared(CallSource source, Consumer<String> progress) {
        this.source = source;
        this.progress = progress;
    }

    /** @param progress takes the name of each script before it runs */
    static Compared of(CallSource a, CallSource b, Consumer<String> progress) throws IOException, BoardUnavailable {
        CallsCompared all = new CallsCompared(a, progress);
        List<String> both = a.names().stream().filter(b.names()::contains).toList();
        if (both.isEmpty()) {
            return Compared.not(Aspect.CALLS, List.of("no test failed in both"));
        }
        for (String name : both) {
            if (!a.isEnded()) {
                all.compare(name, a, b);
            }
        }
        all.others.forEach((why, names) -> all.notes.add("not run, " + why + ": " + String.join(", ", names)));
        if (a.isEnded() || b.isEnded()) {
            all.notes.add("interrupted: the rest was not compared");
        }
        String counted =
                all.calls + " compared" + a.in(all.scripts.size()) + ", " + Compared.counted(all.values, "value");
        return new Compared(Aspect.CALLS, counted, all.names, all.scripts, all.found, all.notes, List.of());
    }

    private void compare(String name, CallSource a, CallSource b) throws IOException, BoardUnavailable {
        progress.accept(name);
        Recording one = a.recording(name);
        if (one.skipped() != null) {
            others.computeIfAbsent(one.skipped(), why -> new ArrayList<>()).add(name);
            return;
        }
        if (a.isEnded()) {
            return;
        }
        Recording other = b.recording(name);
        if (b.isEnded()) {
            return;
        }
        Comparison comparison = Comparison.of(one, other);
        scripts.add(name);
        calls += comparison.calls();
        values += comparison.numbers();
        names.addAll(comparison.compared());
        comparison
                .notCompared()
                .forEach(part -> notes.add("not compared: " + (name.isEmpty() ? "" : name + ": ") + part));
        comparison
                .differences()
                .forEach(difference -> found.add(found(difference, name.isEmpty() ? null : Path.of(name))));
    }

    private FoundDifference found(Difference difference, Path script) {
        return new FoundDifference(
                Aspect.CALLS,
                source.isCounted() ? "calls" : "calls made by tests that failed on both sides",
                difference.name(),
                script,
                difference.site().toString(),
                difference.first(),
                difference.second(),
                "",
                List.of(),
                source.isCounted());
    }

    static String shown(String answer) {
        String line = answer.isEmpty() ? "nothing" : answer.replace("\n", "\n      ");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
    }
}
