package org.kvmsh.dsl.lang.js;

import com.oracle.js.parser.TokenType;
import com.oracle.js.parser.ir.Expression;
import com.oracle.js.parser.ir.FunctionNode;
import com.oracle.js.parser.ir.IdentNode;
import com.oracle.js.parser.ir.LiteralNode;
import com.oracle.js.parser.ir.ObjectNode;
import com.oracle.js.parser.ir.PropertyNode;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kvm.DescribedExit;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.config.Handler;
import org.kvmsh.dsl.lang.js.StaticValues.Called;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.run.StartedRun;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Block;
import org.kvmsh.dsl.word.NamedArguments;
import org.kvmsh.dsl.word.VcpuWords;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/** Checks the arguments of words: how many there are, of which kinds, and the names of the named ones. */
final class WordUseChecks {
    /** Takes an error, null for none, of a position. */
    interface Report {
        void wrong(int position, Function<Site, ScriptError> error);
    }

    /**
     * Words of machines and started runs that JavaScript calls on the script's thread, with named arguments at most.
     */
    private static final Set<String> ON_THREAD = Set.of("run", "start", "join", "stop", "close", "more");

    private final ParsedScript script;
    private final ScriptBindings bindings;
    private final StaticValues values;
    private final MemberChecks members;
    private final Report report;

    WordUseChecks(
            ParsedScript script, ScriptBindings bindings, StaticValues values, MemberChecks members, Report report) {
        this.script = script;
        this.bindings = bindings;
        this.values = values;
        this.members = members;
        this.report = report;
    }

    void check(Called called, List<Expression> arguments, int position) {
        boolean spread = arguments.stream().anyMatch(argument -> argument.isTokenType(TokenType.SPREAD_ARGUMENT));
        if (spread || called.word().startsWith("print")) {
            return;
        }
        boolean onThread = (called.type() == Machine.class || called.type() == StartedRun.class)
                && ON_THREAD.contains(called.word());
        List<Method> ways = called.ways();
        if (ways.isEmpty() && !(called.isOfBlock() && isBare(called, arguments))) {
            checkRead(called, arguments, position);
            return;
        }
        List<Expression> ordered = arguments;
        List<Method> fitting = StaticFit.fitting(ways, ordered);
        if (fitting.isEmpty() && arguments.size() > 1) {
            ordered = namedFirst(arguments);
            fitting = StaticFit.fitting(ways, ordered);
        }
        if (fitting.isEmpty() && !onThread && !isBare(called, arguments)) {
            report.wrong(position, site -> notTaken(called, arguments, site));
            return;
        }
        for (int i = 0; i < ordered.size(); i++) {
            int index = i;
            List<Class<?>> types = fitting.stream()
                    .<Class<?>>map(way -> way.getParameterTypes()[index])
                    .toList();
            checkArgument(called, ordered, i, types);
        }
        if (called.word().equals("reg")) {
            arguments.forEach(this::checkRegister);
        }
    }

    /** A word that is only read, and whose value is no function. */
    private void checkRead(Called called, List<Expression> arguments, int position) {
        Method read = called.described();
        if (Vocabulary.isRead(read) && read.getReturnType() != Object.class) {
            report.wrong(
                    position,
                    site -> new ScriptError(
                            site,
                            called.word()
                                    + (arguments.isEmpty() ? " is read without parentheses" : " takes no arguments"),
                            "write: " + called.word()));
        }
    }

    /** The last object is the named arguments, which are first in Java. */
    private static List<Expression> namedFirst(List<Expression> arguments) {
        List<Expression> ordered = new ArrayList<>(arguments);
        for (int i = ordered.size() - 1; i > 0; i--) {
            if (ordered.get(i) instanceof ObjectNode || StaticFit.isUnknown(ordered.get(i))) {
                ordered.add(0, ordered.remove(i));
                break;
            }
        }
        return ordered;
    }

    /** A word that is used without arguments, or by true or false. */
    private static boolean isBare(Called called, List<Expression> arguments) {
        boolean bare = arguments.isEmpty()
                || arguments.size() == 1
                        && (StaticFit.isUnknown(arguments.get(0))
                                || arguments.get(0) instanceof LiteralNode<?> literal
                                        && literal.getValue() instanceof Boolean);
        return bare && Vocabulary.bare(called.type(), called.word()) != null;
    }

    private ScriptError notTaken(Called called, List<Expression> arguments, Site site) {
        Word word = Vocabulary.of(called.type()).get(called.word());
        return new ScriptError(
                site,
                called.word()
                        + (arguments.isEmpty()
                                ? " needs an argument"
                                : " does not take "
                                        + arguments.stream().map(this::text).collect(Collectors.joining(", "))),
                "try: " + JsSignature.of(word));
    }

