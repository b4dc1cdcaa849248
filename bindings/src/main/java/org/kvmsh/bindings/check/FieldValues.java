package org.kvmsh.bindings.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Meaning;
import org.kvmsh.bindings.abi.Pointer;
import org.kvmsh.bindings.abi.Struct;

/** The values that a field of an ioctl's struct is given, from what the tables know of it. */
final class FieldValues {
    private static final long[] NUMBERS = {
        0,
        1,
        2,
        3,
        4,
        7,
        8,
        15,
        16,
        23,
        24,
        31,
        32,
        63,
        64,
        127,
        128,
        255,
        256,
        0xfff,
        0x1000,
        0x1001,
        0x2000,
        0xffff,
        0x10000,
        0x12345,
        0x7fff_ffff,
        0x8000_0000L,
        0xffff_ffffL,
        0x1_0000_0000L,
        0x1234_5678_9abcL,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -2,
        -1
    };
    /**
     * The size of memory that a pointer leads to: what is not refused lies in the sequence's own memory, which a guest
     * may write.
     */
    private static final long[] SIZES = {0, 1, 8, 0xfff, 0x1000, 0x1001, 0x2000, 0x10000, Long.MIN_VALUE, -0x1000, -1};

    private static final long[] PLACES = {0, 1, 0x800, 0x1000, 0x2000, 0x8000, 0xf000};
    private static final long[] OFFSETS = {0x10000, 0x10001, 0x10008, 0x10800, 0x11000};
    private static final int BITS = 64;

    private final Abi abi;
    private final Random random;

    FieldValues(Abi abi, Random random) {
        this.abi = abi;
        this.random = random;
    }

    /** The fields that a call may change, one name each; an element of an array is drawn. */
    List<String> names(Struct struct) {
        List<String> names = new ArrayList<>();
        for (Field field : numbers(struct)) {
            names.add(
                    field.count() == 1
                            ? field.name()
                            : field.name() + "[" + random.nextInt(Math.max(1, field.count())) + "]");
        }
        for (Field member : struct.members()) {
            if (!member.isScalar() && member.count() == 0) {
                numbers(abi.struct(member.type())).stream()
                        .filter(field -> field.count() == 1)
                        .forEach(field -> names.add(member.name() + "[0]." + field.name()));
            }
        }
        return names;
    }

    /** Without those of 16 bytes: a vector register is no number. */
    private static List<Field> numbers(Struct struct) {
        return struct.fields().stream()
                .filter(field -> field.bytes() <= Long.BYTES)
                .toList();
    }

    /**
     * A value of a field.
     *
     * @param now what it has without a change
     * @param parts the files that are open
     */
    Operand of(Struct struct, String name, long now, List<Part> parts) {
        Field field = struct.field(name);
        List<Pointer> pointers = abi.pointers(struct);
        for (Pointer pointer : pointers) {
            if (pointer.field().equals(name)) {
                return address(pointer);
            }
        }
        if (takesDescriptor(struct, name) && random.nextInt(3) > 0) {
            return new Operand.Descriptor(parts.get(random.nextInt(parts.size())));
        }
        boolean isSize = pointers.stream().anyMatch(pointer -> pointer.length().contains(name));
        long value = isSize ? SIZES[random.nextInt(SIZES.length)] : number(abi.meaning(struct, field), field, now);
        return plain(field, value);
    }

    private static Operand plain(Field field, long value) {
        return new Operand.Plain(field.bytes() == Long.BYTES ? value : value & (1L << Byte.SIZE * field.bytes()) - 1);
    }

    /** All constants of a field, all borders of sizes, and what is one bit or one away; of a pointer, good memory. */
    List<Operand> all(Struct struct, String name, long now) {
        Field field = struct.field(name);
        if (abi.pointers(struct).stream().anyMatch(pointer -> pointer.field().equals(name))) {
            return List.of(new Operand.Address(Operand.Address.MEMORY));
        }
        Meaning meaning = abi.meaning(struct, field);
        LongStream near = LongStream.concat(
                LongStream.of(now - 1, now + 1),
                IntStream.range(0, Byte.SIZE * field.bytes()).mapToLong(bit -> now ^ 1L << bit));
        LongStream known =
                meaning == null ? LongStream.empty() : meaning.values().stream().mapToLong(Long::longValue);
        return Stream.of(known, LongStream.of(NUMBERS), near)
                .flatMap(LongStream::boxed)
                .map(value -> plain(field, value))
                .distinct()
                .toList();
    }

    private Operand address(Pointer pointer) {
        return switch (random.nextInt(8)) {
            case 0 -> new Operand.Plain(0);
            case 1 -> new Operand.Plain(-1);
            default -> {
                long[] offsets = pointer.isGuestMemory() ? PLACES : OFFSETS;
                yield new Operand.Address(offsets[random.nextInt(offsets.length)]);
            }
        };
    }

    private boolean takesDescriptor(Struct struct, String name) {
        return struct.members().stream()
                .anyMatch(member -> member.name().equals(name) && abi.takesDescriptor(struct, member));
    }

    /** The plain argument of an ioctl. */
    long argument(String ioctl) {
        return number(abi.argumentMeaning(ioctl), null, 0);
    }

    private long number(Meaning meaning, Field field, long now) {
        List<Long> known = meaning == null ? List.of() : meaning.values();
        if (!known.isEmpty() && random.nextInt(4) > 0) {
            return known.get(random.nextInt(known.size()));
        }
        int bits = field == null ? BITS : Byte.SIZE * field.bytes();
        return switch (random.nextInt(4)) {
            case 0 -> now ^ 1L << random.nextInt(bits);
            case 1 -> now + (random.nextBoolean() ? 1 : -1);
            default -> NUMBERS[random.nextInt(NUMBERS.length)];
        };
    }
}
