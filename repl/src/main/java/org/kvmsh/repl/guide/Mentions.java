package org.kvmsh.repl.guide;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kvmsh.dsl.reference.ReferenceEntry;

/** The entries of the guide that describe something with a text: words first, then exits, terms and pages. */
final class Mentions {
    private static final String CODE = "    ";
    private static final String HEADING = "#";
    /** An ending of English, without which a verb or a noun is found in its other forms. */
    private static final Pattern ENDING = Pattern.compile("(?<=\\w{4})(?:s|ed|ing)$");

    private Mentions() {}

    /** What is found, by its name, with the line that has the text. */
    static Map<String, String> of(String text, List<ReferenceEntry> entries, GuidePages pages) {
        Pattern wanted = pattern(text);
        Map<String, String> found = new LinkedHashMap<>();
        // What an entry is comes before what it says of its arguments and errors.
        for (boolean first : List.of(true, false)) {
            entries.stream()
                    .filter(entry -> !entry.names().isEmpty())
                    .forEach(entry -> lines(entry, first)
                            .filter(line -> wanted.matcher(line).find())
                            .findFirst()
                            .ifPresent(line -> found.putIfAbsent(name(entry), line)));
        }
        pages.terms().forEach((term, meaning) -> {
            if (wanted.matcher(meaning).find()) {
                found.putIfAbsent(term, meaning);
            }
        });
        pages.all().stream()
                .filter(page -> wanted.matcher(page.title() + " " + page.task()).find())
                .forEach(page -> found.putIfAbsent(page.name(), page.task().isEmpty() ? page.title() : page.task()));
        return found;
    }

    /** Words that begin as the text does. */
    static Pattern pattern(String text) {
        return Pattern.compile(
                "\\b" + Pattern.quote(ENDING.matcher(text.strip()).replaceFirst("")), Pattern.CASE_INSENSITIVE);
    }

    /** An exit by the name that the kernel has for it. */
    private static String name(ReferenceEntry entry) {
        return entry.isExit()
                ? entry.title()
                : entry.isOfValue() ? entry.names().get(0) : String.join(", ", entry.names());
    }

    /** The description, or the other lines, without examples. */
    private static Stream<String> lines(ReferenceEntry entry, boolean first) {
        List<String> text = entry.unlinked()
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith(HEADING) && !line.startsWith(CODE))
                .map(line -> line.replaceFirst("^- ", "").replace("`", ""))
                .toList();
        return first ? text.stream().limit(1) : text.stream().skip(1);
    }
}
