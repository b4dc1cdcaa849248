package org.kvmsh.dsl.lang.js;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.graalvm.polyglot.Value;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.code.Assembled;
import org.kvmsh.bindings.code.Disassembly;
import org.kvmsh.bindings.code.Instruction;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.ExitFields;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.call.ProposalCall;
import org.kvmsh.dsl.call.StructValue;
import org.kvmsh.dsl.inspect.GuestBytes;
import org.kvmsh.dsl.lang.RegisterAdvice;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.machine.run.StartedRun;
import org.kvmsh.dsl.machine.vcpu.Registers;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.patch.PatchDefined;
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

    private final Map<String, Reading> readings = new HashMap<>();

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
        ALL.put(ProposalCall.class, new OfProposalCall());
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
        return ALL.computeIfAbsent(exit.getClass(), type -> new JsExitMembers(exit.members()));
    }

    /** The members of the classes whose values have no words. */
    static Map<Class<?>, Collection<String>> named() {
        Map<Class<?>, Collection<String>> named = new HashMap<>();
        ALL.forEach((type, members) -> {
            if (members instanceof Of<?>) {
                named.put(type, members.readings.keySet());
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
        return new TreeSet<>(readings.keySet());
    }

    boolean has(Object host, String name) {
        return readings.containsKey(name);
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
        return readings.get(name).of(host, side);
    }

    final ScriptError missing(Object host, String name) {
        Collection<String> names = names(host);
        String register = RegisterAdvice.note(host.getClass(), name);
        if (!register.isEmpty()) {
            return new ScriptError(Site.UNKNOWN, "unknown name '" + name + "'", register);
        }
        return new ScriptError(
                Site.UNKNOWN,
                "unknown name '" + name + "'",
                Nearest.note(name, names),
                names.isEmpty() ? "" : "it has: " + String.join(", ", names));
    }

    void put(Object host, String name, Object value) {
        String register = RegisterAdvice.note(host.getClass(), name);
        throw new ScriptError(
                Site.UNKNOWN, name + " cannot be set here", register.isEmpty() ? "" : register + " = VALUE");
    }

    /** Members of a class, each with what reads it. */
    private static final class Of<T> extends Members {
        private Of<T> with(String name, Reading reading) {
            super.readings.put(name, reading);
            return this;
        }

        /** Handlers read at every exit: the name is looked up once. */
        @Override
        Object read(Object host, String name, ScriptSide side) {
            Reading reading = super.readings.get(name);
            if (reading == null) {
                throw super.missing(host, name);
            }
            return reading.of(host, side);
        }

        @SuppressWarnings("unchecked")
        private T mine(Object host) {
            return (T) host;
        }

        /** A value; a long is 64 bits of the guest's or the kernel's. */
        Of<T> value(String name, Function<T, Object> read) {
            return with(name, (host, side) -> side.values().out(read.apply(mine(host))));
        }

        /** A number that is not a 64-bit kernel field. */
        Of<T> count(String name, ToLongFunction<T> read) {
            return with(name, (host, side) -> side.values().count(read.applyAsLong(mine(host))));
        }

        /** A function. */
        Of<T> call(String name, Calling<T> make) {
            return with(
                    name,
                    (host, side) -> new WordFunction(name, given -> {
                        List<Object> arguments = new ArrayList<>();
                        for (var value : given) {
                            arguments.add(side.values().in(value));
                        }
                        Object answer = make.of(mine(host), new Arguments(name, arguments));
                        // The number that an ioctl returns with a struct is an int, or a descriptor.
                        return name.equals("ioctl") && answer instanceof Long number
                                ? side.values().count(number)
                                : side.values().out(answer);
                    }));
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

    /** A machine runs where the script's thread serves its handlers. */
    private static final class OfMachine extends OfWords {
        @Override
        Object get(Object host, String name, ScriptSide side) {
            if (name.equals("more")) {
                return new WordFunction(name, given -> {
                    side.calls().more((Machine) host, given);
                    return null;
                });
            }
            if (name.equals("start")) {
                return new WordFunction(
                        name,
                        given -> side.values()
                                .out(ScriptThread.current()
                                        .start(
                                                (Machine) host,
                                                how(side, given),
                                                side.values().deferred())));
            }
            if (name.equals("join")) {
                return new WordFunction(
                        name,
                        given -> side.values()
                                .out(ScriptThread.current().join(((Machine) host).started(), how(side, given))));
            }
            if (name.equals("stop")) {
                return new WordFunction(name, none -> {
                    ScriptThread.current().stop((Machine) host);
                    return null;
                });
            }
            if (name.equals("close")) {
                return new WordFunction(name, none -> {
                    ScriptThread.current().close((Machine) host);
                    return null;
                });
            }
            return name.equals("run")
                    ? new WordFunction(
                            name,
                            given -> side.values()
                                    .out(ScriptThread.current()
                                            .run(
                                                    (Machine) host,
                                                    how(side, given),
                                                    side.values().deferred())))
                    : super.get(host, name, side);
        }
    }

    private static Map<String, ?> how(ScriptSide side, Value... given) {
        return given.length == 0
                ? Map.of()
                : new Arguments("run", List.of(side.values().in(given[0]))).named(0);
    }

    /** A started run's handlers are served by the thread that waits for it. */
    private static final class OfStartedRun extends OfWords {
        @Override
        Object get(Object host, String name, ScriptSide side) {
            return switch (name) {
                case "join" ->
                    new WordFunction(
                            name,
                            given -> side.values()
                                    .out(ScriptThread.current().join((StartedRun) host, how(side, given))));
                case "over" -> ScriptThread.current().isOver((StartedRun) host);
                default -> super.get(host, name, side);
            };
        }
    }

    private interface Calling<T> {
        Object of(T host, Arguments arguments);
    }

    /** Registers by the names of the architecture, which they check themselves. */
    private static final class OfRegisters extends Members {
        @Override
        boolean has(Object host, String name) {
            return true;
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
            return field((ExitFields) host, name, ((ExitFields) host).get(name), side);
        }

        @Override
        void put(Object host, String name, Object value) {
            if (!has(host, name)) {
                throw missing(host, name);
            }
            ((ExitFields) host).set(name, Bits64.of(value, name, Site.UNKNOWN));
        }
    }

    /** Fields by the kernel's names; what has 64 bits there has them here. */
    private static final class OfStruct extends Members {
        @Override
        boolean has(Object host, String name) {
            return true;
        }

        @Override
        Object get(Object host, String name, ScriptSide side) {
            StructValue struct = (StructValue) host;
            Object value = struct.get(name);
            return struct.isWide(name) ? side.values().out(value) : narrow(value, side.values());
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
            if (super.names(host).contains(name)) {
                return super.get(host, name, side);
            }
            ProposalCall call = (ProposalCall) host;
            Object value = call.get(name);
            return call.isWide(name) ? side.values().out(value) : narrow(value, side.values());
        }

        @Override
        void put(Object host, String name, Object value) {
            ((ProposalCall) host).set(name, value);
        }
    }

    /** Whether fields in kvm_run have a number or a group of this name. */
    static boolean isField(ExitFields fields, String name) {
        return fields.has(name) || fields.isGroup(name);
    }

    /** The value of a field; a number of fewer than 64 bits is an ordinary one. */
    static Object field(ExitFields fields, String name, Object value, ScriptSide side) {
        return value instanceof Long && !fields.isWide(name)
                ? narrow(value, side.values())
                : side.values().out(value);
    }

    /** Numbers of fewer than 64 bits. */
    static Object narrow(Object value, ValueConverter crossing) {
        if (value instanceof Long number) {
            return crossing.count(number);
        }
        return crossing.out(value);
    }

    /** The arguments that a function of an object was called with. */
    record Arguments(String name, List<Object> all) {
        int size() {
            return all.size();
        }

        boolean isEmpty() {
            return all.isEmpty();
        }

        Object get(int index) {
            if (index >= all.size()) {
                throw new ScriptError(
                        Site.UNKNOWN, name + " needs " + (index + 1) + (index == 0 ? " argument" : " arguments"));
            }
            return all.get(index);
        }

        long bits(int index, String what) {
            return Bits64.of(get(index), what, Site.UNKNOWN);
        }

        byte[] bytes(int index) {
            if (get(index) instanceof byte[] raw) {
                return raw;
            }
            throw new ScriptError(Site.UNKNOWN, name + " takes bytes", "try: bytes('text'), or Uint8Array.of(1, 2)");
        }

        @SuppressWarnings("unchecked")
        Map<String, ?> named(int index) {
            if (get(index) instanceof Map<?, ?> map) {
                return (Map<String, ?>) map;
            }
            throw new ScriptError(
                    Site.UNKNOWN, name + " takes named arguments", "try: m.run({until: hlt, within: seconds(2)})");
        }
    }
}
