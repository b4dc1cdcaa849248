package org.kvmsh.repl.guide;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/** A paragraph, heading or table cell as one line of plain text; code keeps its backquotes, a link is its text. */
final class InlineText extends AbstractVisitor {
    private final StringBuilder text = new StringBuilder();

    private InlineText() {}

    static String of(Node block) {
        InlineText inline = new InlineText();
        inline.visitChildren(block);
        return inline.text.toString();
    }

    @Override
    public void visit(Text literal) {
        text.append(literal.getLiteral());
    }

    @Override
    public void visit(Code code) {
        text.append('`').append(code.getLiteral()).append('`');
    }

    @Override
    public void visit(SoftLineBreak lineBreak) {
        text.append(' ');
    }

    @Override
    public void visit(HardLineBreak lineBreak) {
        text.append(' ');
    }

    /** A power of two is written 2^40 in a terminal. */
    @Override
    public void visit(HtmlInline html) {
        text.append(
                switch (html.getLiteral()) {
                    case "<sup>" -> "^";
                    case "</sup>" -> "";
                    default -> html.getLiteral();
                });
    }
}
