package org.kvmsh.dsl.lang.js;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.graalvm.polyglot.Value;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.code.Assembled;
import org.kvmsh.bindings.code.Disassembly;
import org.kvmsh.bindings.code.Instruction;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.ExitFields;
import org.kvmsh.dsl.bits.NamedBits;
import org.kvmsh.dsl.bits.NamedRegister;
import org.kvmsh.dsl.call.ProposalCall;
import org.kvmsh.dsl.call.StructValue;
import org.kvmsh.dsl.inspect.GuestBytes;
import org.kvmsh.dsl.inspect.KnownSymbols;
import org.kvmsh.dsl.lang.RegisterAdvice;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.machine.run.StartedRun;
import org.kvmsh.dsl.machine.vcpu.Registers;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.patch.PatchDefined;
import org.kvmsh.dsl.variable.CPlace;
import org.kvmsh.dsl.variable.CStruct;
import org.kvmsh.dsl.variable.GuestVariable;
import org.kvmsh.dsl.word.Vocabulary;

/** The members that a script may use of objects of one class. */
class Members {
    /** A member's value, as the script gets it. */
    interface Reading {
        Object of(Object host, ScriptSide side);
    }

    private static final Map<Class<?>, Members> ALL = new ConcurrentHashMap<>();
    private static final Members NONE = new Members();
    private static final Members WORDS = new OfWords();

    static {
        ALL.put(Machine.class, new OfMachine());
        ALL.put(StartedRun.class, new OfStartedRun());
        of(Outcome.class)
                .value("exit", Outcome::exit)
                .count("vcpu", Outcome::vcpu)
                .value("detail", Outcome::detail)
                .count("exits", Outcome::exits)
                .value("ms", o -> o.took().toNanos() / 1e6)
                .value("line", Outcome::line)
                .value("code", Outcome::code)
                .value("breakpoint", Outcome::breakpoint)
                .value("watchpoint", Outcome::watchpoint)
                .value("report", Outcome::report)
                .value("json", Outcome::getJson);
        of(Assembled.class)
                .value("bytes", Assembled::bytes)
                .value("origin", Assembled::origin)
                .count("length", Assembled::length);
        of(Disassembly.class).value("instructions", Disassembly::instructions).value("missing", Disassembly::missing);
        of(Instruction.class)
                .value("address", Instruction::address)
                .value("bytes", Instruction::bytes)
                .value("mnemonic", Instruction::mnemonic)
                .value("operands", Instruction::operands)
                .value("text", Instruction::text);
        of(PatchDefined.class).value("help", PatchDefined::getHelp);
        of(Ioctl.class).value("name", Ioctl::name).count("request", ioctl -> Integer.toUnsignedLong(ioctl.request()));
        ALL.put(ExitFields.class, new OfExitFields());
        ALL.put(GuestBytes.class, new OfGuestBytes());
        ALL.put(Registers.class, new OfRegisters());
        ALL.put(StructValue.class, new OfStruct());
        ALL.put(KnownSymbols.class, new OfSymbols());
        ALL.put(CStruct.class, new OfVariableStruct());
        ALL.put(GuestVariable.class, new OfVariable());
        ALL.put(ProposalCall.class, new OfProposalCall());
        ALL.put(NamedBits.class, new OfNamedBits());
        ALL.put(NamedRegister.class, new OfNamedBits());
    }

    static Members of(Object host) {
        Members members = ALL.get(host.getClass());
        return members != null
                ? members
                : host instanceof Exit exit
                        ? ofExit(exit)
                        : Vocabulary.methods(host.getClass()).keySet().isEmpty() ? NONE : WORDS;
    }

    /** The members of an exit's class, put together when the first exit comes. */
    private static Members ofExit(Exit exit) {
        return ALL.computeIfAbsent(exit.getClass(), type -> new JsExitMembers<>(exit.members()));
    }

