package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.Abi;

/** The hunks before the first line that names a file: a reviewer may begin to quote in the middle of the code. */
final class NamelessHunks {
    /** A statement of a function; headers of KVM's have none. */
    private static final Pattern STATEMENT = Pattern.compile(
            "\\s*(?:return\\b|goto\\s+\\w|case\\s.*:|default:|break;|(?:if|for|while|switch)\\s*\\().*");

    private final Map<Integer, List<Line>> hunks = new LinkedHashMap<>();
    private final Abi over;

    NamelessHunks(List<Line> lines, Abi over) {
        this.over = over;
        lines.stream()
                .filter(line -> line.file().isEmpty())
                .forEach(line -> hunks.computeIfAbsent(line.hunk(), key -> new ArrayList<>())
                        .add(line));
    }

    int firstLine() {
        return hunks.values().iterator().next().get(0).number();
    }

    /** Whether they can be a header's. */
    boolean isHeader() {
        if (hunks.values().stream()
                .flatMap(List::stream)
                .anyMatch(line -> line.mark() != '@'
                        && line.text().length() < Kept.LONGEST
                        && STATEMENT.matcher(line.text()).matches())) {
            return false;
        }
        Kept trial = new Kept();
        List<String> warnings = new ArrayList<>();
        try {
            hunks.values().forEach(hunk -> HeaderPart.keep(hunk, over, false, trial, warnings));
            Definitions.of(
                    FragmentReader.installed(),
                    trial,
                    over,
                    Definitions.Missing.LEFT_OUT,
                    new OtherArchitectures(over),
                    warnings);
            return true;
        } catch (PatchError e) {
            return false;
        }
    }
}
