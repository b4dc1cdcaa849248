package org.kvmsh.repl.guide;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.text.WordUtils;

/** The guide's Markdown as lines for a terminal: paragraphs and lists are wrapped, code is left as it is. */
final class TerminalText {
    private static final Pattern LINK = Pattern.compile("\\[([^]]+)]\\([^)]*\\)");
    private static final Pattern POWER = Pattern.compile("<sup>(\\w+)</sup>");
    private static final Pattern ITEM = Pattern.compile("(- |\\d+\\. )(.*)");
    private static final Pattern RULE = Pattern.compile("[|: -]+");
    private static final String INDENT = "    ";

    private final int width;
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder paragraph = new StringBuilder();
    private final List<List<String>> table = new ArrayList<>();
    private String hanging = "";

    private TerminalText(int width) {
        this.width = width;
    }

    static List<String> of(String markdown, int width) {
        TerminalText text = new TerminalText(width);
        boolean fenced = false;
        for (String line : markdown.lines().toList()) {
            boolean fence = line.startsWith("```");
            if (fence || fenced) {
                text.end();
                fenced ^= fence;
                if (!fence) {
                    text.lines.add(INDENT + line);
                }
            } else {
                text.take(line);
            }
        }
        text.end();
        return text.lines;
    }

    private void take(String line) {
        Matcher item = ITEM.matcher(line);
        if (line.startsWith("|")) {
            endParagraph();
            row(line);
        } else if (line.isBlank()) {
            end();
            if (!lines.isEmpty() && !lines.get(lines.size() - 1).isEmpty()) {
                lines.add("");
            }
        } else if (line.startsWith("#")) {
            end();
            lines.add(plain(line.replaceFirst("^#+ *", "")));
        } else if (line.startsWith(INDENT) && paragraph.isEmpty()) {
            end();
            lines.add(line);
        } else if (item.matches()) {
            end();
            paragraph.append(item.group(1)).append(item.group(2));
            hanging = " ".repeat(item.group(1).length());
        } else {
            paragraph.append(paragraph.isEmpty() ? "" : " ").append(line.strip());
        }
    }

    private void row(String line) {
        if (!RULE.matcher(line).matches()) {
            // A bar between backquotes is text: `a|b` is written with a backslash.
            table.add(Arrays.stream(line.replaceAll("^\\|\\s*|\\s*\\|$", "").split("\\s*(?<!\\\\)\\|\\s*", -1)).map(cell -> plain(cell.replace("\\|", "|"))).toList());
        }
    }

    private void end() {
        endParagraph();
        if (table.isEmpty()) {
            return;
        }
        int[] columns = new int[table.stream().mapToInt(List::size).max().orElse(0)];
        table.forEach(row -> {
            for (int i = 0; i < row.size(); i++) {
                columns[i] = Math.max(columns[i], row.get(i).length());
            }
        });
        boolean fits = Arrays.stream(columns).sum() + 2 * columns.length <= width;
        table.forEach(row -> row(row, columns, fits));
        table.clear();
    }

    /** In columns if they fit; otherwise the first cell is a line, and the others are below it. */
    private void row(List<String> row, int[] columns, boolean fits) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            if (fits) {
                line.append(row.get(i)).append(" ".repeat(columns[i] - row.get(i).length() + 2));
            } else if (!row.get(i).isEmpty()) {
                wrap(row.get(i), i == 0 ? "" : INDENT, i == 0 ? INDENT : INDENT + INDENT);
            }
        }
        if (fits) {
            lines.add(line.toString().stripTrailing());
        }
    }

    private void endParagraph() {
        if (!paragraph.isEmpty()) {
            wrap(plain(paragraph.toString()), "", hanging);
            paragraph.setLength(0);
        }
        hanging = "";
    }

    private void wrap(String text, String first, String others) {
        lines.addAll(List.of((first + WordUtils.wrap(text, Math.max(1, width - others.length()), "\n" + others, false)).split("\n")));
    }

    private static String plain(String text) {
        return POWER.matcher(LINK.matcher(text).replaceAll("$1")).replaceAll("^$1");
    }
}
