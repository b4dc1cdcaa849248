package org.kvmsh.dsl.lang.js;

import com.oracle.js.parser.ir.AccessNode;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kvm.DescribedExit;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.ExitFields;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.UnknownRegister;
import org.kvmsh.dsl.bits.NamedBits;
import org.kvmsh.dsl.bits.NamedRegister;
import org.kvmsh.dsl.call.ProposalCall;
import org.kvmsh.dsl.call.StructValue;
import org.kvmsh.dsl.inspect.ExitNames;
import org.kvmsh.dsl.inspect.GuestBytes;
import org.kvmsh.dsl.inspect.KnownSymbols;
import org.kvmsh.dsl.lang.OtherTables;
import org.kvmsh.dsl.lang.RegisterAdvice;
import org.kvmsh.dsl.machine.vcpu.Registers;
import org.kvmsh.dsl.register.RegisterSet;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Vocabulary;

/** Checks the members that a script uses of values that are known before it runs. */
final class MemberChecks {
    /** The names that every object of JavaScript's has. */
    private static final Set<String> OF_ANY =
            Set.of("toString", "valueOf", "toJSON", "then", "constructor", "inspect", "hasOwnProperty");

    /** The members of registers that are none. */
    static final Set<String> OF_REGISTERS = Set.of("json", "copy", "diff");
    /** Their members depend on the value. */
    private static final Set<Class<?>> OPEN = Set.of(
            StructValue.class,
            ProposalCall.class,
            ExitFields.class,
            GuestBytes.class,
            KnownSymbols.class,
            NamedBits.class,
            NamedRegister.class);

    private static final Map<Class<?>, Collection<String>> WITHOUT_WORDS = Members.named();

    private final Abi abi;
    private final RegisterSet registers;
    private List<DescribedExit> exits;
    private List<DescribedExit> everywhere;

    MemberChecks(Abi abi) {
        this.abi = abi;
        this.registers = abi.hasStruct("kvm_regs") ? Architecture.of(abi).generalRegisters(abi) : null;
    }

    /** The exits of the board's architecture, described when the first handler is checked. */
    List<DescribedExit> exits() {
        if (exits == null) {
            exits = DescribedExit.of(List.of(abi));
        }
        return exits;
    }

    /** The error of a member, or null. */
    ScriptError check(StaticValue value, AccessNode member, Site site) {
        String name = member.getProperty();
        if (OF_ANY.contains(name)) {
            return null;
        } else if (value instanceof StaticValue.Words words) {
            return Vocabulary.methods(words.type()).containsKey(name)
                    ? null
                    : JsBlock.unknown(words.type(), name, site);
        } else if (value instanceof StaticValue.Fields struct) {
            return name.equals("answer") ? null : field(struct.layout(), name, site);
        } else if (value instanceof StaticValue.Exits exits) {
            return ofExit(exits, name, site);
        }
        return value instanceof StaticValue.Host host ? ofHost(host.type(), name, site) : null;
    }

    private ScriptError ofHost(Class<?> type, String name, Site site) {
        if (type == Registers.class) {
            return OF_REGISTERS.contains(name) ? null : register(name, site);
        }
        Collection<String> names = names(type);
        return names.isEmpty() || names.contains(name) ? null : UnknownMember.error(type, name, names, site);
    }

    private static Collection<String> names(Class<?> type) {
        return OPEN.contains(type) || Exit.class.isAssignableFrom(type)
                ? List.of()
                : WITHOUT_WORDS.getOrDefault(type, Vocabulary.methods(type).keySet());
    }

    /** The method that reads a member of a class without words; null for other members. */
    static Method reading(Class<?> type, String name) {
        return !WITHOUT_WORDS.getOrDefault(type, List.of()).contains(name)
                ? null
                : Stream.of(type.getMethods())
                        .filter(method -> method.getParameterCount() == 0
                                && method.getName().equals(name))
                        .findFirst()
                        .orElse(null);
    }

    /** The error of a register that vCPUs of no architecture have, or null. */
    ScriptError register(String name, Site site) {
        if (registers == null
                || registers.has(name)
                || OtherTables.withRegister(name).isPresent()) {
            return null;
        }
        try {
            UnknownRegister.check(name, registers, abi.arch(), site);
            return null;
        } catch (ScriptError e) {
            return e;
        }
    }

    /** The error of a register of any kind that vCPUs of no architecture have, or null. */
    ScriptError anyRegister(String name, Site site) {
        if (registers == null || RegisterAdvice.isRegister(name)) {
            return null;
        }
        try {
            Architecture.registersOf(abi).get(name, site);
            return null;
        } catch (ScriptError e) {
            return e;
        }
    }

    /** The error of a field that a struct has on no architecture, or null; one with pointers has other names too. */
    ScriptError field(Struct struct, String name, Site site) {
        if (struct.has(name)
                || !abi.pointers(struct).isEmpty()
                || OtherTables.withField(struct.name(), name).isPresent()) {
            return null;
        }
        List<String> known = struct.members().stream().map(Field::name).toList();
        return new ScriptError(
                site,
                "struct " + struct.name() + " has no field " + name,
                Nearest.note(name, known),
                "it has: " + String.join(", ", known));
    }

    private ScriptError ofExit(StaticValue.Exits value, String name, Site site) {
        Collection<String> names = names(value, exits());
        return value.exits().isEmpty()
                        || names.contains(name)
                        || names(value, everywhere()).contains(name)
                ? null
                : UnknownMember.error(value.exits().get(0).type(), name, names, site);
    }

    /** The exits of all architectures, each with the fields that it has on any. */
    private List<DescribedExit> everywhere() {
        if (everywhere == null) {
            everywhere = DescribedExit.of(Abi.tables().stream().map(Abi::of).toList());
        }
        return everywhere;
    }

    /** The members of an exit, or of a part of its fields, as some architectures have them. */
    private static Collection<String> names(StaticValue.Exits value, List<DescribedExit> described) {
        Collection<String> names = new TreeSet<>();
        for (DescribedExit exit : value.exits()) {
            if (value.prefix().isEmpty()) {
                names.addAll(ExitNames.ofClass(exit.type()));
            }
            described.stream()
                    .filter(other -> other.type() == exit.type())
                    .flatMap(other -> other.fields().stream())
                    .map(DescribedExit.Part::name)
                    .filter(field -> field.startsWith(value.prefix()))
                    .map(field -> field.substring(value.prefix().length()).replaceFirst("\\..*", ""))
                    .forEach(names::add);
        }
        return names;
    }
}
