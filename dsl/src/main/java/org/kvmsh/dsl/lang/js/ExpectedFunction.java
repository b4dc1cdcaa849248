package org.kvmsh.dsl.lang.js;

import com.oracle.js.parser.TokenType;
import com.oracle.js.parser.ir.BinaryNode;
import com.oracle.js.parser.ir.CallNode;
import com.oracle.js.parser.ir.ClassNode;
import com.oracle.js.parser.ir.EmptyNode;
import com.oracle.js.parser.ir.Expression;
import com.oracle.js.parser.ir.ExpressionStatement;
import com.oracle.js.parser.ir.FunctionNode;
import com.oracle.js.parser.ir.IdentNode;
import com.oracle.js.parser.ir.IfNode;
import com.oracle.js.parser.ir.LiteralNode;
import com.oracle.js.parser.ir.ObjectNode;
import com.oracle.js.parser.ir.ReturnNode;
import com.oracle.js.parser.ir.Statement;
import com.oracle.js.parser.ir.SwitchNode;
import com.oracle.js.parser.ir.TemplateLiteralNode;
import com.oracle.js.parser.ir.ThrowNode;
import com.oracle.js.parser.ir.TryNode;
import com.oracle.js.parser.ir.UnaryNode;
import com.oracle.js.parser.ir.VarNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kvmsh.dsl.lang.NoCondition;
import org.kvmsh.dsl.machine.expect.Unmet;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The lines of a function of {@code expect}, as its text has them: declarations, conditions, and what it returns. */
final class ExpectedFunction {
    private static final Map<Class<? extends Statement>, String> STATEMENTS = Map.of(
            IfNode.class,
            "an if",
            SwitchNode.class,
            "a switch",
            TryNode.class,
            "a try",
            ThrowNode.class,
            "a throw",
            ReturnNode.class,
            "a return before the last line");
    private static final Set<TokenType> ARITHMETIC = EnumSet.of(
            TokenType.SUB,
            TokenType.MUL,
            TokenType.DIV,
            TokenType.MOD,
            TokenType.EXP,
            TokenType.BIT_AND,
            TokenType.BIT_OR,
            TokenType.BIT_XOR,
            TokenType.SHL,
            TokenType.SAR,
            TokenType.SHR,
            TokenType.BIT_NOT);

    private static final String QUOTES = "'\"`";

    /** Its conditions that are statements: they have no effect on what the function returns. */
    private final List<Expression> lines = new ArrayList<>();

    private final ParsedScript script;
    private final String name;
    private final int bodyStart;
    private ScriptError wrong;

    /** @param name of the script */
    ExpectedFunction(FunctionNode function, ParsedScript script, String name) {
        this.script = script;
        this.name = name;
        this.bodyStart = start(function.getBody().getStart());
        List<Statement> body = function.getBody().getStatements().stream()
                .filter(statement -> !(statement instanceof EmptyNode))
                .toList();
        body.forEach(statement -> read(statement, statement == body.get(body.size() - 1)));
        if (body.isEmpty()) {
            wrong(NoCondition.NOTHING.error(at(function.getBody().getStart()), false));
        } else if (!(body.get(body.size() - 1) instanceof ReturnNode)) {
            wrong(returnsNothing(at(function.getBody().getStart())));
        }
    }

    /** The error of a function without a result. */
    static ScriptError returnsNothing(Site at) {
        return new ScriptError(
                at,
                "the function passed to expect must return true or false; this one returns nothing",
                new Unmet(),
                "try: expect(() => m.regs.rax == 42)");
    }

    /** Where an expression begins that has a position: to the parser, a string's is behind its quote. */
    int start(int position) {
        return position > 0 && QUOTES.indexOf(script.text().charAt(position - 1)) >= 0 ? position - 1 : position;
    }

    /** The position in the text at which its lines begin, or its only expression. */
    int bodyStart() {
        return bodyStart;
    }

    /** The error of the first line that is no condition; null if each may be one. */
    ScriptError wrong() {
        return wrong;
    }

    List<Expression> lines() {
        return lines;
    }

    private void wrong(ScriptError error) {
        wrong = wrong == null ? error : wrong;
    }

    private Site at(int position) {
        return script.site(name, position);
    }

    private void read(Statement statement, boolean last) {
        if (statement instanceof VarNode) {
            if (last) {
                wrong(NoCondition.DECLARATION.error(at(statement.getStart()), false));
            }
        } else if (statement instanceof ExpressionStatement line) {
            NoCondition kind = kind(line.getExpression());
            if (kind != null && (last || kind != NoCondition.ASSIGNMENT)) {
                wrong(kind.error(at(line.getStart()), false));
            }
            if (kind == null) {
                lines.add(line.getExpression());
            }
        } else if (statement instanceof ReturnNode result && last) {
            NoCondition kind = result.getExpression() == null ? null : kind(result.getExpression());
            if (result.getExpression() == null) {
                wrong(returnsNothing(at(statement.getStart())));
            } else if (kind != null) {
                wrong(kind.error(at(result.getExpression().getStart()), false));
            }
        } else {
            String named = statement.isLoop()
                            || STATEMENTS.get(statement.getClass()) == null
                                    && script.text().startsWith("for", statement.getStart())
                    ? "a loop"
                    : STATEMENTS.getOrDefault(statement.getClass(), "a statement without a value");
            NoCondition kind = statement instanceof ThrowNode ? NoCondition.THROW : NoCondition.CONTROL;
            wrong(kind.error(at(statement.getStart()), named, false));
        }
    }

    /** The kind of an expression that is never true or false; null for any other, as far as its text tells. */
    private static NoCondition kind(Expression value) {
        if (value instanceof UnaryNode unary) {
            return unary.isSelfModifying()
                    ? NoCondition.INCREMENT
                    : unary.isTokenType(TokenType.NEW)
                            ? NoCondition.OBJECT
                            : ARITHMETIC.contains(unary.tokenType())
                                    ? NoCondition.NUMBER
                                    : unary.isTokenType(TokenType.TYPEOF) ? NoCondition.TEXT : null;
        } else if (value instanceof BinaryNode binary) {
            return binary.isAssignment()
                    ? NoCondition.ASSIGNMENT
                    : ARITHMETIC.contains(binary.tokenType()) ? NoCondition.NUMBER : null;
        } else if (value instanceof CallNode call) {
            return call.isNew()
                    ? NoCondition.OBJECT
                    : !(call.getFunction() instanceof IdentNode word)
                            ? null
                            : word.getName().equals("attempt")
                                    ? NoCondition.ERRNO
                                    : word.getName().equals("refusal") ? NoCondition.REFUSAL : null;
        } else if (value instanceof LiteralNode<?> literal) {
            return literal.isArray()
                    ? NoCondition.LIST
                    : literal.isString()
                            ? NoCondition.TEXT
                            : literal.getValue() instanceof Number ? NoCondition.NUMBER : null;
        }
        return value instanceof ObjectNode
                ? NoCondition.MAP
                : value instanceof FunctionNode
                        ? NoCondition.BLOCK
                        : value instanceof ClassNode
                                ? NoCondition.BLOCK
                                : value instanceof TemplateLiteralNode.UntaggedTemplateLiteralNode
                                        ? NoCondition.TEXT
                                        : null;
    }
}
