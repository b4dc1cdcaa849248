package org.kvmsh.dsl.call;

import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.IoctlCommands;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * Any ioctl of the board's tables, with its argument in the script's form. Names that are not in the tables are refused
 * before a system call is made.
 */
public final class IoctlByName {
    /** The number of elements that a list filled by the kernel has room for at first, and at the most. */
    private static final int FIRST_ROOM = 64;

    private static final int MOST_ROOM = 1 << 16;

    private final Ioctl ioctl;
    /** Whether the tables have it on this kind of descriptor: others are left to the kernel. */
    private final boolean isHere;

    private final Abi abi;
    private final Object argument;
    private final Site site;
    /** Null if the argument is not a script's memory. */
    private final PointerCall pointer;

    private IoctlByName(Ioctl ioctl, int request, boolean isHere, Abi abi, Object argument, Site site) {
        this.ioctl = ioctl;
        this.isHere = isHere;
        this.pointer = PointerCall.of(ioctl, request, argument, site);
        this.abi = abi;
        this.argument = argument instanceof StructValue struct ? struct.copy() : argument;
        this.site = site;
    }

    /**
     * Checks a call on a kind of descriptor.
     *
     * @param named the ioctl, its name or its number
     * @param argument a map of fields, a struct, a number, memory, bytes, or null
     */
    public static IoctlByName check(Abi abi, FdKind on, Object named, Object argument, Site site) {
        int request = named instanceof Number number ? request(number, site) : 0;
        Ioctl ioctl = named instanceof Number
                ? abi.ioctl(on, request)
                : named instanceof Ioctl known ? own(abi, known) : byName(abi, String.valueOf(named), site);
        boolean isHere = ioctl != null && ioctl.on().contains(on);
        Ioctl meant = ioctl == null || ioctl.struct() == null ? ioctl : meant(ioctl, abi, argument);
        IoctlByName call =
                new IoctlByName(meant, ioctl == null ? request : ioctl.request(), isHere, abi, argument, site);
        call.checkArgument();
        return call;
    }

    /** An ioctl that takes one of several structs, with the one that the argument's fields are of. */
    private static Ioctl meant(Ioctl ioctl, Abi abi, Object argument) {
        return fits(ioctl.struct(), argument)
                ? ioctl
                : IoctlCommands.structs(abi, ioctl).stream()
                        .filter(struct -> fits(struct, argument))
                        .findFirst()
                        .map(ioctl::taking)
                        .orElse(ioctl);
    }

    private static boolean fits(Struct struct, Object argument) {
        return argument instanceof StructValue value
                ? value.layout().name().equals(struct.name())
                : !(argument instanceof Map<?, ?> fields)
                        || fields.keySet().stream().allMatch(name -> struct.has(String.valueOf(name)));
    }

    /** Whether a script means an ioctl of a kind of descriptor by its name or by its number. */
    public static boolean isNamed(String name, Abi abi, FdKind on, Object named) {
        Ioctl known = find(abi, on, named);
        return known != null && known.name().equals(name);
    }

    /** The ioctl for a name or number in a script; null if the tables have none. */
    public static Ioctl find(Abi abi, FdKind on, Object named) {
        if (named instanceof Number number) {
            return number.longValue() == (number.intValue() & 0xffffffffL) ? abi.ioctl(on, number.intValue()) : null;
        }
        return named instanceof Ioctl ioctl
                ? own(abi, ioctl)
                : abi.hasIoctl(String.valueOf(named)) ? abi.ioctl(String.valueOf(named)) : null;
    }

    /** A name that the script read from another board's headers: its number depends on the architecture. */
    private static Ioctl own(Abi abi, Ioctl known) {
        return abi.hasIoctl(known.name()) ? abi.ioctl(known.name()) : known;
    }

    /** The kernel compares 32 bits: include/linux/syscalls.h, sys_ioctl. */
    private static int request(Number number, Site site) {
        return (int) Bits64.fitting(number, Integer.BYTES, "the number of an ioctl", site);
    }

    private static Ioctl byName(Abi abi, String name, Site site) {
        if (!abi.hasIoctl(name)) {
            throw new ScriptError(
                    site,
                    "unknown ioctl " + name + " on " + abi.table(),
                    Nearest.note(name, abi.ioctls().stream().map(Ioctl::name).toList()));
        }
        return abi.ioctl(name);
    }

    public String name() {
        return ioctl == null ? pointer.name() : ioctl.name();
    }

    /** Fills a copy that no kernel sees: a wrong field or range shows here. */
    private void checkArgument() {
        if (pointer != null) {
            return;
        }
        if (argument instanceof StructValue struct && ioctl.struct() != null) {
            StructLayout.check(struct, ioctl.struct(), abi, ioctl.name(), site);
        } else if (ioctl.struct() != null) {
            if (argument != null && !(argument instanceof Map)) {
                throw new ScriptError(
                        site,
                        ioctl.name() + " takes the fields of struct " + ioctl.argument() + ", not '" + argument + "'",
                        "its fields: "
                                + ioctl.struct().members().stream()
                                        .map(Field::name)
                                        .collect(Collectors.joining(":, ")) + ":");
            }
            byte[] scratch = new byte[Math.toIntExact(ioctl.struct().size() + fill().tail(ioctl.struct(), fields()))];
            fill().fill(ioctl.struct(), fields(), StructBytes.own(scratch, abi.order()), 0);
        } else if (argument instanceof Map || argument instanceof StructValue) {
            throw new ScriptError(
                    site,
                    ioctl.name() + " takes " + (ioctl.data() == Direction.NONE ? "no argument" : "a number")
                            + "; this call passes " + (argument instanceof Map ? "fields" : "a struct"));
        } else if (argument != null) {
            number();
        }
    }

