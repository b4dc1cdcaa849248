package org.kvmsh.dsl.reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The reference's text about words besides their descriptions: arguments, results, errors and an example that can be
 * run alone.
 *
 * @param task what a reader wants to do with them
 * @param words each with the block that it is used in: {@code memory}, {@code vm.memory}, {@code js.KB} for JavaScript
 *     only
 * @param body Markdown
 */
record WordDetails(String task, List<String> words, String body) {
    private static final String TASK = "## ";
    private static final String WORDS = "### ";

    /** The details in words.md, in its order. */
    static List<WordDetails> all() {
        return sections("words.md", TASK, WORDS).stream()
                .map(section -> new WordDetails(
                        section.group(), List.of(section.heading().split(", ")), section.body()))
                .toList();
    }

    /** A section of a file of the reference, below a heading of the level above. */
    record Section(String group, String heading, String body) {}

    /**
     * The sections of a file of the reference.
     *
     * @param group the beginning of a heading of the level above
     * @param heading the beginning of a section's heading
     */
    static List<Section> sections(String file, String group, String heading) {
        List<Section> all = new ArrayList<>();
        String above = "";
        String own = "";
        StringBuilder body = new StringBuilder();
        for (String line : text(file).lines().toList()) {
            if (line.startsWith(group) || line.startsWith(heading)) {
                add(all, above, own, body);
                own = line.startsWith(heading) ? line.substring(heading.length()) : "";
                above = line.startsWith(group) ? line.substring(group.length()) : above;
            } else {
                body.append(line).append('\n');
            }
        }
        add(all, above, own, body);
        return all;
    }

    private static void add(List<Section> all, String group, String heading, StringBuilder body) {
        if (!heading.isEmpty()) {
            all.add(new Section(group, heading, body.toString().strip() + "\n"));
        }
        body.setLength(0);
    }

    /** The text of a file of the reference. */
    static String text(String file) {
        try (InputStream in = WordDetails.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
