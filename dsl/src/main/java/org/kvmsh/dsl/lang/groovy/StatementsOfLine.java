package org.kvmsh.dsl.lang.groovy;

import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.control.SourceUnit;
import org.kvmsh.dsl.lang.VerdictWords;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Source;

/**
 * The statements on the line of a stack frame that are in the frame's method, or in its block. Not every statement is
 * marked, and a function that was called since has marks of its own.
 */
final class StatementsOfLine extends ClassCodeVisitorSupport {
    /** The class of a block: {@code Script1$_run_closure1$_closure2}. */
    private static final Pattern BLOCK = Pattern.compile("\\$_(?:(.+?)_)?(?:closure|lambda)\\d+");

    private final int line;
    private final int depth;
    private final TreeSet<Integer> columns = new TreeSet<>();
    private int visited;
    /** The column of the expectation around what is visited; 0 for none. */
    private int expectation;

    private StatementsOfLine(int line, int depth) {
        this.line = line;
        this.depth = depth;
    }

    /**
     * The column of the statement that a frame is in.
     *
     * @param marked the column that the last mark on the line has, or the line's first
     * @return that column if no other statement fits better
     */
    static int column(Source source, StackTraceElement frame, int marked) {
        String text = source.line(frame.getLineNumber());
        if (text.indexOf('{') < 0 && text.indexOf(';') < 0 && text.indexOf('<') < 0) {
            return marked;
        }
        String type = frame.getClassName();
        String method = frame.getMethodName();
        int depth = 0;
        Matcher block = BLOCK.matcher(type);
        while (block.find()) {
            method = depth == 0 ? block.group(1) : method;
            depth++;
        }
        StatementsOfLine found = new StatementsOfLine(frame.getLineNumber(), depth);
        try {
            found.visit(source, type.replaceFirst("\\$_.*", ""), method);
        } catch (ScriptError e) {
            // A text that was compiled with other settings.
            return marked;
        }
        return found.columns.isEmpty() || found.columns.contains(marked) ? marked : found.columns.first();
    }

    private void visit(Source source, String type, String method) {
        for (ClassNode each : ScriptSyntax.parse(source).getClasses()) {
            if (each.isScript()
                    ? !type.contains("$") && isScript(type)
                    : each.getName().equals(type)) {
                each.getMethods().stream()
                        .filter(own -> own.getName().equals(method))
                        .forEach(this::visitCode);
                if (method.equals("<init>")) {
                    each.getDeclaredConstructors().forEach(this::visitCode);
                }
            }
        }
    }

    private static boolean isScript(String type) {
        return type.matches("Script\\d+");
    }

    private void visitCode(MethodNode method) {
        if (method.getCode() != null) {
            method.getCode().visit(this);
        }
    }

    /** The lines of an expectation have its place where they are on its line. */
    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        int outer = expectation;
        if (VerdictWords.EXPECT.equals(call.getMethodAsString()) && call.getLineNumber() == line) {
            expectation = call.getColumnNumber();
        }
        super.visitMethodCallExpression(call);
        expectation = outer;
    }

    @Override
    public void visitClosureExpression(ClosureExpression block) {
        visited++;
        super.visitClosureExpression(block);
        visited--;
    }

    @Override
    protected void visitStatement(Statement statement) {
        if (visited == depth && statement.getLineNumber() == line && !(statement instanceof BlockStatement)) {
            columns.add(expectation > 0 ? expectation : statement.getColumnNumber());
        }
    }

    @Override
    protected SourceUnit getSourceUnit() {
        return null;
    }
}
