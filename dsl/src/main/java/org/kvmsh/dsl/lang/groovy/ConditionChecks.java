package org.kvmsh.dsl.lang.groovy;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.expr.ArrayExpression;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.ConstructorCallExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.LambdaExpression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.MethodPointerExpression;
import org.codehaus.groovy.ast.expr.PostfixExpression;
import org.codehaus.groovy.ast.expr.PrefixExpression;
import org.codehaus.groovy.ast.expr.RangeExpression;
import org.codehaus.groovy.ast.stmt.AssertStatement;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.EmptyStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.IfStatement;
import org.codehaus.groovy.ast.stmt.LoopingStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.ast.stmt.SwitchStatement;
import org.codehaus.groovy.ast.stmt.ThrowStatement;
import org.codehaus.groovy.ast.stmt.TryCatchStatement;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.syntax.Types;
import org.kvmsh.dsl.lang.NoCondition;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.ValueInWords;

/**
 * Rejects a line of an {@code expect} block that is no condition: a list, a block, a statement, {@code m.regs.rax = 5},
 * which would set the register.
 */
final class ConditionChecks extends ScriptPass {
    private static final Map<Class<? extends Expression>, NoCondition> KINDS = Map.of(
            ListExpression.class,
            NoCondition.LIST,
            RangeExpression.class,
            NoCondition.LIST,
            ArrayExpression.class,
            NoCondition.LIST,
            MapExpression.class,
            NoCondition.MAP,
            ClosureExpression.class,
            NoCondition.BLOCK,
            LambdaExpression.class,
            NoCondition.BLOCK,
            MethodPointerExpression.class,
            NoCondition.BLOCK,
            GStringExpression.class,
            NoCondition.TEXT,
            ConstructorCallExpression.class,
            NoCondition.OBJECT);
    private static final Map<Class<? extends Statement>, String> STATEMENTS = Map.of(
            IfStatement.class,
            "an if",
            SwitchStatement.class,
            "a switch",
            TryCatchStatement.class,
            "a try",
            ThrowStatement.class,
            "a throw",
            AssertStatement.class,
            "an assert",
            ReturnStatement.class,
            "a return before the last line");
    /** The kinds that a type tells as a value does. */
    private static final Set<NoCondition> KNOWN = EnumSet.of(
            NoCondition.NUMBER,
            NoCondition.TEXT,
            NoCondition.MEMORY,
            NoCondition.OUTCOME,
            NoCondition.LIST,
            NoCondition.MAP);

    private static final Set<String> UNKNOWN_TYPES =
            Set.of("java.lang.Object", "java.lang.Boolean", "boolean", "void", Matcher.class.getName());

    ConditionChecks(SourceUnit unit, ClassNode type) {
        super(unit, type);
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        super.visitMethodCallExpression(call);
        if (ScriptMarks.isExpectation(call)) {
            SyntaxNodes.arguments(call, ClosureExpression.class).forEach(this::check);
        }
    }

    private void check(ClosureExpression block) {
        List<Statement> lines = block.getCode() instanceof BlockStatement body ? body.getStatements() : List.of();
        if (block instanceof LambdaExpression) {
            refuse(block, NoCondition.BLOCK.error(Site.UNKNOWN, "a lambda", true));
        } else if (lines.isEmpty()) {
            refuse(block, NoCondition.NOTHING.error(Site.UNKNOWN, true));
        }
        for (Statement line : lines) {
            boolean last = line == lines.get(lines.size() - 1);
            NoCondition without = withoutValue(line);
            Expression value = value(line);
            NoCondition kind = value == null ? null : kind(value);
            if (line instanceof ReturnStatement && !last || without == NoCondition.CONTROL) {
                String named = line instanceof LoopingStatement
                        ? "a loop"
                        : STATEMENTS.getOrDefault(line.getClass(), "a statement without a value");
                refuse(line, control(line).error(Site.UNKNOWN, named, true));
            } else if (without != null && (last || without == NoCondition.INCREMENT)) {
                refuse(((ExpressionStatement) line).getExpression(), without.error(Site.UNKNOWN, true));
            } else if (without == null && kind != null) {
                refuse(value, kind.error(Site.UNKNOWN, true));
            }
        }
    }

    private static NoCondition control(Statement line) {
        return line instanceof ThrowStatement ? NoCondition.THROW : NoCondition.CONTROL;
    }

    private static Expression value(Statement line) {
        return line instanceof ExpressionStatement expression
                ? expression.getExpression()
                : line instanceof ReturnStatement result ? result.getExpression() : null;
    }

    /**
     * The kind of a line that cannot be a condition, because it has no value or a value of another kind; null for any
     * other line.
     */
    static NoCondition withoutValue(Statement line) {
        if (line instanceof ExpressionStatement statement) {
            Expression expression = statement.getExpression();
            return expression instanceof DeclarationExpression
                    ? NoCondition.DECLARATION
                    : ScriptMarks.isAssignment(expression)
                            ? NoCondition.ASSIGNMENT
                            : expression instanceof PrefixExpression || expression instanceof PostfixExpression
                                    ? NoCondition.INCREMENT
                                    : null;
        }
        return line instanceof ReturnStatement || line instanceof EmptyStatement ? null : NoCondition.CONTROL;
    }

    /** The kind of an expression that is never true or false; null for any other, as far as its text tells. */
    private static NoCondition kind(Expression value) {
        if (value instanceof ConstantExpression constant) {
            return constant.getValue() instanceof Number
                    ? NoCondition.NUMBER
                    : constant.getValue() instanceof CharSequence ? NoCondition.TEXT : null;
        } else if (value instanceof MethodCallExpression call && call.isImplicitThis()) {
            return "attempt".equals(call.getMethodAsString())
                    ? NoCondition.ERRNO
                    : "refusal".equals(call.getMethodAsString()) ? NoCondition.REFUSAL : null;
        } else if (value instanceof BinaryExpression binary
                && binary.getOperation().getType() == Types.COMPARE_TO) {
            return NoCondition.NUMBER;
        }
        return KINDS.get(value.getClass());
    }

    /** The error of a condition whose type is known, and not that of a condition; null for any other. */
    static StaticRefusal ofType(ClassNode type, Expression at) {
        if (UNKNOWN_TYPES.contains(type.getName())
                || !type.isResolved()
                || type.isGenericsPlaceHolder()
                || ClassHelper.Boolean_TYPE.isDerivedFrom(type)
                || ClassHelper.Boolean_TYPE.implementsInterface(type)) {
            return null;
        }
        Class<?> known = ClassHelper.getWrapper(type).getTypeClass();
        NoCondition kind = KNOWN.contains(NoCondition.ofClass(known)) ? NoCondition.ofClass(known) : NoCondition.OBJECT;
        return StaticRefusal.of(
                kind == NoCondition.OBJECT
                        ? kind.error(Site.UNKNOWN, ValueInWords.kindOf(known), true)
                        : kind.error(Site.UNKNOWN, true),
                at);
    }
}
