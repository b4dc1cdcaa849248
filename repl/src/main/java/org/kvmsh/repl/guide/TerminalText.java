package org.kvmsh.repl.guide;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.text.WordUtils;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Block;
import org.commonmark.node.BulletList;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SourceSpan;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/** The guide's Markdown as lines for a terminal: paragraphs and lists are wrapped, code is left as it is. */
final class TerminalText extends AbstractVisitor {
    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(TablesExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .build();
    private static final String INDENT = "    ";

    private final int width;
    private final List<String> lines = new ArrayList<>();
    /** The beginning of the next line: the marker of its list item, or as many spaces. */
    private String marker = "";
    /** The beginning of the other lines of a list item. */
    private String hanging = "";
    /** The line of the source after the last block. */
    private int next;

    private TerminalText(int width) {
        this.width = width;
    }

    static Node parse(String markdown) {
        return PARSER.parse(markdown);
    }

    static List<String> of(String markdown, int width) {
        TerminalText text = new TerminalText(width);
        parse(markdown).accept(text);
        return text.lines;
    }

    @Override
    public void visit(Heading heading) {
        separate(heading);
        wrap(InlineText.of(heading));
    }

    @Override
    public void visit(Paragraph paragraph) {
        separate(paragraph);
        wrap(InlineText.of(paragraph));
    }

    @Override
    public void visit(FencedCodeBlock code) {
        code(code, code.getLiteral());
    }

    @Override
    public void visit(IndentedCodeBlock code) {
        code(code, code.getLiteral());
    }

    @Override
    public void visit(HtmlBlock html) {
        separate(html);
        html.getLiteral().lines().forEach(lines::add);
    }

    @Override
    public void visit(BulletList list) {
        items(list, 0);
    }

    @Override
    public void visit(OrderedList list) {
        items(list, list.getMarkerStartNumber());
    }

    /** @param first number of the first item; 0 for a list with dashes */
    private void items(Block list, int first) {
        String outer = hanging;
        int number = first;
        for (Node item = list.getFirstChild(); item instanceof ListItem; item = item.getNext()) {
            String begins = first == 0 ? "- " : number++ + ". ";
            marker = outer + begins;
            hanging = outer + " ".repeat(begins.length());
            visitChildren(item);
        }
        hanging = outer;
        marker = outer;
    }

    @Override
    public void visit(CustomBlock block) {
        if (block instanceof TableBlock) {
            separate(block);
            table(rows(block));
        }
    }

    /** The cells of a table, the heading's first. */
    static List<List<String>> rows(Node table) {
        List<List<String>> rows = new ArrayList<>();
        for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
            for (Node row = part.getFirstChild(); row instanceof TableRow; row = row.getNext()) {
                List<String> cells = new ArrayList<>();
                for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
                    cells.add(InlineText.of(cell));
                }
                rows.add(cells);
            }
        }
        return rows;
    }

    private void table(List<List<String>> rows) {
        int[] columns = new int[rows.get(0).size()];
        rows.forEach(row -> {
            for (int i = 0; i < row.size(); i++) {
                columns[i] = Math.max(columns[i], row.get(i).length());
            }
        });
        boolean fits = Arrays.stream(columns).sum() + 2 * columns.length <= width;
        List<String> headings = rows.get(0);
        rows.stream().skip(fits ? 0 : 1).forEach(row -> row(row, headings, columns, fits));
    }

    /**
     * In columns if they fit; otherwise the first cell is a line, and the others are below it, each after its heading
     * if there are several.
     */
    private void row(List<String> row, List<String> headings, int[] columns, boolean fits) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            if (fits) {
                line.append(row.get(i))
                        .append(" ".repeat(columns[i] - row.get(i).length() + 2));
            } else if (!row.get(i).isEmpty()) {
                String heading =
                        i == 0 || columns.length == 2 || headings.get(i).isEmpty() ? "" : headings.get(i) + ": ";
                wrap(heading + row.get(i), i == 0 ? "" : INDENT, i == 0 ? INDENT : INDENT + INDENT);
            }
        }
        if (fits) {
            lines.add(line.toString().stripTrailing());
        }
    }

    private void code(Block block, String literal) {
        separate(block);
        literal.stripTrailing().lines().forEach(line -> lines.add((hanging + INDENT + line).stripTrailing()));
    }

    /** An empty line where the source has one. */
    private void separate(Block block) {
        List<SourceSpan> spans = block.getSourceSpans();
        if (!lines.isEmpty() && spans.get(0).getLineIndex() > next) {
            lines.add("");
        }
        next = spans.get(spans.size() - 1).getLineIndex() + 1;
    }

    private void wrap(String text) {
        wrap(text, marker, hanging);
        marker = hanging;
    }

    private void wrap(String text, String first, String others) {
        lines.addAll(List.of((first + WordUtils.wrap(text, Math.max(1, width - others.length()), "\n" + others, false))
                .split("\n")));
    }
}
