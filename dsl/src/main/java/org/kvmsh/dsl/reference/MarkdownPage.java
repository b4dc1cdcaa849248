package org.kvmsh.dsl.reference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The reference as one page: words, members of values, exits. */
public final class MarkdownPage {
    private MarkdownPage() { }

    /** Every entry, in the page's order. */
    public static List<ReferenceEntry> entries(Described vocabulary) {
        List<ReferenceEntry> entries = new ArrayList<>(new WordPages(vocabulary).entries());
        entries.addAll(ExitPages.entries());
        return entries;
    }

    public static String of(Described vocabulary) {
        StringBuilder page = new StringBuilder("# The words\n\nEvery word by task, then the members of the values that words answer, then the exits. Below the description are the word in one line of Groovy and one of\n"
                + "JavaScript; then its arguments, what it answers, its errors, and a script that runs as it is on the board named. `./kvmsh guide WORD` shows an entry.\n");
        Map<String, String> introductions = new HashMap<>(Map.of(ExitPages.SECTION, ExitPages.introduction()));
        vocabulary.values().forEach(value -> introductions.put(WordPages.section(value), sources(vocabulary.sources(value))));
        String section = "";
        for (ReferenceEntry entry : entries(vocabulary)) {
            if (!entry.section().equals(section)) {
                section = entry.section();
                page.append("\n## ").append(section).append('\n').append(introductions.containsKey(section) ? "\n" + introductions.get(section) : "");
            }
            page.append('\n').append(entry.text());
        }
        return page.toString();
    }

    private static String sources(List<String> words) {
        return words.isEmpty() ? "" : words.stream().collect(Collectors.joining("`, `", "From `", "`.\n"));
    }
}
