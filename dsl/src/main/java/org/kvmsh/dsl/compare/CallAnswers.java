package org.kvmsh.dsl.compare;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Pointer;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.trace.TracedCall;
import org.kvmsh.bindings.trace.TracedCall.Piece;

/**
 * Each number of a call by its name: its arguments, its result, and its argument afterwards. Descriptors are compared
 * by what they are and user-space addresses by being one, since neither number is the kernel's answer to the script.
 * Flags that the architecture leaves undefined are 0; everything else is unchanged.
 */
final class CallAnswers {
    private static final String ANSWER = "answer";
    private static final String ARGUMENT = "argument";
    private static final String ADDRESS = "an address";
    /** No mapping lies in the first page: what is less was given to be refused. */
    private static final long FIRST_ADDRESS = 4096;

    private static final Set<String> MSRS = Set.of("KVM_GET_MSRS", "KVM_SET_MSRS");
    /** The field of kvm_regs that holds flags; no other architecture's instructions leave any undefined. */
    private static final String FLAGS = "rflags";

    private static final Set<String> ONE_REG = Set.of("KVM_GET_ONE_REG", "KVM_SET_ONE_REG");

    private final RecordedCall recorded;
    private final TracedCall call;
    private final Abi abi;
    private final long undefined;
    private final Map<String, String> named = new LinkedHashMap<>();

    private CallAnswers(RecordedCall recorded, Abi abi, long undefined) {
        this.recorded = recorded;
        this.call = recorded.call();
        this.abi = abi;
        this.undefined = undefined;
    }

    /** @param undefined flags that are not compared */
    static Map<String, String> of(RecordedCall recorded, Abi abi, long undefined) {
        CallAnswers answers = new CallAnswers(recorded, abi, undefined);
        answers.read();
        return answers.named;
    }

    /** Identifies a call before its answer: the order of calls is compared by it. */
    static String key(RecordedCall recorded, Abi abi) {
        return recorded.on() + " " + recorded.call().name() + " " + about(recorded.call(), abi);
    }

    /** The capability or register of a call; empty if its name is sufficient. */
    static String about(TracedCall call, Abi abi) {
        if (call.name().equals("KVM_CHECK_EXTENSION")) {
            return capability(call, abi);
        }
        if (call.memory().isEmpty()) {
            return "";
        }
        return ONE_REG.contains(call.name()) ? register(call, abi) : MSRS.contains(call.name()) ? msr(call, abi) : "";
    }

    /** The name of the MSR in a call for a single one. */
    private static String msr(TracedCall call, Abi abi) {
        Struct struct = abi.struct("kvm_msrs");
        Region in = Bytes.of(call.memory().get(0).in(), abi);
        boolean one = in.size() >= struct.size() + abi.struct("kvm_msr_entry").size()
                && in.getInt(struct.offset("nmsrs")) == 1;
        return one ? msr(in.getInt(struct.offset("entries[0].index"))) : "";
    }

    /** An MSR by its number. */
    static String msr(int index) {
        return "MSR " + number(Integer.toUnsignedLong(index));
    }

    private void read() {
        Ioctl ioctl = call.ioctl(abi);
        if (call.name().equals(TracedCall.RUN)) {
            named.put(ANSWER, answer());
            new RecordedExit(call, abi).into(named);
        } else if (call.name().equals("KVM_CHECK_EXTENSION")) {
            named.put(capability(call, abi), answer());
        } else if (ioctl != null && ioctl.struct() != null && !call.memory().isEmpty()) {
            if (ONE_REG.contains(call.name())) {
                oneReg(ioctl);
            } else {
                named.put(ANSWER, answer());
                argument(ioctl.struct());
            }
        } else {
            named.put(ANSWER, answer());
            if (!call.plain().isEmpty()) {
                named.put(ARGUMENT, call.plain());
            }
            call.memory().forEach(piece -> named.put("bytes", changed(Bytes.hex(piece.in()), Bytes.hex(piece.out()))));
        }
    }

    private String answer() {
        String descriptor = recorded.descriptors().get(ANSWER);
        return descriptor != null ? descriptor : call.answer() < 0 ? Errno.name(-call.answer()) : number(call.answer());
    }

