package org.kvmsh.dsl.reference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values that words return, as values.md has them: the page of each, its name in English and its text. */
final class ValueTexts {
    private static final String PAGE = "# ";
    private static final String VALUE = "## ";
    /** The link to another value, by its type: {@code {Machine}}. */
    private static final Pattern TYPE = Pattern.compile("\\{([A-Z]\\w+)}");
    /** What GitHub leaves out of a heading's anchor. */
    private static final Pattern NOT_IN_ANCHORS = Pattern.compile("[^\\p{L}\\p{N}_ -]");

    /**
     * A value.
     *
     * @param page its page's title
     * @param type its type in JavaScript's declarations
     * @param name its name in English, without an article
     * @param body Markdown
     */
    record ValueText(String page, String type, String name, String body) {
        String title() {
            return "The " + name;
        }

        String link() {
            return ValueTexts.link("the " + name, page, title());
        }

        /** What the value is looked up by. */
        List<String> names() {
            return List.of(name, type);
        }
    }

    private final Map<String, ValueText> all = read();

    private static Map<String, ValueText> read() {
        Map<String, ValueText> all = new LinkedHashMap<>();
        WordDetails.sections("values.md", PAGE, VALUE).forEach(section -> {
            String[] value = section.heading().split(": ", 2);
            all.put(value[0], new ValueText(section.group(), value[0], value[1], section.body()));
        });
        return all;
    }

    /** The values, in the order of their pages. */
    Iterable<ValueText> all() {
        return all.values();
    }

    /** Null for a type that is not a value of the reference. */
    ValueText of(Class<?> type) {
        return all.get(type.getSimpleName());
    }

    /** A text in which each type is a link to its value. */
    String linked(String text) {
        return TYPE.matcher(text)
                .replaceAll(found ->
                        Matcher.quoteReplacement(all.get(found.group(1)).link()));
    }

    /** A link to what a heading of a page begins. */
    static String link(String text, String page, String heading) {
        return "[" + text + "](" + file(page) + "#" + anchor(heading) + ")";
    }

    /** The file of a page: {@code guest-memory.md}. */
    static String file(String page) {
        return anchor(page) + ".md";
    }

    /** A heading's anchor, as GitHub makes it. */
    static String anchor(String heading) {
        return NOT_IN_ANCHORS
                .matcher(heading.toLowerCase(Locale.ROOT))
                .replaceAll("")
                .replace(' ', '-');
    }
}
