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
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.Link;

/** The pages below docs that the guide's first page links to, and the terms of its glossary. */
final class GuidePages {
    private static final Path FOLDER = Path.of("guide");
    /** The heading of the table of how runs end. */
    private static final String ENDS = "| `until:` |";

    /**
     * A page.
     *
     * @param name its file's name without the ending, {@code first-hour}, or the directory's whose first page it is
     * @param title its title on the first page
     * @param task what a reader wants to do; empty for a page of reference
     * @param file path below docs
     */
    record Page(String name, String title, String task, String file) {
        String text() {
            return read(file);
        }
    }

    private final List<Page> pages = new ArrayList<>();

    GuidePages() {
        TerminalText.parse(read(FOLDER.resolve("README.md").toString())).accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                String file = FOLDER.resolve(link.getDestination()).normalize().toString();
                if (file.endsWith(".md")
                        && pages.stream().noneMatch(page -> page.file().equals(file))) {
                    pages.add(new Page(
                            Path.of(file.replace("/README.md", ".md"))
                                    .getFileName()
                                    .toString()
                                    .replaceFirst("\\.md$", ""),
                            InlineText.of(link),
                            task(link),
                            file));
                }
            }
        });
    }

    /** The cell before the link's, in a table of tasks. */
    private static String task(Link link) {
        return link.getParent() instanceof TableCell cell && cell.getPrevious() != null
                ? InlineText.of(cell.getPrevious())
                : "";
    }

    List<Page> all() {
        return pages;
    }

    /** The pages of a file's name, a title or a task; otherwise those whose title or task contains the text. */
    List<Page> find(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        List<Page> named = named(wanted);
        return !named.isEmpty()
                ? named
                : pages.stream()
                        .filter(page -> (page.title() + " " + page.task())
                                .toLowerCase(Locale.ROOT)
                                .matches("(?s).*\\b" + Pattern.quote(wanted) + "\\b.*"))
                        .toList();
    }

    /** The pages of a file's name, a title or a task. */
    List<Page> named(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return pages.stream()
                .filter(page -> !wanted.isEmpty()
                        && List.of(
                                        page.name(),
                                        page.title().toLowerCase(Locale.ROOT),
                                        page.task().toLowerCase(Locale.ROOT))
                                .contains(wanted))
                .toList();
    }

    /**
     * The description of an end of a run by this name, as Markdown: the row of the table of {@code until:}, all of it
     * for {@code until}; empty for another name.
     */
    String end(String name) {
        List<String> rows = read(FOLDER.resolve("tests.md").toString())
                .lines()
                .dropWhile(line -> !line.startsWith(ENDS))
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        List<String> found = rows.stream()
                .skip(2)
                .filter(row -> name.equals("until") || row.startsWith("| `" + name + "` |"))
                .toList();
        return found.isEmpty() ? "" : String.join("\n", rows.subList(0, 2)) + "\n" + String.join("\n", found) + "\n";
    }

    /** The glossary's text for each term. */
    Map<String, String> terms() {
        Map<String, String> terms = new LinkedHashMap<>();
        TerminalText.parse(read(FOLDER.resolve("glossary.md").toString())).accept(new AbstractVisitor() {
            @Override
            public void visit(CustomBlock table) {
                TerminalText.rows(table).stream().skip(1).forEach(row -> terms.put(row.get(0), row.get(1)));
            }
        });
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
