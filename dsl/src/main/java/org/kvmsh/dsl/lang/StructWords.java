package org.kvmsh.dsl.lang;

import java.util.Map;
import org.kvmsh.dsl.bits.NamedBits;
import org.kvmsh.dsl.call.StructDifference;
import org.kvmsh.dsl.call.Structs;
import org.kvmsh.dsl.machine.vcpu.HasRegisters;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.word.Word;

/** Kernel structs as values, independent of any board. */
public interface StructWords {
    Session session();

    Site here();

    @Word(
            value = "create a kernel struct by name, with the layout of this board's headers. Fields not given are"
                    + " zero; the count of a flexible array defaults to the array's length. The struct's fields"
                    + " can be read and assigned, and an ioctl accepts the struct in place of named fields",
            example = "def list = struct 'kvm_cpuid2', entries: [[function: 0, eax: 1]]",
            js = "const list = struct('kvm_cpuid2', {entries: [{function: 0, eax: 1}]})")
    default Object struct(String name) {
        return struct(Map.of(), name);
    }

    /** {@code struct 'kvm_regs', rip: 0x1000}. */
    default Object struct(Map<String, ?> fields, String name) {
        return Structs.create(session().board().kernel().abi(), name, fields, here());
    }

    @Word(value = "a copy of a struct; assigning to one does not change the other", example = "def before = copy s")
    default Object copy(Object struct) {
        return Structs.copy(struct, here());
    }

    @Word(
            value = "the fields that differ between two structs of the same layout, with both values. Also"
                    + " compares registers (any two of: m.regs, a copy of m.regs, a machine, a vCPU, a"
                    + " snapshot, the outcome of a run), or two readings of control, lapic, xsave, cpuid,"
                    + " ioapic or pic",
            example = "diff before, s")
    default StructDifference diff(Object one, Object other) {
        return difference(one, other, "diff");
    }

    @Word(
            value = "whether two structs of the same layout, or two sets of registers, are equal; takes the same"
                    + " arguments as diff",
            example = "same before, s")
    default boolean same(Object one, Object other) {
        return difference(one, other, "same").getNames().isEmpty();
    }

    private StructDifference difference(Object one, Object other, String word) {
        if (one instanceof NamedBits) {
            return NamedBits.difference(one, other);
        }
        return one instanceof HasRegisters && other instanceof HasRegisters
                ? HasRegisters.difference(one, other)
                : Structs.difference(one, other, word, here());
    }
}
