package org.kvmsh.dsl.complete;

import java.util.List;
import org.kvmsh.bindings.code.dwarf.DwarfType;
import org.kvmsh.dsl.inspect.KnownSymbols;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.variable.GuestVariables;

/** The variables of a machine's guest and the members of its structs, by their types: no guest memory is read. */
final class MembersOfVariables {
    private MembersOfVariables() {}

    /** The symbols of a machine that is known; null for other words. */
    static Known symbols(Known of, String word) {
        return word.equals("symbols") && of.value() instanceof Machine machine
                ? new Known(KnownSymbols.class, machine.machineParts().names().variables(), List.of())
                : null;
    }

    /** A variable of a struct, or a member that is one; null for others. */
    static Known member(Known of, String name) {
        DwarfType type = of.value() instanceof GuestVariables variables
                ? variables.type(name)
                : of.value() instanceof DwarfType.Structure structure && structure.find(name) != null
                        ? structure.find(name).type()
                        : null;
        DwarfType plain = type == null ? null : type.plain();
        while (plain instanceof DwarfType.Array array) {
            // The elements of an array, which an index selects.
            plain = array.element().plain();
        }
        return plain instanceof DwarfType.Structure ? new Known(DwarfType.class, plain, List.of()) : null;
    }

    /** Whether it is a struct, or an array of them. */
    static boolean isStruct(Known of) {
        return of.type() == DwarfType.class;
    }

    /** The names of the members of either; empty for other values. */
    static List<String> names(Known of) {
        return of.value() instanceof GuestVariables variables
                ? variables.names()
                : of.value() instanceof DwarfType.Structure structure ? structure.names() : List.of();
    }
}
