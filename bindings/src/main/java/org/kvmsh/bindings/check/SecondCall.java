package org.kvmsh.bindings.check;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.NumberText;
import org.kvmsh.bindings.abi.Pointer;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kernel.StructText;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.bindings.kvm.KvmFile;

/**
 * Makes a refused ioctl again with arguments that break no rule. One that gets the same errno with all of them shows
 * nothing of the argument that was refused.
 */
public final class SecondCall {
    private static final int MOST_MADE = 300;
    private static final int DRAWN_VALUES = 34;
    private static final int FIRST_VALUES = 6;
    private static final String ANSWER = "answer";

    private final KvmFile file;
    private final Abi abi;
    private final Ioctl ioctl;
    private final int errno;
    private final Region memory;
    private final FieldValues values;

    /** What the second calls got. */
    public enum Got {
        /** One was taken, or refused with another errno. */
        OTHERWISE,
        /** Each one was refused with the same errno. */
        THE_SAME,
        /** No argument is known to be right. */
        NOT_MADE
    }

    /**
     * The second calls' answer.
     *
     * @param call the ioctl
     * @param errno the positive error number that it got first
     * @param taken whether the kernel took one
     * @param argument the last one, in words; empty if there was none
     */
    public record Answer(String call, int errno, Got got, boolean taken, String argument) {}

    /**
     * @param errno of the refused call
     * @param memory where pointers lead, of {@link Operand.Address#ALL} bytes; it stays as long as the VM, since a
     *     memslot may be made of it
     */
    private SecondCall(KvmFile file, String call, int errno, Region memory) {
        this.file = file;
        this.abi = file.kernel().abi();
        this.ioctl = abi.ioctl(call);
        this.errno = errno;
        this.memory = memory;
        this.values = new FieldValues(abi, new Random(call.hashCode()));
    }

    /**
     * Makes a refused ioctl again.
     *
     * @param value the plain value; 0 for an ioctl with a struct
     * @param before the argument as it was passed; null for an ioctl with a plain value
     * @param errno the positive error number that it got
     * @param memory of at least {@link Operand.Address#ALL} bytes, which the calls may keep
     * @param reached the targets of pointers in the struct
     */
    public static Answer make(
            KvmFile file, String call, long value, Region before, int errno, Region memory, Region... reached) {
        SecondCall second = new SecondCall(file, call, errno, memory);
        if (CallDraw.LEFT_OUT.contains(call)) {
            return second.answer(Got.NOT_MADE, false, "");
        }
        return before == null
                ? second.plain(value)
                : second.filled(before.bytes(0, Math.toIntExact(before.size())), reached);
    }

    private Answer answer(Got got, boolean taken, String argument) {
        return new Answer(ioctl.name(), errno, got, taken, argument);
    }

    /** @param ruled whether a rule says why the first call was refused, and so that this one is right */
    private Answer answer(boolean ruled, IoctlResult<Integer> result, String argument) {
        boolean same = !result.ok() && result.refusal().errno() == errno;
        return answer(!same ? Got.OTHERWISE : ruled ? Got.THE_SAME : Got.NOT_MADE, result.ok(), argument);
    }

    private Answer plain(long before) {
        boolean ruled = !file.wouldBreak(ioctl.name(), before).isEmpty();
        LongStream others = ioctl.data() == Direction.VALUE
                ? LongStream.concat(
                        LongStream.range(0, FIRST_VALUES),
                        LongStream.generate(() -> values.argument(ioctl.name())).limit(DRAWN_VALUES))
                : LongStream.of(0);
        Answer last = answer(Got.NOT_MADE, false, "");
        for (long value : others.distinct().filter(other -> other != before).toArray()) {
            if (file.wouldBreak(ioctl.name(), value).isEmpty()) {
                IoctlResult<Integer> result = file.ioctl(ioctl.name(), value);
                if (result.ok() && ANSWER.equals(abi.givesDescriptor(ioctl.name()))) {
                    file.kernel().close(result.value());
                }
                last = answer(ruled, result, NumberText.ofArgument(abi, ioctl.name(), value));
                if (last.got() == Got.OTHERWISE) {
                    break;
                }
            }
        }
        return last;
    }