    /** The members of the classes whose values have no words, without exits, whose classes come as guests exit. */
    static Map<Class<?>, Collection<String>> named() {
        Map<Class<?>, Collection<String>> named = new HashMap<>();
        ALL.forEach((type, members) -> {
            if (members instanceof Of<?> values && !Exit.class.isAssignableFrom(type)) {
                named.put(type, values.readings.keySet());
            }
        });
        return named;
    }

    private static <T> Of<T> of(Class<T> type) {
        Of<T> members = new Of<>();
        ALL.put(type, members);
        return members;
    }

    Collection<String> names(Object host) {
        return List.of();
    }

    boolean has(Object host, String name) {
        return false;
    }

    /** Whether a name is one of those that are listed; an object that checks its names itself may take others too. */
    boolean lists(Object host, String name) {
        return has(host, name);
    }

    /** The value of a name; an unknown name is an error instead of undefined. */
    Object read(Object host, String name, ScriptSide side) {
        if (!has(host, name)) {
            throw missing(host, name);
        }
        return get(host, name, side);
    }

    /** The value of a member with a known name. */
    Object get(Object host, String name, ScriptSide side) {
        throw missing(host, name);
    }

    final ScriptError missing(Object host, String name) {
        return UnknownMember.error(host.getClass(), name, names(host), Site.UNKNOWN);
    }

    void put(Object host, String name, Object value) {
        String register = RegisterAdvice.note(host.getClass(), name);
        throw new ScriptError(
                Site.UNKNOWN, name + " cannot be set here", register.isEmpty() ? "" : register + " = VALUE");
    }

    /** Members of a class, each with what reads it. */
    static class Of<T> extends Members {
        private final Map<String, Reading> readings = new HashMap<>();

        @Override
        Collection<String> names(Object host) {
            return new TreeSet<>(readings.keySet());
        }

        @Override
        boolean has(Object host, String name) {
            return readings.containsKey(name);
        }

        /** Handlers read at every exit: the name is looked up once. */
        @Override
        Object read(Object host, String name, ScriptSide side) {
            Reading reading = readings.get(name);
            if (reading == null) {
                throw missing(host, name);
            }
            return reading.of(host, side);
        }

        final void with(String name, Reading reading) {
            readings.put(name, reading);
        }

        /** A value; a long is 64 bits of the guest's or the kernel's. */
        @SuppressWarnings("unchecked")
        final Of<T> value(String name, Function<T, Object> read) {
            with(name, (host, side) -> side.values().out(read.apply((T) host)));
            return this;
        }

        /** A number that is not a 64-bit kernel field. */
        @SuppressWarnings("unchecked")
        final Of<T> count(String name, ToLongFunction<T> read) {
            with(name, (host, side) -> side.values().count(read.applyAsLong((T) host)));
            return this;
        }
    }

    /** An object with words has these members. */
    private static class OfWords extends Members {
        @Override
        Collection<String> names(Object host) {
            return Vocabulary.methods(host.getClass()).keySet();
        }

        @Override
        boolean has(Object host, String name) {
            return Vocabulary.methods(host.getClass()).keySet().contains(name);
        }

        @Override
        Object get(Object host, String name, ScriptSide side) {
            return Vocabulary.isRead(Vocabulary.methods(host.getClass()).get(name))
                    ? side.calls().read(host, name)
                    : new WordFunction(name, given -> side.calls().call(host, name, given));
        }
    }