    private static String capability(TracedCall call, Abi abi) {
        return abi.constants("KVM_CAP_").entrySet().stream()
                .filter(known -> plain(known.getValue()).equals(call.plain()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(call.plain());
    }

    /** A plain argument, as the trace writes it. */
    private static String plain(long value) {
        return value == 0 ? "" : value < FIRST_ADDRESS ? Long.toString(value) : number(value);
    }

    /** A register is named by its id, and its own call. */
    private void oneReg(Ioctl ioctl) {
        if (call.memory().size() < 2) {
            named.put(
                    register(call, abi),
                    answer() + " " + ADDRESS + " "
                            + number(Bytes.of(call.memory().get(0).in(), abi)
                                    .getLong(ioctl.struct().offset("addr"))));
        } else {
            Piece value = call.memory().get(1);
            named.put(
                    register(call, abi),
                    call.answer() < 0 ? answer() : changed(Bytes.hex(value.in()), Bytes.hex(value.out())));
        }
    }

    private static String register(TracedCall call, Abi abi) {
        long id = Bytes.of(call.memory().get(0).in(), abi)
                .getLong(abi.struct("kvm_one_reg").offset("id"));
        return abi.constants("KVM_REG_").entrySet().stream()
                .filter(known -> known.getValue() == id)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(number(id));
    }

    private void argument(Struct struct) {
        Piece piece = call.memory().get(0);
        Region in = Bytes.of(piece.in(), abi);
        Region out = Bytes.of(piece.out(), abi);
        if (in.size() < struct.size()) {
            return;
        }
        Map<String, Pointer> pointers = new LinkedHashMap<>();
        pointers(struct, "", pointers);
        for (Field field : struct.fields()) {
            if (isBesideAPointer(field, struct, pointers)) {
                continue;
            }
            for (int i = 0; i < field.count(); i++) {
                String name = field.name() + (field.count() > 1 ? "[" + i + "]" : "");
                String value = changed(value(field, i, in, pointers), value(field, i, out, pointers));
                if (field.count() == 1 || !value.equals(number(0))) {
                    named.put(name, value);
                }
            }
        }
        reached(struct, in, pointers);
        for (Field array : struct.members()) {
            if (array.count() == 0) {
                flexible(struct, array, in, out);
            }
        }
    }

    /** Adds the pointers of a struct and those of structs in it, by dotted names. */
    private void pointers(Struct struct, String holder, Map<String, Pointer> found) {
        abi.pointers(struct).forEach(pointer -> found.put(holder + pointer.field(), pointer));
        for (Field member : struct.members()) {
            for (int i = 0; !member.isScalar() && i < member.count(); i++) {
                pointers(
                        abi.struct(member.type()),
                        holder + member.name() + (member.count() > 1 ? "[" + i + "]" : "") + ".",
                        found);
            }
        }
    }

    /** Whether a field shares a union with a pointer: it is padding for those whose pointers are shorter. */
    private static boolean isBesideAPointer(Field field, Struct struct, Map<String, Pointer> pointers) {
        return !pointers.containsKey(field.name())
                && pointers.keySet().stream().anyMatch(pointer -> struct.offset(pointer) == field.offset());
    }

    private String value(Field field, int index, Region region, Map<String, Pointer> pointers) {
        String descriptor = recorded.descriptors().get(field.name());
        long value = Bytes.value(field, index, region) & (field.name().equals(FLAGS) ? ~undefined : -1);
        boolean address = Long.compareUnsigned(value, FIRST_ADDRESS) >= 0 && pointers.containsKey(field.name());
        return descriptor != null ? descriptor : address ? ADDRESS : number(value);
    }

    /** The targets of pointers; guest memory does not belong to the call. */
    private void reached(Struct struct, Region in, Map<String, Pointer> pointers) {
        pointers.forEach((name, pointer) -> {
            long address = Bytes.value(struct.field(name), 0, in);
            call.memory().stream()
                    .skip(1)
                    .filter(piece ->
                            piece.address() == address && !pointer.data().equals("memory"))
                    .forEach(piece -> named.put("*" + name, changed(Bytes.hex(piece.in()), Bytes.hex(piece.out()))));
        });
    }

    /** Entries that carry their own index are named by it, as MSRs are; of others all are one. */
    private void flexible(Struct struct, Field array, Region in, Region out) {
        if (array.isScalar()) {
            named.put(array.name(), changed(Bytes.hex(tail(in, array)), Bytes.hex(tail(out, array))));
            return;
        }
        Struct element = abi.struct(array.type());
        String counter = abi.countOf(struct, array);
        if (!element.name().equals("kvm_msr_entry") || counter == null) {
            named.put(array.name(), changed(Bytes.hex(tail(in, array)), Bytes.hex(tail(out, array))));
            return;
        }
        long count = Bytes.value(struct.field(counter), 0, in);
        for (int i = 0; i < count && array.offset() + (i + 1) * element.size() <= in.size(); i++) {
            int at = array.offset() + i * element.size();
            named.put(
                    msr(in.getInt(at + element.offset("index"))),
                    changed(
                            number(in.getLong(at + element.offset("data"))),
                            number(out.getLong(at + element.offset("data")))));
        }
    }

    private static byte[] tail(Region region, Field array) {
        return region.bytes(array.offset(), (int) region.size() - array.offset());
    }

    /** The value before and after the call, if they differ. */
    private static String changed(String given, String left) {
        return left.isEmpty() || left.equals(given)
                ? given
                : given.isEmpty() || given.equals(number(0)) || given.matches("(0x)?0*") ? left : given + " -> " + left;
    }

    static String number(long value) {
        return "0x" + Long.toHexString(value);
    }
}
