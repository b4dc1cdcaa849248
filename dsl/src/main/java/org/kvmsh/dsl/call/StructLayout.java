package org.kvmsh.dsl.call;

import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * Whether the bytes of one struct mean the same as another: boards of two architectures have structs of one name with
 * other fields.
 */
final class StructLayout {
    private StructLayout() {}

    /** @param what where the struct is to go, as an error names it */
    static void check(StructValue given, Struct wanted, Abi abi, String what, Site site) {
        Struct struct = given.layout();
        if (!struct.name().equals(wanted.name())) {
            throw new ScriptError(
                    site, what + " takes struct " + wanted.name() + ", but this is a struct " + struct.name());
        }
        if (!isSame(struct, wanted) || given.abi().order() != abi.order()) {
            throw new ScriptError(
                    site,
                    what + " takes struct " + wanted.name() + " with the layout of " + abi.table()
                            + ", but this one was created for " + given.abi().table() + ", whose " + "layout differs",
                    "create it for this board: struct '" + wanted.name() + "', then set its fields");
        }
    }

    /** Whether two structs have the same bytes for the same fields. */
    static boolean isSame(Struct one, Struct other) {
        return one == other
                || one.name().equals(other.name())
                        && one.size() == other.size()
                        && one.fields().equals(other.fields())
                        && flexibleParts(one).equals(flexibleParts(other));
    }

    private static List<?> flexibleParts(Struct struct) {
        return struct.members().stream().filter(field -> field.count() == 0).toList();
    }
}
