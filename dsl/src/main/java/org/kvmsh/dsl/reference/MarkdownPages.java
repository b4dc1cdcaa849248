package org.kvmsh.dsl.reference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The reference as pages: words by task, values, exits, and an index of all. */
public final class MarkdownPages {
    private static final String INDEX = "README.md";
    private static final String ENTRY = "### ";

    private final List<ReferenceEntry> entries;

    private MarkdownPages(Described vocabulary) {
        this.entries = new ArrayList<>(new WordPages(vocabulary).entries());
        entries.addAll(ExitPages.entries());
    }

    /** Every entry, in the pages' order. */
    public static List<ReferenceEntry> entries(Described vocabulary) {
        return new MarkdownPages(vocabulary).entries;
    }

    /** The pages by the names of their files, the index first. */
    public static Map<String, String> of(Described vocabulary) {
        MarkdownPages all = new MarkdownPages(vocabulary);
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put(INDEX, all.index());
        all.byPage().forEach((page, entries) -> pages.put(ValueTexts.file(page), page(page, entries)));
        return pages;
    }

    /** The pages one after another, with links within this one text. */
    public static String oneText(Described vocabulary) {
        return of(vocabulary).values().stream()
                .map(page -> page.replace("](" + INDEX, "](#the-words")
                        .replaceAll("]\\(([\\w-]+)\\.md\\)", "](#$1)")
                        .replaceAll("]\\([\\w-]+\\.md#", "](#"))
                .collect(Collectors.joining("\n"));
    }

    private Map<String, List<ReferenceEntry>> byPage() {
        Map<String, List<ReferenceEntry>> pages = new LinkedHashMap<>();
        entries.forEach(entry ->
                pages.computeIfAbsent(entry.page(), first -> new ArrayList<>()).add(entry));
        return pages;
    }

    private static String page(String title, List<ReferenceEntry> entries) {
        StringBuilder page = new StringBuilder("# " + title + "\n\n[All words](" + INDEX + ")\n");
        page.append(ExitPages.introduction(title));
        String section = title;
        for (ReferenceEntry entry : entries) {
            if (!entry.section().equals(section)) {
                section = entry.section();
                page.append("\n## ").append(section).append('\n');
            }
            page.append('\n').append(entry.text().replaceFirst("^" + ENTRY, "## "));
        }
        return page.toString();
    }

    private String index() {
        StringBuilder index = new StringBuilder("# The words\n\n"
                + "Every word by task, then the values that words return, with their members, then the exits. The"
                + " entry of a word has a\n"
                + "description, a one-line example in Groovy and one in JavaScript, the arguments, the result, the errors,"
                + " and a complete script with\n"
                + "the name of a board on which it runs.\n"
                + "`./kvmsh guide WORD` shows an entry.\n");
        byPage().forEach((page, entries) -> {
            index.append("\n## [")
                    .append(page)
                    .append("](")
                    .append(ValueTexts.file(page))
                    .append(")\n\n");
            entries.stream()
                    .flatMap(entry -> entry.index().stream())
                    .forEach(line -> index.append(line).append('\n'));
        });
        return index.toString();
    }
}