    private StructFill fill() {
        return new StructFill(abi, site);
    }

    /** The fields named in the script; for a struct value, the targets of its pointers. */
    @SuppressWarnings("unchecked")
    private Map<String, ?> fields() {
        return argument == null
                ? Map.of()
                : argument instanceof StructValue struct ? struct.given() : (Map<String, ?>) argument;
    }

    private long number() {
        return argument == null
                ? 0
                : argument instanceof Memory memory
                        ? memory.getAddress()
                        : Bits64.of(argument, "the argument of " + ioctl.name(), site);
    }

    /**
     * Makes the call: returns a struct if the kernel fills one, otherwise the number it returned.
     *
     * @param keeper receives a descriptor that the call returns, to be closed with its owner
     */
    public Object make(KvmFile file, Consumer<AutoCloseable> keeper) {
        Object answer = make(file);
        String gives = isHere && (pointer == null || ioctl.struct() == null) ? abi.givesDescriptor(ioctl.name()) : null;
        if (gives != null) {
            long fd = (Long) (answer instanceof StructValue struct ? struct.get(gives) : answer);
            // KVM_CREATE_DEVICE_TEST creates nothing and leaves the field 0, which must not be closed.
            if (fd > 0) {
                keeper.accept(() -> file.kernel().close((int) fd));
            }
        }
        return answer;
    }

    private Object make(KvmFile file) {
        if (pointer != null) {
            return pointer.make(file);
        }
        if (ioctl.struct() != null) {
            return withStruct(file);
        }
        if (ioctl.pointed() != null) {
            return withScalar(file);
        }
        return (long) (isHere ? file.ioctl(ioctl.name(), number()) : file.ioctl(ioctl.request(), number())).get();
    }

    private Object withScalar(KvmFile file) {
        try (Argument scalar = Argument.of(file.kernel(), ioctl.pointed(), 0)) {
            if (ioctl.data() != Direction.OUT) {
                scalar.set("value", number());
            }
            int answer = (isHere ? file.ioctl(ioctl.name(), scalar) : file.ioctl(ioctl.request(), scalar)).get();
            return ioctl.data() == Direction.IN ? (Object) (long) answer : (Object) scalar.get("value");
        }
    }

    private Object withStruct(KvmFile file) {
        Struct struct = ioctl.struct();
        if (argument instanceof StructValue given) {
            return call(file, given.tail(), null, 0);
        }
        Field flexible = StructFill.flexible(struct);
        String counter = flexible == null ? null : abi.countOf(struct, flexible);
        boolean kernelFills = counter != null && ioctl.data() != Direction.IN && !fields().containsKey(flexible.name());
        if (!kernelFills) {
            return call(file, fill().tail(struct, fields()), null, 0);
        }
        // api.rst 4.46 and others: E2BIG means that there is more, and the call is repeated with more room.
        long room = fields().containsKey(counter) ? Bits64.of(fields().get(counter), counter, site) : FIRST_ROOM;
        while (true) {
            try {
                return call(file, room * flexible.bytes(), counter, room);
            } catch (KvmException e) {
                if (e.errno() != Errno.E2BIG.number() || fields().containsKey(counter) || room >= MOST_ROOM) {
                    throw e;
                }
                room *= 2;
            }
        }
    }

    private Object call(KvmFile file, long tail, String counter, long room) {
        Struct struct = ioctl.struct();
        try (Argument argument = Argument.of(file.kernel(), struct, tail);
                Pointees pointees = new Pointees(file)) {
            put(argument);
            if (counter != null) {
                argument.set(counter, room);
            }
            pointees.prepare(argument, fields(), ioctl.data() != Direction.IN, site);
            IoctlResult<Integer> answer = isHere
                    ? file.ioctl(ioctl.name(), argument, pointees.reached())
                    : file.ioctl(ioctl.request(), argument, pointees.reached());
            int value = answer.get();
            if (ioctl.data() == Direction.IN) {
                return (long) value;
            }
            byte[] after = argument.region().bytes(0, Math.toIntExact(struct.size() + tail));
            return StructValue.answered(
                    abi, struct, StructBytes.own(after, abi.order()), pointees.values(argument), value);
        }
    }

    private void put(Argument into) {
        if (argument instanceof StructValue given) {
            into.region().write(0, given.bytesOf(given.wholeSize()));
        } else {
            fill().fill(ioctl.struct(), fields(), StructBytes.of(into.region()), 0);
        }
    }
}
