package org.kvmsh.bindings.abi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * The meanings of the numbers that an ABI passes, which its headers leave to comments: constants, counts, addresses and
 * descriptors. Source: meanings.tsv.
 */
public abstract sealed class AbiMeanings permits Abi {
    private final Map<String, Optional<Meaning>> meanings = new ConcurrentHashMap<>();

    AbiMeanings() {}

    private Abi abi() {
        return (Abi) this;
    }

    /** The constants that the values of a field are; null if it holds plain numbers. */
    public Meaning meaning(Struct struct, Field field) {
        return meaning(struct, field.name(), other -> 0);
    }

    /**
     * The constants that the values of a field of a filled struct are; null if it holds plain numbers.
     *
     * @param field its name, dotted and with indices if it is nested
     * @param filled returns the values of the struct's fields, since one may select the meaning of another
     */
    public Meaning meaning(Struct struct, String field, ToLongFunction<String> filled) {
        String path = struct.name() + "." + field;
        Meaning meaning = meaning(path);
        String selecting = meaning == null ? Meaning.selecting(struct.name()) : null;
        if (selecting != null) {
            String selected = meaning(struct.name() + "." + selecting).of(filled.applyAsLong(selecting));
            meaning = selected == null ? null : meaning(path + "@" + selected);
        }
        int dot = field.indexOf('.');
        Field holder = meaning == null && dot > 0 ? struct.field(field.substring(0, dot)) : null;
        return holder == null
                ? meaning
                : meaning(
                        abi().struct(holder.type()),
                        field.substring(dot + 1),
                        inner -> filled.applyAsLong(holder.name() + "." + inner));
    }

    /**
     * The member of a union that is in use; null if no table has it.
     *
     * @param union a field of the struct
     * @param filled returns the values of the struct's fields
     */
    public String memberInUse(Struct struct, Field union, ToLongFunction<String> filled) {
        String[] by = Meaning.TABLE.line("union", path(struct, union));
        Meaning meaning = by == null ? null : meaning(struct.name() + "." + by[2]);
        String[] member = meaning == null
                ? null
                : Meaning.TABLE.line("member", path(struct, union) + "@" + meaning.of(filled.applyAsLong(by[2])));
        return member == null ? null : member[2];
    }

    /** The constants that the plain argument of an ioctl is one of; null if it is a number. */
    public Meaning argumentMeaning(String ioctl) {
        return meaning(ioctl);
    }

    private Meaning meaning(String path) {
        return meanings.computeIfAbsent(path, key -> Optional.ofNullable(Meaning.of(abi(), key)))
                .orElse(null);
    }

    /** The field that counts the elements of a flexible array, or null. */
    public String countOf(Struct struct, Field array) {
        String[] counts = Meaning.TABLE.line("counts", path(struct, array));
        return counts == null ? null : counts[2];
    }

    /** The fields that tell the elements of a flexible array apart; empty if only their order does. */
    public List<String> keysOf(Struct struct, Field array) {
        String[] keys = Meaning.TABLE.line("keys", path(struct, array));
        return keys == null ? List.of() : List.of(keys[2].split(","));
    }

    /**
     * The size of the value of a device attribute.
     *
     * @param on the kind of file that has the attribute
     * @param type KVM_DEV_TYPE_*; ignored unless the file is a device
     * @param group kvm_device_attr.group
     * @param attribute kvm_device_attr.attr
     * @return bytes; 0 if the tables do not have the attribute
     */
    public int attributeBytes(FdKind on, long type, long group, long attribute) {
        for (String name : Meaning.TABLE.names("attribute")) {
            String[] path = name.split("\\.");
            boolean isOwner = on == FdKind.DEVICE ? is(path[0], type) : path[0].equals(on.name());
            if (isOwner && is(path[1], group) && (path.length == 2 || is(path[2], attribute))) {
                return Integer.parseInt(Meaning.TABLE.line("attribute", name)[2]);
            }
        }
        return 0;
    }

    private boolean is(String constant, long value) {
        return abi().hasConstant(constant) && abi().constant(constant) == value;
    }

    /**
     * The ioctl that only reads back what another one set, or null.
     *
     * @param set an ioctl, such as KVM_SET_REGS
     */
    public String readingBack(String set) {
        String[] reads = Meaning.TABLE.line("reads", set);
        return reads == null || !abi().hasIoctl(reads[2]) ? null : reads[2];
    }

    /**
     * Whether an ioctl only reads what another one set.
     *
     * @param get an ioctl, such as KVM_GET_REGS
     */
    public boolean isReadingBack(String get) {
        return Meaning.TABLE.names("reads").stream().anyMatch(set -> get.equals(readingBack(set)));
    }

    /**
     * The field that selects the register of such a call, {@code entries.index} in each element of an array; empty if
     * the struct is all of them.
     *
     * @param set an ioctl, such as KVM_SET_MSRS
     */
    public String readingBackKey(String set) {
        String[] reads = Meaning.TABLE.line("reads", set);
        return reads == null || reads.length < 5 ? "" : reads[4];
    }

    /**
     * The ioctls that set some of the state that another one sets.
     *
     * @param set an ioctl, such as KVM_SET_REGS
     */
    public List<String> sharing(String set) {
        String[] shares = Meaning.TABLE.line("shares", set);
        return shares == null ? List.of() : List.of(shares[2].split(","));
    }

    /**
     * Whether a field reads as it was written.
     *
     * @param field by its path in the struct
     * @param flags the value of the struct's field flags
     */
    public boolean isReadAsWritten(Struct struct, String field, long flags) {
        String[] unread = Meaning.TABLE.line("unread", struct.name() + "." + field);
        return unread == null || abi().hasConstant(unread[2]) && (flags & abi().constant(unread[2])) != 0;
    }

    /** The fields of a struct that are addresses of the caller's memory. */
    public List<Pointer> pointers(Struct struct) {
        List<Pointer> pointers = new ArrayList<>();
        for (Field field : struct.members()) {
            String[] points = Meaning.TABLE.line("points", path(struct, field));
            if (points != null) {
                pointers.add(new Pointer(field.name(), points[2], points[3], points[4]));
            }
        }
        return pointers;
    }

    /**
     * The place in which an ioctl returns a file descriptor: "answer", or a field of its argument; null if it returns
     * none.
     */
    public String givesDescriptor(String ioctl) {
        String[] gives = Meaning.TABLE.line("gives", ioctl);
        return gives == null ? null : gives[2];
    }

    /** Whether a field takes a file descriptor. */
    public boolean takesDescriptor(Struct struct, Field field) {
        return Meaning.TABLE.line("takes", path(struct, field)) != null;
    }

    private static String path(Struct struct, Field field) {
        return struct.name() + "." + field.name();
    }
}
