package org.kvmsh.repl.guide;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pages below docs that the guide's first page links to, and the terms of its glossary. */
final class GuidePages {
    private static final Pattern TASK = Pattern.compile("\\| ([^|]+?) \\| \\[([^]]+)]\\(([^)]+)\\) \\|");
    private static final Pattern LINK = Pattern.compile("\\[([^]]+)]\\(([^)]+\\.md)\\)");
    private static final Pattern TERM = Pattern.compile("\\| ([^|]+?) \\| ([^|]+?) \\|");
    private static final Path FOLDER = Path.of("guide");

    /**
     * A page.
     *
     * @param name  its file's name without the ending: {@code first-hour}
     * @param title as the first page calls it
     * @param task  what a reader wants to do; empty for a page of reference
     * @param file  below docs
     */
    record Page(String name, String title, String task, String file) {
        String text() {
            return read(file);
        }
    }

    private final List<Page> pages = new ArrayList<>();

    GuidePages() {
        String index = read(FOLDER.resolve("README.md").toString());
        Map<String, String> tasks = new LinkedHashMap<>();
        for (Matcher row = TASK.matcher(index); row.find();) {
            tasks.put(row.group(3), row.group(1));
        }
        for (Matcher link = LINK.matcher(index); link.find();) {
            String file = FOLDER.resolve(link.group(2)).normalize().toString();
            pages.add(new Page(Path.of(file).getFileName().toString().replaceFirst("\\.md$", ""), link.group(1).replaceAll("\\s+", " "), tasks.getOrDefault(link.group(2), ""), file));
        }
    }

    List<Page> all() {
        return pages;
    }

    /** The pages of a file's name, a title or a task; else those whose title or task has the text in it. */
    List<Page> find(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        List<Page> named = named(wanted);
        return !named.isEmpty() ? named : pages.stream().filter(page -> (page.title() + " " + page.task()).toLowerCase(Locale.ROOT).matches("(?s).*\\b" + Pattern.quote(wanted) + "\\b.*")).toList();
    }

    /** The pages of a file's name, a title or a task. */
    List<Page> named(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return pages.stream().filter(page -> !wanted.isEmpty() && List.of(page.name(), page.title().toLowerCase(Locale.ROOT), page.task().toLowerCase(Locale.ROOT)).contains(wanted)).toList();
    }

    /** What the glossary says of each term. */
    Map<String, String> terms() {
        Map<String, String> terms = new LinkedHashMap<>();
        read(FOLDER.resolve("glossary.md").toString()).lines().skip(1).map(TERM::matcher).filter(Matcher::matches).filter(row -> !row.group(1).equals("term") && !row.group(1).startsWith("-"))
                .forEach(row -> terms.put(row.group(1), row.group(2)));
        return terms;
    }

    private static String read(String file) {
        try (InputStream in = GuidePages.class.getResourceAsStream("docs/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the guide links to " + file + ", which the build did not include");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
