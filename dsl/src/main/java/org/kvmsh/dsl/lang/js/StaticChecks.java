package org.kvmsh.dsl.lang.js;

import com.oracle.js.parser.ir.AccessNode;
import com.oracle.js.parser.ir.CallNode;
import com.oracle.js.parser.ir.ClassElement;
import com.oracle.js.parser.ir.Expression;
import com.oracle.js.parser.ir.FunctionNode;
import com.oracle.js.parser.ir.IdentNode;
import com.oracle.js.parser.ir.LexicalContext;
import com.oracle.js.parser.ir.ObjectNode;
import com.oracle.js.parser.ir.PropertyNode;
import com.oracle.js.parser.ir.ReturnNode;
import com.oracle.js.parser.ir.Statement;
import com.oracle.js.parser.ir.visitor.NodeVisitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.dsl.lang.KernelNames;
import org.kvmsh.dsl.lang.NoCondition;
import org.kvmsh.dsl.lang.OtherTables;
import org.kvmsh.dsl.lang.VerdictWords;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.script.ValueInWords;
import org.kvmsh.dsl.word.Vocabulary;

/**
 * Finds the errors of a JavaScript text that are certain before it runs: unknown names, words in the wrong block,
 * arguments and members that do not exist. A value that only the run knows is not checked.
 */
final class StaticChecks extends NodeVisitor<LexicalContext> {
    private final ParsedScript script;
    private final String name;
    private final ScriptBindings bindings;
    private final NamesElsewhere elsewhere;
    private final StaticValues values;
    private final MemberChecks members;
    private final WordUseChecks uses;
    private final TreeMap<Integer, ScriptError> errors = new TreeMap<>();

    private StaticChecks(ParsedScript script, Source source, Abi headers) {
        super(new LexicalContext());
        this.script = script;
        this.name = source.name();
        this.bindings = ScriptBindings.of(script);
        this.elsewhere = NamesElsewhere.of(bindings, source, headers);
        this.values = new StaticValues(bindings, elsewhere.abi());
        this.members = new MemberChecks(elsewhere.abi());
        this.uses = new WordUseChecks(script, bindings, values, members, this::wrong);
    }

    /**
     * The errors of a text, in its order.
     *
     * @param headers of the board
     * @param builtIn the names that JavaScript itself has
     */
    static List<ScriptError> of(ParsedScript script, Source source, Abi headers, Set<String> builtIn) {
        StaticChecks checks = new StaticChecks(script, source, headers);
        checks.bindings.undeclared().stream()
                .filter(name -> !builtIn.contains(name.getName()))
                .forEach(checks::checkName);
        script.visit(checks);
        return new ArrayList<>(checks.errors.values());
    }

    private void wrong(int position, Function<Site, ScriptError> error) {
        ScriptError found = error.apply(script.site(name, position));
        if (found != null) {
            errors.putIfAbsent(position, found);
        }
    }

    private void checkName(IdentNode used) {
        String word = used.getName();
        if (elsewhere.has(word)
                || Vocabulary.methods(JsWords.table().blocks().get("")).containsKey(word)
                || KernelNames.constants().containsKey(word)
                || KernelNames.isLookedUp(word) && isOfHeaders(word)) {
            return;
        }
        Set<String> own = bindings.ofTop();
        own.addAll(elsewhere.names());
        wrong(
                used.getStart(),
                site -> word.startsWith("KVM_")
                        ? KernelNames.unknown(word, elsewhere.abi(), site)
                        : unknown(word, script.text().startsWith("(", used.getFinish()), site, own));
    }

    private static ScriptError unknown(String word, boolean isCalled, Site site, Set<String> own) {
        ScriptError error = JsFailure.unknown(word, site, null, own);
        return !error.notes().isEmpty()
                ? error
                : new ScriptError(
                        site,
                        error.headline(),
                        isCalled ? "define it: function " + word + "() { }" : "declare it: const " + word + " = 0");
    }

    private boolean isOfHeaders(String kernelName) {
        return !kernelName.startsWith("KVM_")
                || elsewhere.abi().hasIoctl(kernelName)
                || elsewhere.abi().hasConstant(kernelName)
                || elsewhere.readsAnyPatch()
                || OtherTables.withName(kernelName).isPresent();
    }

    @Override
    public boolean enterPropertyNode(PropertyNode property) {
        return ScriptBindings.visitValue(property, this);
    }

    @Override
    public boolean enterClassElement(ClassElement element) {
        return ScriptBindings.visitValue(element, this);
    }

    @Override
    public boolean enterAccessNode(AccessNode member) {
        int position = member.getFinish() - member.getProperty().length();
        wrong(position, site -> members.check(values.of(member.getBase()), member, site));
        return true;
    }

    /** Before the functions among its arguments, whose parameters get what the word gives them. */
    @Override
    public boolean enterCallNode(CallNode call) {
        StaticValues.Called called = values.called(call);
        if (called != null) {
            int position = call.getFunction() instanceof AccessNode member
                    ? member.getFinish() - member.getProperty().length()
                    : call.getFunction().getStart();
            uses.check(called, call.getArgs(), position);
            if (called.word().equals(VerdictWords.EXPECT)) {
                checkCondition(call.getArgs());
            }
        }
        return true;
    }

    /** The result of a function of {@code expect}, of which {@link ExpectedFunction} knows what its text tells. */
    private void checkCondition(List<Expression> arguments) {
        boolean isCondition = !arguments.isEmpty() && !(arguments.get(0) instanceof ObjectNode);
        if (isCondition && arguments.get(arguments.size() - 1) instanceof FunctionNode function) {
            Statement last = function.getBody().getLastStatement();
            if (last instanceof ReturnNode result && result.getExpression() != null) {
                StaticValue value = values.of(result.getExpression());
                wrong(result.getExpression().getStart(), site -> noCondition(value, site));
            }
        }
    }

    /** The error of a value that is neither true nor false; null for one that may be. */
    private static ScriptError noCondition(StaticValue value, Site site) {
        Class<?> type = value instanceof StaticValue.Plain plain
                ? plain.type()
                : value instanceof StaticValue.Host host
                        ? host.type()
                        : value instanceof StaticValue.Elements ? List.class : null;
        if (type == null) {
            return null;
        }
        NoCondition kind = NoCondition.ofClass(type);
        return kind == NoCondition.OBJECT
                ? kind.error(site, ValueInWords.kindOf(type), false)
                : kind.error(site, false);
    }
}
