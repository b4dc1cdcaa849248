package org.kvmsh.dsl.lang.js;

import com.oracle.js.parser.ir.Block;
import com.oracle.js.parser.ir.CallNode;
import com.oracle.js.parser.ir.Expression;
import com.oracle.js.parser.ir.FunctionNode;
import com.oracle.js.parser.ir.IdentNode;
import com.oracle.js.parser.ir.LabelNode;
import com.oracle.js.parser.ir.LexicalContext;
import com.oracle.js.parser.ir.Node;
import com.oracle.js.parser.ir.ObjectNode;
import com.oracle.js.parser.ir.Symbol;
import com.oracle.js.parser.ir.WithNode;
import com.oracle.js.parser.ir.visitor.NodeVisitor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.dsl.lang.CodeText;
import org.kvmsh.dsl.lang.VerdictWords;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.session.test.ExpectationPlace;

/**
 * Checks of a text's verdicts by its syntax: functions of {@code expect} that are no conditions, names that hide a
 * word, and where its expectations are.
 */
final class VerdictChecks extends NodeVisitor<LexicalContext> {
    private final ParsedScript script;
    private final String name;
    private final List<ExpectationPlace> places = new ArrayList<>();
    private final Deque<Integer> tests = new ArrayDeque<>();
    private ScriptError wrong;
    private int wrongAt = Integer.MAX_VALUE;

    private VerdictChecks(ParsedScript script, String name) {
        super(new LexicalContext());
        this.script = script;
        this.name = name;
    }

    /**
     * The positions of a text's expectations.
     *
     * @param script null if it cannot be parsed: no place is known
     * @param name of the text
     * @throws ScriptError for the first expectation that cannot be met, or name that hides one
     */
    static List<ExpectationPlace> check(ParsedScript script, String name) {
        if (script == null) {
            return List.of();
        }
        VerdictChecks checks = new VerdictChecks(script, name);
        script.visit(checks);
        if (checks.wrong != null) {
            throw checks.wrong;
        }
        return checks.places;
    }

    private void wrong(int position, ScriptError error) {
        if (error != null && position < wrongAt) {
            wrong = error;
            wrongAt = position;
        }
    }

    @Override
    public boolean enterCallNode(CallNode call) {
        if (isCallOf(VerdictWords.TEST, call)) {
            tests.push(script.site(name, call.getStart()).line());
        }
        if (isCallOf(VerdictWords.EXPECT, call)) {
            places.add(new ExpectationPlace(script.site(name, call.getStart()), tests.isEmpty() ? 0 : tests.peek()));
            List<Expression> given = call.getArgs();
            if (!given.isEmpty()
                    && !(given.get(0) instanceof ObjectNode)
                    && given.get(given.size() - 1) instanceof FunctionNode function
                    && !isDeferred(function)) {
                wrong(function.getStart(), new ExpectedFunction(function, script, name).wrong());
            }
        }
        return true;
    }

    /** The call itself refuses these, whatever their lines are. */
    private static boolean isDeferred(FunctionNode function) {
        return function.isAsync() || function.isGenerator();
    }

    @Override
    public Node leaveCallNode(CallNode call) {
        if (isCallOf(VerdictWords.TEST, call)) {
            tests.pop();
        }
        return call;
    }

    private static boolean isCallOf(String word, CallNode call) {
        return call.getFunction() instanceof IdentNode called
                && called.getName().equals(word)
                && !call.isNew();
    }

    /** Parameters are names of a block too. */
    @Override
    public boolean enterBlock(Block block) {
        for (Symbol symbol : block.getSymbols()) {
            if (VerdictWords.has(symbol.getName())) {
                hidden(
                        symbol.getName(),
                        Math.max(
                                0,
                                lc.getCurrentFunction() == null || !block.isFunctionBody() && !block.isParameterBlock()
                                        ? block.getStart()
                                        : lc.getCurrentFunction().getStart()),
                        symbol.isParam()
                                ? "a parameter"
                                : symbol.isHoistableDeclaration() ? "a function" : "a variable");
            }
        }
        return true;
    }

    @Override
    public boolean enterLabelNode(LabelNode label) {
        if (VerdictWords.has(label.getLabelName())) {
            wrong(
                    label.getStart(),
                    VerdictWords.label(
                            script.site(name, label.getStart()),
                            label.getLabelName(),
                            "expect(() => m.regs.rax == 42)"));
        }
        return true;
    }

    @Override
    public boolean enterWithNode(WithNode with) {
        wrong(
                with.getStart(),
                new ScriptError(
                        script.site(name, with.getStart()),
                        "'with' is not allowed: it can hide kvmsh words",
                        "write the object before each member: object.member"));
        return true;
    }

    private void hidden(String word, int from, String what) {
        Matcher use =
                Pattern.compile("(?<![\\w$.])" + word + "(?![\\w$])").matcher(CodeText.withTemplates(script.text()));
        int position = use.find(from) ? use.start() : from;
        wrong(position, VerdictWords.hidden(script.site(name, position), word, what));
    }
}