    private Answer filled(byte[] before, Region... reached) {
        boolean ruled = breaks(before, reached);
        Answer last = answer(Got.NOT_MADE, false, "");
        int made = 0;
        for (ByteBuffer candidate : candidates(before)) {
            byte[] asked = candidate.array();
            if (!Arrays.equals(asked, before) && !breaks(asked, reached)) {
                last = made(ruled, asked, reached);
                made++;
            }
            if (last.got() == Got.OTHERWISE || made == MOST_MADE) {
                break;
            }
        }
        return last;
    }

    private boolean breaks(byte[] asked, Region... reached) {
        try (Argument argument = in(asked)) {
            return !file.wouldBreak(ioctl.name(), argument, with(reached)).isEmpty();
        }
    }

    private Argument in(byte[] bytes) {
        return Argument.in(file.kernel(), ioctl.pointed(), new HeapRegion(0, bytes, abi.order()));
    }

    private Answer made(boolean ruled, byte[] asked, Region... reached) {
        Struct struct = ioctl.pointed();
        try (Argument argument = Argument.of(file.kernel(), struct, (long) asked.length - struct.size())) {
            argument.region().write(0, asked);
            String words = StructText.of(abi, struct, argument.region(), with(reached));
            IoctlResult<Integer> result = file.ioctl(ioctl.name(), argument, with(reached));
            String descriptor = abi.givesDescriptor(ioctl.name());
            if (result.ok() && descriptor != null) {
                file.kernel().close(descriptor.equals(ANSWER) ? result.value() : (int) argument.get(descriptor));
            }
            return answer(ruled, result, words);
        }
    }

    private Region[] with(Region... reached) {
        Region[] all = Arrays.copyOf(reached, reached.length + 1);
        all[reached.length] = memory;
        return all;
    }

    /**
     * The nearest ones first: one field changed to what the documents have; what the ioctl that reads the same returns;
     * one field changed to others; then all that the documents have.
     */
    private Set<ByteBuffer> candidates(byte[] before) {
        Struct struct = ioctl.pointed();
        Map<String, Operand> right = new LinkedHashMap<>();
        for (Pointer pointer : abi.pointers(struct)) {
            right.put(pointer.field(), new Operand.Address(Operand.Address.MEMORY));
        }
        right.putAll(RightArguments.of(abi, ioctl.name(), file.kernel().pageSize(), this::target));
        Set<ByteBuffer> all = new LinkedHashSet<>();
        right.forEach((field, value) -> all.add(with(before, Map.of(field, value))));
        byte[] read = read();
        if (read != null) {
            all.add(ByteBuffer.wrap(read));
        }
        try (Argument argument = in(before)) {
            values.names(struct).stream()
                    .filter(name ->
                            struct.field(name).offset() + struct.field(name).bytes() <= before.length)
                    .forEach(name -> values.all(struct, name, argument.get(name))
                            .forEach(value -> all.add(with(before, Map.of(name, value)))));
        }
        all.add(with(new byte[before.length], right));
        return all;
    }

    private ByteBuffer with(byte[] before, Map<String, Operand> fields) {
        byte[] bytes = before.clone();
        try (Argument argument = in(bytes)) {
            fields.forEach((field, value) -> argument.set(field, number(value)));
        }
        return ByteBuffer.wrap(bytes);
    }

    /** What the ioctl that reads the same state returns; null without such an ioctl. */
    private byte[] read() {
        String get = abi.readingBack(ioctl.name());
        Struct struct = ioctl.struct();
        if (get == null
                || struct == null
                || abi.ioctl(get).struct() != struct
                || !abi.ioctl(get).on().contains(file.kind())) {
            return null;
        }
        try (Argument argument = Argument.of(file.kernel(), struct, CheckedMachine.elements(struct))) {
            RightArguments.of(abi, get, file.kernel().pageSize(), this::target)
                    .forEach((field, value) -> argument.set(field, number(value)));
            int size = Math.toIntExact(argument.region().size());
            return file.ioctl(get, argument).ok() ? argument.region().bytes(0, size) : null;
        }
    }

    /** Of any processor: a vCPU, on which it is needed, is no VM to ask. */
    private long target() {
        return abi.constant("KVM_ARM_TARGET_GENERIC_V8");
    }

    private long number(Operand operand) {
        if (operand instanceof Operand.Address address) {
            return memory.address() + address.offset();
        }
        return operand instanceof Operand.Plain plain ? plain.value() : -1;
    }
}
