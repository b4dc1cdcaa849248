package org.kvmsh.dsl.reference;

import java.util.ArrayList;
import java.util.List;

/** The reference as one page: words, members of values, exits. */
public final class MarkdownPage {
    private MarkdownPage() {}

    /** Every entry, in the page's order. */
    public static List<ReferenceEntry> entries(Described vocabulary) {
        List<ReferenceEntry> entries = new ArrayList<>(new WordPages(vocabulary).entries());
        entries.addAll(ExitPages.entries());
        return entries;
    }

    public static String of(Described vocabulary) {
        StringBuilder page = new StringBuilder("# The words\n\n"
                + "Every word by task, then the members of the values that words return, then the exits. Each"
                + " entry has a description; a one-line example in Groovy and one in\n"
                + "JavaScript; its arguments, its result, its errors, and a script that runs unchanged on the"
                + " board named. `./kvmsh guide WORD` shows an entry.\n");
        String section = "";
        for (ReferenceEntry entry : entries(vocabulary)) {
            if (!entry.section().equals(section)) {
                section = entry.section();
                page.append("\n## ")
                        .append(section)
                        .append('\n')
                        .append(section.equals(ExitPages.SECTION) ? "\n" + ExitPages.introduction() : "");
            }
            page.append('\n').append(entry.text());
        }
        return page.toString();
    }
}