    /** Its length is that of an array for JavaScript. */
    private static final class OfGuestBytes extends OfWords {
        @Override
        void put(Object host, String name, Object value) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    name + " cannot be set here",
                    "try: m.mem(0x1000, 64)[1] = 42, or m.mem(0x1000, {hex: '2a 00'})");
        }
    }

    /** A function that acts on the script's thread. */
    private static WordFunction onThread(String name, Consumer<ScriptThread> act) {
        return new WordFunction(name, given -> {
            act.accept(ScriptThread.current());
            return null;
        });
    }

    /** A function that acts on the script's thread, with named arguments or none. */
    private static WordFunction onThread(
            String name, ScriptSide side, BiFunction<ScriptThread, Map<String, ?>, Object> act) {
        return new WordFunction(name, given -> side.values().out(act.apply(ScriptThread.current(), how(side, given))));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> how(ScriptSide side, Value... given) {
        if (given.length == 0) {
            return Map.of();
        }
        if (side.values().in(given[0]) instanceof Map<?, ?> named) {
            return (Map<String, ?>) named;
        }
        throw new ScriptError(
                Site.UNKNOWN, "run takes named arguments", "try: m.run({until: hlt, within: seconds(2)})");
    }

    /** A machine runs where the script's thread serves its handlers. */
    private static final class OfMachine extends OfWords {
        @Override
        Object get(Object host, String name, ScriptSide side) {
            Machine machine = (Machine) host;
            Deferred deferred = side.values().deferred();
            return switch (name) {
                case "more" ->
                    new WordFunction(name, given -> {
                        side.calls().more(machine, side.vmWords(), given);
                        return null;
                    });
                case "run" -> onThread(name, side, (thread, how) -> thread.run(machine, how, deferred));
                case "start" -> onThread(name, side, (thread, how) -> thread.start(machine, how, deferred));
                case "join" -> onThread(name, side, (thread, how) -> thread.join(machine.started(), how));
                case "stop" -> onThread(name, thread -> thread.stop(machine));
                case "close" -> onThread(name, thread -> thread.close(machine));
                default -> super.get(host, name, side);
            };
        }
    }

    /** A started run's handlers are served by the thread that waits for it. */
    private static final class OfStartedRun extends OfWords {
        @Override
        Object get(Object host, String name, ScriptSide side) {
            StartedRun run = (StartedRun) host;
            return switch (name) {
                case "join" -> onThread(name, side, (thread, how) -> thread.join(run, how));
                case "over" -> ScriptThread.current().isOver(run);
                default -> super.get(host, name, side);
            };
        }
    }

    /** Members of an object that checks their names itself, and may take others than it lists. */
    private abstract static class OfOwnNames extends Members {
        @Override
        boolean has(Object host, String name) {
            return true;
        }

        @Override
        boolean lists(Object host, String name) {
            return names(host).contains(name);
        }
    }

    /** Registers by the names of the architecture, which they check themselves. */
    private static final class OfRegisters extends OfOwnNames {
        @Override
        Collection<String> names(Object host) {
            return ((Registers) host).names();
        }

        /** Handlers read registers at every exit. */
        @Override
        boolean lists(Object host, String name) {
            return ((Registers) host).has(name);
        }

        @Override
        Object get(Object host, String name, ScriptSide side) {
            Registers registers = (Registers) host;
            return switch (name) {
                case "json" -> side.values().out(registers.getJson());
                case "copy" -> side.values().out(registers.getCopy());
                case "diff" ->
                    new WordFunction(
                            name,
                            given -> side.values()
                                    .out(registers.diff(
                                            given.length == 1 ? side.values().in(given[0]) : null)));
                default -> side.values().out(registers.get(name));
            };
        }

        @Override
        void put(Object host, String name, Object value) {
            ((Registers) host).set(name, value);
        }
    }

    /** Fields by the kernel's names; what has 64 bits there has them here. */
    private static final class OfStruct extends OfOwnNames {
        @Override
        boolean lists(Object host, String name) {
            return ((StructValue) host).layout().has(name);
        }

        @Override
        Object get(Object host, String name, ScriptSide side) {
            StructValue struct = (StructValue) host;
            return side.values().out(struct.get(name), struct.isWide(name));
        }

        @Override
        Collection<String> names(Object host) {
            return ((StructValue) host).names();
        }

        @Override
        void put(Object host, String name, Object value) {
            ((StructValue) host).set(name, value);
        }
    }

    /** The value of a variable of C. */
    private static Object valueAt(CPlace place, ScriptSide side) {
        return side.values().out(place.value(), place.isWide());
    }

    /** The symbols' own words, and the guest's variables. */
    private static final class OfSymbols extends OfWords {
        @Override
        boolean has(Object host, String name) {
            return true;
        }

        @Override
        Object get(Object host, String name, ScriptSide side) {
            return super.has(host, name)
                    ? super.get(host, name, side)
                    : valueAt(((KnownSymbols) host).variables().place(name), side);
        }

        @Override
        void put(Object host, String name, Object value) {
            ((KnownSymbols) host).set(name, value);
        }
    }

    /** The members of a struct of C. */
    private static final class OfVariableStruct extends OfOwnNames {
        @Override
        Collection<String> names(Object host) {
            return ((CStruct) host).names();
        }

        @Override
        Object get(Object host, String name, ScriptSide side) {
            return valueAt(((CStruct) host).member(name), side);
        }

        @Override
        void put(Object host, String name, Object value) {
            ((CStruct) host).set(name, value);
        }
    }

    /** A variable, whose value may be assigned. */
    private static final class OfVariable extends OfWords {
        @Override
        Object get(Object host, String name, ScriptSide side) {
            return name.equals("value") ? valueAt(((GuestVariable) host).place(), side) : super.get(host, name, side);
        }

        @Override
        void put(Object host, String name, Object value) {
            if (!name.equals("value")) {
                super.put(host, name, value);
            }
            ((GuestVariable) host).setValue(value);
        }
    }

    /** The members of a proposal's call: its own words, and the argument's fields as those of any struct. */
    private static final class OfProposalCall extends OfWords {
        @Override
        Collection<String> names(Object host) {
            List<String> names = new ArrayList<>(((ProposalCall) host).names());
            names.addAll(super.names(host));
            return names;
        }

        @Override
        boolean has(Object host, String name) {
            return true;
        }

        @Override
        Object get(Object host, String name, ScriptSide side) {
            ProposalCall call = (ProposalCall) host;
            return super.names(host).contains(name)
                    ? super.get(host, name, side)
                    : side.values().out(call.get(name), call.isWide(name));
        }

        @Override
        void put(Object host, String name, Object value) {
            ((ProposalCall) host).set(name, value);
        }
    }

    /** Registers with named bits, or one of them with its fields; what has fewer than 64 bits is a number. */
    private static final class OfNamedBits extends OfWords {
        @Override
        boolean has(Object host, String name) {
            return true;
        }

        @Override
        Object get(Object host, String name, ScriptSide side) {
            if (super.has(host, name) && !name.equals("value")) {
                return super.get(host, name, side);
            }
            return host instanceof NamedRegister register
                    ? side.values().out(register.member(name), register.isWide(name))
                    : side.values().out(((NamedBits) host).get(name), false);
        }
    }

    /** A struct or a union of an exit's fields. */
    private static final class OfExitFields extends Members {
        @Override
        Collection<String> names(Object host) {
            return ((ExitFields) host).roots();
        }

        @Override
        boolean has(Object host, String name) {
            return isField((ExitFields) host, name);
        }

        @Override
        Object get(Object host, String name, ScriptSide side) {
            ExitFields fields = (ExitFields) host;
            return field(fields, name, fields.get(name), side);
        }

        @Override
        void put(Object host, String name, Object value) {
            if (!has(host, name)) {
                throw missing(host, name);
            }
            ((ExitFields) host).set(name, Bits64.of(value, name, Site.UNKNOWN));
        }
    }

    /** Whether fields in kvm_run have a number or a group of this name. */
    static boolean isField(ExitFields fields, String name) {
        return fields.has(name) || fields.isGroup(name);
    }

    /** The value of a field, of which a number may have fewer than 64 bits. */
    static Object field(ExitFields fields, String name, Object value, ScriptSide side) {
        return side.values().out(value, !(value instanceof Long) || fields.isWide(name));
    }
}
