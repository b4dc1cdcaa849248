package org.kvmsh.dsl.call;

import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * Any ioctl of the board's tables, with its argument as a script writes it. What the tables don't have is refused before a system
 * call is made.
 */
public final class IoctlByName {
    /** How many elements a list that the kernel fills has room for at first, and at the most. */
    private static final int FIRST_ROOM = 64;
    private static final int MOST_ROOM = 1 << 16;

    private final Ioctl ioctl;
    private final Abi abi;
    private final Object argument;
    private final Site site;

    private IoctlByName(Ioctl ioctl, Abi abi, Object argument, Site site) {
        this.ioctl = ioctl;
        this.abi = abi;
        this.argument = argument;
        this.site = site;
    }

    /**
     * Checks a call that is to be made on a kind of descriptor.
     *
     * @param named    the ioctl, or its name
     * @param argument a map of fields, a number, or null
     */
    public static IoctlByName check(Abi abi, FdKind on, Object named, Object argument, Site site) {
        Ioctl ioctl = named instanceof Ioctl known ? known : byName(abi, String.valueOf(named), site);
        if (!ioctl.on().contains(on)) {
            throw new ScriptError(site, ioctl.name() + " is made on " + ioctl.on().stream().map(FdKind::phrase).collect(Collectors.joining(" or ")) + ", and not on " + on.phrase());
        }
        IoctlByName call = new IoctlByName(ioctl, abi, argument, site);
        call.checkArgument();
        return call;
    }

    private static Ioctl byName(Abi abi, String name, Site site) {
        if (!abi.hasIoctl(name)) {
            throw new ScriptError(site, "there is no ioctl " + name + " on " + abi.table(),
                    Nearest.note(name, abi.ioctls().stream().map(Ioctl::name).toList()));
        }
        return abi.ioctl(name);
    }

    public String name() {
        return ioctl.name();
    }

    /** Fills a copy that no kernel sees: a wrong field or range shows here. */
    private void checkArgument() {
        if (isNull()) {
            return;
        }
        if (ioctl.struct() != null) {
            if (argument != null && !(argument instanceof Map)) {
                throw new ScriptError(site, ioctl.name() + " takes the fields of struct " + ioctl.argument() + ", not '" + argument + "'",
                        "it has " + ioctl.struct().members().stream().map(Field::name).collect(Collectors.joining(": ")) + ":");
            }
            byte[] scratch = new byte[Math.toIntExact(ioctl.struct().size() + fill().tail(ioctl.struct(), fields()))];
            fill().fill(ioctl.struct(), fields(), new HeapRegion(scratch, abi.order()), 0);
        } else if (argument instanceof Map) {
            throw new ScriptError(site, ioctl.name() + " takes " + (ioctl.data() == Direction.NONE ? "no argument" : "a number") + ", not fields");
        } else if (argument != null) {
            number();
        }
    }

    /** {@code ioctl KVM_SET_ONE_REG, 0}: the null pointer where a struct should be, for those who look for EFAULT. */
    private boolean isNull() {
        return ioctl.struct() != null && argument instanceof Number number && number.longValue() == 0;
    }

    private StructFill fill() {
        return new StructFill(abi, site);
    }

    @SuppressWarnings("unchecked") private Map<String, ?> fields() {
        return argument == null ? Map.of() : (Map<String, ?>) argument;
    }

    private long number() {
        return argument == null ? 0 : argument instanceof Memory memory ? memory.getAddress() : Bits64.of(argument, "the argument of " + ioctl.name(), site);
    }

    /**
     * Makes the call: a struct where the kernel gives one, else the number that it answered.
     *
     * @param keeper takes a descriptor that the call gives, to be closed with its owner
     */
    public Object make(KvmFile file, Consumer<AutoCloseable> keeper) {
        Object answer = make(file);
        String gives = abi.givesDescriptor(ioctl.name());
        if (gives != null) {
            long fd = (Long) (answer instanceof StructValue struct ? struct.get(gives) : answer);
            // KVM_CREATE_DEVICE_TEST makes nothing and leaves the field 0, which is nobody's to close.
            if (fd > 0) {
                keeper.accept(() -> file.kernel().close((int) fd));
            }
        }
        return answer;
    }

    private Object make(KvmFile file) {
        if (ioctl.struct() != null && !isNull()) {
            return withStruct(file);
        }
        if (Field.isScalar(ioctl.argument()) && ioctl.data() != Direction.VALUE) {
            return withScalar(file);
        }
        return (long) file.ioctl(ioctl.name(), number()).get();
    }

    private Object withScalar(KvmFile file) {
        try (Argument scalar = Argument.of(file.kernel(), Struct.scalar(ioctl.argument()), 0)) {
            if (ioctl.data() != Direction.OUT) {
                scalar.set("value", number());
            }
            int answer = file.ioctl(ioctl.name(), scalar).get();
            return ioctl.data() == Direction.IN ? (Object) (long) answer : (Object) scalar.get("value");
        }
    }

    private Object withStruct(KvmFile file) {
        Struct struct = ioctl.struct();
        Field flexible = struct.members().stream().filter(field -> field.count() == 0).findFirst().orElse(null);
        String counter = flexible == null ? null : abi.countOf(struct.name() + "." + flexible.name());
        boolean kernelFills = counter != null && ioctl.data() != Direction.IN && !fields().containsKey(flexible.name());
        if (!kernelFills) {
            return call(file, fill().tail(struct, fields()), null, 0);
        }
        // api.rst 4.46 and others: E2BIG says that there is more, and the caller comes again with more room.
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
        try (Argument argument = Argument.of(file.kernel(), struct, tail); Pointees pointees = new Pointees(abi)) {
            fill().fill(struct, fields(), argument.region(), 0);
            if (counter != null) {
                argument.set(counter, room);
            }
            pointees.prepare(argument, fields(), site);
            IoctlResult<Integer> answer = file.ioctl(ioctl.name(), argument, pointees.reached());
            int value = answer.get();
            if (ioctl.data() == Direction.IN) {
                return (long) value;
            }
            byte[] after = argument.region().bytes(0, Math.toIntExact(struct.size() + tail));
            return new StructValue(abi, struct, new HeapRegion(after, abi.order()), 0, pointees.values(argument), value);
        }
    }
}
