package org.kvmsh.dsl.reference;

import java.util.List;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.ExitReasons;

/**
 * One entry of the reference, as Markdown: a word, a value, a member of a value, or an exit.
 *
 * @param page the title of the page that it is on
 * @param section the heading that it is under: the page's, or the value's
 * @param names what it is looked up by: {@code memory}, {@code mmio}
 * @param text the entry with its heading; its links lead to pages of the reference
 * @param value the names of the value that it describes or is a member of; empty for a word or an exit
 * @param index its lines in the index of the pages, with links to it; none for a member of a value
 */
public record ReferenceEntry(
        String page, String section, List<String> names, String text, List<String> value, List<String> index) {
    private static final Pattern LINK = Pattern.compile("\\[([^]]+)]\\([^)]+\\)");

    /** Its heading: the names of a word with their places, or an exit's constant. */
    public String title() {
        return text.lines().findFirst().orElse("").replaceFirst("^#+ ", "");
    }

    /** Whether it describes an exit. */
    public boolean isExit() {
        return title().startsWith(ExitReasons.PREFIX);
    }

    /** Whether it describes a value or one of its members. */
    public boolean isOfValue() {
        return !value.isEmpty();
    }

    /** The text for a place from which links of the pages lead nowhere. */
    public String unlinked() {
        return unlinked(text);
    }

    static String unlinked(String text) {
        return LINK.matcher(text).replaceAll("$1");
    }
}
