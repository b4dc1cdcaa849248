package org.kvmsh.dsl.lang.js;

import com.oracle.js.parser.ir.AccessNode;
import com.oracle.js.parser.ir.CallNode;
import com.oracle.js.parser.ir.Expression;
import com.oracle.js.parser.ir.IdentNode;
import com.oracle.js.parser.ir.IndexNode;
import com.oracle.js.parser.ir.JoinPredecessorExpression;
import com.oracle.js.parser.ir.LiteralNode;
import com.oracle.js.parser.ir.ObjectNode;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.dsl.call.IoctlScope;
import org.kvmsh.dsl.lang.KernelNames;
import org.kvmsh.dsl.lang.OtherTables;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.MachineVcpu;
import org.kvmsh.dsl.machine.vcpu.Registers;
import org.kvmsh.dsl.word.Vocabulary;

/** Finds out what an expression's value is, from what words return and from what names are given. */
final class StaticValues {
    private static final Class<?> TOP = JsWords.table().blocks().get("");

    private final ScriptBindings bindings;
    private final Abi abi;
    /** Those whose value is being found out: one that is given its own value is not known. */
    private final Set<Binding> asked = new HashSet<>();

    StaticValues(ScriptBindings bindings, Abi abi) {
        this.bindings = bindings;
        this.abi = abi;
    }

    /** A word in a class, as a call names it. */
    record Called(Class<?> type, String word) {
        Method described() {
            return Vocabulary.methods(type).get(word);
        }

        /** Whether it is a word of a block, where a call without arguments uses a word that is read elsewhere. */
        boolean isOfBlock() {
            return type != TOP && JsWords.table().blocks().containsValue(type);
        }

        /** The methods that a call of the word may be of. */
        List<Method> ways() {
            return Arrays.stream(type.getMethods())
                    .filter(way -> way.getName().equals(word)
                            && !Modifier.isStatic(way.getModifiers())
                            && !way.isBridge()
                            && !way.isAnnotationPresent(Deprecated.class))
                    .toList();
        }
    }

    /** The word that a call is of; null for any other function. */
    Called called(CallNode call) {
        if (call.isNew()) {
            return null;
        }
        Expression function = call.getFunction();
        if (function instanceof IdentNode name) {
            boolean isWord =
                    bindings.of(name) == null && Vocabulary.methods(TOP).containsKey(name.getName());
            return isWord ? new Called(TOP, name.getName()) : null;
        }
        return function instanceof AccessNode member ? called(of(member.getBase()), member.getProperty()) : null;
    }

    private static Called called(StaticValue value, String word) {
        Class<?> type = value instanceof StaticValue.Host host
                ? host.type()
                : value instanceof StaticValue.Words words ? words.type() : null;
        return type != null && Vocabulary.methods(type).containsKey(word) ? new Called(type, word) : null;
    }

    StaticValue of(Expression expression) {
        if (expression instanceof IdentNode name) {
            Binding binding = bindings.of(name);
            return binding != null ? of(binding) : named(name.getName());
        } else if (expression instanceof AccessNode member) {
            return member(of(member.getBase()), member.getProperty());
        } else if (expression instanceof CallNode call) {
            return returned(call);
        } else if (expression instanceof IndexNode index) {
            return of(index.getBase()) instanceof StaticValue.Elements list ? list.element() : StaticValue.UNKNOWN;
        } else if (expression instanceof JoinPredecessorExpression joined) {
            return of(joined.getExpression());
        }
        return StaticValue.UNKNOWN;
    }

    /** The one kind of value that a name is given; unknown if there are several. */
    private StaticValue of(Binding binding) {
        if (binding.argument() != null) {
            return binding.argument();
        }
        if (!asked.add(binding)) {
            return StaticValue.UNKNOWN;
        }
        try {
            Set<StaticValue> values = new HashSet<>();
            binding.given().forEach(value -> values.add(of(value)));
            binding.lists()
                    .forEach(list -> values.add(
                            of(list) instanceof StaticValue.Elements elements
                                    ? elements.element()
                                    : StaticValue.UNKNOWN));
            return values.size() == 1 ? values.iterator().next() : StaticValue.UNKNOWN;
        } finally {
            asked.remove(binding);
        }
    }

    private static StaticValue named(String name) {
        if (name.equals(KernelNames.KVM)) {
            return new StaticValue.Host(IoctlScope.class);
        }
        Method word = Vocabulary.methods(TOP).get(name);
        return word != null && Vocabulary.isRead(word) ? StaticValue.returned(word) : StaticValue.UNKNOWN;
    }

