package org.kvmsh.dsl.lang;

import java.util.Map;
import org.kvmsh.dsl.call.StructDifference;
import org.kvmsh.dsl.call.Structs;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.word.Word;

/** Structs of the kernel's as values, apart from every board. */
public interface StructWords {
    Session session();

    Site here();

    @Word(value = "a new struct of the kernel's by its name, as this board's headers have it: the fields that are named, zero in the others; the count beside an array at its end follows the array unless it is"
            + " given. Its fields are read and assigned, and an ioctl takes it in place of named fields",
            example = "def list = struct 'kvm_cpuid2', entries: [[function: 0, eax: 1]]", js = "const list = struct('kvm_cpuid2', {entries: [{function: 0, eax: 1}]})")
    default Object struct(String name) {
        return struct(Map.of(), name);
    }

    /** {@code struct 'kvm_regs', rip: 0x1000}. */
    default Object struct(Map<String, ?> fields, String name) {
        return Structs.create(session().board().kernel().abi(), name, fields, here());
    }

    @Word(value = "another struct of the same value: what is assigned to the one does not change the other", example = "def before = copy s")
    default Object copy(Object struct) {
        return Structs.copy(struct, here());
    }

    @Word(value = "the fields in which two structs of one layout differ, with what each of them has", example = "diff before, s")
    default StructDifference diff(Object one, Object other) {
        return Structs.difference(one, other, "diff", here());
    }

    @Word(value = "whether two structs of one layout have the same value in every field", example = "same before, s")
    default boolean same(Object one, Object other) {
        return Structs.difference(one, other, "same", here()).getNames().isEmpty();
    }
}
