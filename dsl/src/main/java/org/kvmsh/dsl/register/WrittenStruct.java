package org.kvmsh.dsl.register;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.call.IoctlByName;
import org.kvmsh.dsl.call.PointedValue;
import org.kvmsh.dsl.call.StructDifference;
import org.kvmsh.dsl.call.StructValue;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.Site;

/**
 * A struct that a call set on a vCPU, as far as one call reads it back: all of it, or where it is about any register,
 * one register.
 *
 * @param register the register that it is about; null for a struct of all of them
 * @param field the field that selects it
 * @param value what was written to the target of the struct's pointer; null if it has none
 */
record WrittenStruct(Ioctl set, Long register, String field, StructValue struct, PointedValue value) {
    /**
     * The structs that a call set, in the parts in which they are read.
     *
     * @param taken the call's result: for a list, how many of its elements the kernel accepted
     */
    static List<WrittenStruct> of(Abi abi, Ioctl set, StructValue struct, long taken) {
        String[] key = abi.readingBackKey(set.name()).split("\\.");
        if (key.length == 2) {
            List<WrittenStruct> elements = new ArrayList<>();
            List<?> all = (List<?>) struct.get(key[0]);
            for (Object element : all.subList(0, (int) Math.min(taken, all.size()))) {
                StructValue one = StructValue.create(abi, set.struct(), Map.of(key[0], List.of(element)), Site.UNKNOWN);
                elements.add(new WrittenStruct(set, (Long) ((StructValue) element).get(key[1]), key[1], one, null));
            }
            return elements;
        }
        if (key[0].isEmpty()) {
            return List.of(new WrittenStruct(set, null, "", struct, null));
        }
        PointedValue value = PointedValue.of(struct);
        return value == null
                ? List.of()
                : List.of(new WrittenStruct(set, (Long) struct.get(key[0]), key[0], struct, value));
    }

    /** Reads it and reports the numbers that differ; false if the kernel has nothing to read. */
    boolean verify(Vcpu of, StructDifference.Numbers told) {
        StructValue read;
        try {
            read = (StructValue) IoctlByName.check(
                            of.kernel().abi(),
                            FdKind.VCPU,
                            of.kernel().abi().readingBack(set.name()),
                            asked(),
                            Site.UNKNOWN)
                    .make(of, made -> {});
        } catch (KvmException e) {
            if (register == null) {
                throw e;
            }
            // One that can only be written.
            return false;
        }
        if (value != null) {
            return value.compare(
                    PointedValue.of(read), (word, wrote, reads) -> told.differ(name() + word, wrote, reads));
        }
        if (register != null && read.callResult() == 0) {
            return false;
        }
        Abi abi = of.kernel().abi();
        long flags = struct.names().contains("flags") ? (Long) struct.get("flags") : 0;
        StructDifference.of(struct, read).numbers((path, wrote, reads) -> {
            if (abi.isReadAsWritten(set.struct(), path, flags)) {
                told.differ(register != null ? name() : name() + " " + path, wrote, reads);
            }
        });
        return true;
    }

    /** The argument of the call that reads: the register, or a list of one. */
    private Object asked() {
        if (value != null) {
            return new LinkedHashMap<>(Map.of(field, register));
        }
        return register == null ? null : struct;
    }

    private String name() {
        return set.name() + (register == null ? "" : " " + field + " " + Bits64.hex(register));
    }
}