    private StaticValue member(StaticValue value, String name) {
        if (value instanceof StaticValue.Host host) {
            if (host.type() == Registers.class && !MemberChecks.OF_REGISTERS.contains(name)) {
                return StaticValue.Plain.NUMBER;
            }
            Method word = Vocabulary.methods(host.type()).get(name);
            if (word != null && Vocabulary.isRead(word)) {
                return host.type() == MachineVcpu.class && name.equals("run")
                        ? fields(abi.struct("kvm_run"))
                        : StaticValue.returned(word);
            }
            Method member = word == null ? MemberChecks.reading(host.type(), name) : null;
            return member != null
                    ? StaticValue.returned(member)
                    : host.type() == Registers.class && name.equals("copy") ? host : StaticValue.UNKNOWN;
        } else if (value instanceof StaticValue.Exits exits) {
            return ofExit(exits, name);
        }
        return value instanceof StaticValue.Fields struct && struct.layout().has(name)
                ? field(struct.layout().field(name))
                : StaticValue.UNKNOWN;
    }

    private static StaticValue ofExit(StaticValue.Exits value, String name) {
        String part = value.prefix() + name + ".";
        boolean isPart = value.exits().stream()
                .flatMap(exit -> exit.fields().stream())
                .anyMatch(field -> field.name().startsWith(part));
        return isPart
                ? new StaticValue.Exits(value.exits(), part)
                : !value.prefix().isEmpty()
                        ? StaticValue.UNKNOWN
                        : name.equals("vcpu")
                                ? new StaticValue.Host(MachineVcpu.class)
                                : name.equals("machine") ? new StaticValue.Host(Machine.class) : StaticValue.UNKNOWN;
    }

    private StaticValue field(Field field) {
        StaticValue element = field.isScalar()
                ? StaticValue.Plain.NUMBER
                : abi.hasStruct(field.type()) ? fields(abi.struct(field.type())) : StaticValue.UNKNOWN;
        return field.count() == 1 ? element : new StaticValue.Elements(element);
    }

    private static StaticValue fields(Struct layout) {
        return layout == null ? StaticValue.UNKNOWN : new StaticValue.Fields(layout);
    }

    private StaticValue returned(CallNode call) {
        Called called = called(call);
        if (called == null) {
            return StaticValue.UNKNOWN;
        }
        switch (called.word()) {
            case "ioctl":
                return answer(call);
            case "struct":
                return fields(struct(call.getArgs()));
            case "copy":
                return called.type() == TOP && call.getArgs().size() == 1
                        ? of(call.getArgs().get(0))
                        : StaticValue.UNKNOWN;
            default:
        }
        Set<StaticValue> values = new HashSet<>();
        called.ways().stream()
                .filter(way -> way.getParameterCount() == call.getArgs().size())
                .forEach(way -> values.add(StaticValue.returned(way)));
        return values.size() == 1 ? values.iterator().next() : StaticValue.UNKNOWN;
    }

    /** The struct that an ioctl without an argument fills. */
    private StaticValue answer(CallNode call) {
        Ioctl ioctl = ioctl(call.getArgs());
        long plain = call.getArgs().stream()
                .filter(argument -> !(argument instanceof ObjectNode))
                .count();
        return ioctl == null || plain > 1 || ioctl.name().equals("KVM_RUN") || ioctl.data() == Direction.IN
                ? StaticValue.UNKNOWN
                : fields(ioctl.struct());
    }

    /** The ioctl that a call's first argument names; null if that is no name of one. */
    Ioctl ioctl(List<Expression> arguments) {
        String name = arguments.isEmpty() ? null : name(arguments.get(0));
        return name == null
                ? null
                : abi.hasIoctl(name)
                        ? abi.ioctl(name)
                        : OtherTables.withName(name)
                                .filter(other -> other.hasIoctl(name))
                                .map(other -> other.ioctl(name))
                                .orElse(null);
    }

    /** The struct that a call of {@code struct} names; null if that is no name of one. */
    Struct struct(List<Expression> arguments) {
        String name = arguments.isEmpty() ? null : name(arguments.get(0));
        return name == null
                ? null
                : abi.hasStruct(name)
                        ? abi.struct(name)
                        : OtherTables.withStruct(name)
                                .map(other -> other.struct(name))
                                .orElse(null);
    }

    private String name(Expression expression) {
        return expression instanceof IdentNode name && bindings.of(name) == null
                ? name.getName()
                : expression instanceof LiteralNode<?> text && text.isString() ? text.getString() : null;
    }

    /** The words of a block that a word has; null for a word with no block or a block of the outer words. */
    static Class<?> blockOf(String word) {
        Map<String, Class<?>> blocks = JsWords.table().blocks();
        return word.equals("plan") || word.equals("more") ? blocks.get("vm") : word.isEmpty() ? null : blocks.get(word);
    }
}
