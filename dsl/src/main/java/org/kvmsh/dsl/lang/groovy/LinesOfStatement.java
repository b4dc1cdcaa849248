package org.kvmsh.dsl.lang.groovy;

import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.control.SourceUnit;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Source;

/** The lines of the innermost statement that a line of a script is in. */
final class LinesOfStatement extends ClassCodeVisitorSupport {
    private final int line;
    private int first;
    private int last;

    private LinesOfStatement(int line) {
        this.line = line;
        this.last = line;
    }

    /** The last line of the statement; the line itself if no statement is known. */
    static int last(Source source, int line) {
        LinesOfStatement found = new LinesOfStatement(line);
        try {
            for (ClassNode type : ScriptSyntax.parse(source).getClasses()) {
                found.visitClass(type);
            }
        } catch (ScriptError e) {
            // A text that was compiled with other settings.
            return line;
        }
        return found.last;
    }

    @Override
    protected void visitStatement(Statement statement) {
        boolean isAround = statement.getLineNumber() <= line && line <= statement.getLastLineNumber();
        boolean isInner = statement.getLineNumber() > first
                || statement.getLineNumber() == first && statement.getLastLineNumber() < last;
        if (isAround && isInner && !(statement instanceof BlockStatement)) {
            first = statement.getLineNumber();
            last = statement.getLastLineNumber();
        }
    }

    @Override
    protected SourceUnit getSourceUnit() {
        return null;
    }
}