    private String text(Expression argument) {
        if (argument instanceof FunctionNode) {
            return "a function";
        } else if (argument instanceof ObjectNode object) {
            return object.getElements().stream()
                    .map(property -> property.getKeyName() + ": …")
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return argument instanceof LiteralNode<?> text && text.isString()
                ? "'" + text.getString() + "'"
                : script.text().substring(argument.getStart(), argument.getFinish());
    }

    private void checkArgument(Called called, List<Expression> arguments, int index, List<Class<?>> types) {
        Expression argument = arguments.get(index);
        if (argument instanceof ObjectNode object) {
            Class<?> block = StaticValues.blockOf(called.word());
            if (types.contains(Map.class) || block == null) {
                checkNames(called, object, arguments);
            } else {
                checkWords(called.word(), block, object);
            }
        } else if (argument instanceof FunctionNode function) {
            Class<?> block = StaticValues.blockOf(called.word());
            if (types.contains(Handler.class)) {
                give(function, new StaticValue.Exits(exits(arguments), ""));
            } else if (block != null && (types.contains(Block.class) || types.isEmpty())) {
                give(function, new StaticValue.Words(block));
            }
        }
    }

    /** The register that a string names. */
    private void checkRegister(Expression argument) {
        if (argument instanceof LiteralNode<?> name && name.isString()) {
            report.wrong(name.getStart(), site -> members.anyRegister(name.getString(), site));
        }
    }

    private void give(FunctionNode function, StaticValue value) {
        List<Binding> parameters = bindings.parameters(function);
        if (!parameters.isEmpty() && parameters.get(0) != null) {
            parameters.get(0).argument(value);
        }
    }

    private void checkNames(Called called, ObjectNode object, List<Expression> arguments) {
        List<Expression> plain = arguments.stream()
                .filter(argument -> !(argument instanceof ObjectNode))
                .toList();
        boolean isOfVcpu = VcpuWords.class.isAssignableFrom(called.type());
        switch (called.word()) {
            case "ioctl" -> {
                Struct struct = plain.isEmpty() || values.ioctl(plain) == null
                        ? null
                        : values.ioctl(plain).struct();
                checkFields(struct, object);
            }
            case "struct" -> checkFields(values.struct(plain), object);
            case "regs" ->
                keys(object)
                        .forEach(key -> report.wrong(
                                key.getKey().getStart(),
                                site -> isOfVcpu ? members.register(key.getKeyName(), site) : null));
            case "reg" ->
                keys(object)
                        .forEach(key -> report.wrong(
                                key.getKey().getStart(), site -> members.anyRegister(key.getKeyName(), site)));
            default -> checkNames(called, object);
        }
    }

    private void checkFields(Struct struct, ObjectNode object) {
        if (struct != null) {
            keys(object)
                    .forEach(key -> report.wrong(
                            key.getKey().getStart(), site -> members.field(struct, key.getKeyName(), site)));
        }
    }

    private void checkNames(Called called, ObjectNode object) {
        List<String> known = Vocabulary.arguments(Vocabulary.of(called.type()).get(called.word()));
        if (known.isEmpty()) {
            return;
        }
        boolean isHandler = called.word().equals("on");
        keys(object).filter(key -> !known.contains(key.getKeyName())).forEach(key -> {
            String name = key.getKeyName();
            if (isHandler && name.equals("do")) {
                if (key.getValue() instanceof FunctionNode function) {
                    give(function, new StaticValue.Exits(exits(List.of(object)), ""));
                }
                return;
            }
            report.wrong(key.getKey().getStart(), site -> NamedArguments.unknown(called.word(), name, known, site));
        });
    }

    /** The keys of an object that are names. */
    private static Stream<PropertyNode> keys(ObjectNode object) {
        return object.getElements().stream()
                .filter(property -> !property.isComputed()
                        && !property.isRest()
                        && property.getKey() != null
                        && property.getKeyName() != null);
    }

    /** A block as an object, whose keys are its words. */
    private void checkWords(String word, Class<?> block, ObjectNode object) {
        keys(object).forEach(key -> {
            String name = key.getKeyName();
            boolean isOwnArgument =
                    word.equals("vcpu") && name.equals("id") || word.equals("device") && name.equals("type");
            if (isOwnArgument || key.getValue() == null) {
                return;
            }
            int position = key.getKey().getStart();
            if (!Vocabulary.methods(block).containsKey(name)) {
                report.wrong(position, site -> JsBlock.unknown(block, name, site));
            } else if (key.getValue() instanceof LiteralNode<?> list && list.isArray()) {
                list.getElementExpressions().forEach(each -> checkUse(new Called(block, name), each, position));
            } else {
                checkUse(new Called(block, name), key.getValue(), position);
            }
        });
    }

    /** A use of a word that is a key; of a value that is not known nothing is, as it may be a list. */
    private void checkUse(Called called, Expression value, int position) {
        if (value instanceof LiteralNode<?> several && several.isArray()) {
            if (!several.getElementExpressions().contains(null)) {
                check(called, several.getElementExpressions(), position);
            }
        } else if (value != null
                && !StaticFit.isUnknown(value)
                && !called.ways().isEmpty()) {
            check(called, List.of(value), position);
        }
    }

    /** The exits that a handler gets by the keys of its named arguments. */
    private List<DescribedExit> exits(List<Expression> arguments) {
        for (Expression argument : arguments) {
            if (argument instanceof ObjectNode object) {
                for (PropertyNode key : keys(object).toList()) {
                    KeyedExit keyed = Stream.of(KeyedExit.values())
                            .filter(each -> each.key().equals(key.getKeyName()))
                            .findFirst()
                            .orElse(null);
                    if (keyed != null) {
                        String reason = key.getValue() instanceof IdentNode name ? name.getName() : "";
                        return described(keyed, reason);
                    }
                }
            }
        }
        return List.of();
    }

    private List<DescribedExit> described(KeyedExit key, String reason) {
        return members.exits().stream().filter(exit -> exit.isFor(key, reason)).toList();
    }
}
