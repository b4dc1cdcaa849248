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
        List<WordDetails> all = new ArrayList<>();
        String task = "";
        List<String> words = List.of();
        StringBuilder body = new StringBuilder();
        for (String line : text("words.md").lines().toList()) {
            if (line.startsWith(TASK) || line.startsWith(WORDS)) {
                add(all, task, words, body);
                words = line.startsWith(WORDS)
                        ? List.of(line.substring(WORDS.length()).split(", "))
                        : List.of();
                task = line.startsWith(TASK) ? line.substring(TASK.length()) : task;
            } else {
                body.append(line).append('\n');
            }
        }
        add(all, task, words, body);
        return all;
    }

    private static void add(List<WordDetails> all, String task, List<String> words, StringBuilder body) {
        if (!words.isEmpty()) {
            all.add(new WordDetails(task, words, body.toString().strip() + "\n"));
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
