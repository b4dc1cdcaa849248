package org.kvmsh.repl.abi;

import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;

/**
 * The kernel headers' entry for a name.
 *
 * @param facts for JSON
 * @param lines for a person
 */
public record ShownName(Object facts, List<String> lines) {
    /** An ioctl, a struct, a field of one or a constant; null if neither the headers nor a proposal has the name. */
    public static ShownName of(Abi abi, String name) {
        ShownName kernel = in(abi, name);
        // A mail's proposals can be looked up on any board, and are marked.
        return kernel != null ? kernel : in(Abi.rfc(abi.table()), name);
    }

    /** Whether the headers have the name, proposals left out. */
    static boolean has(Abi abi, String name) {
        return abi.hasIoctl(name) || abi.hasStruct(name) || abi.hasConstant(name) || isField(abi, name);
    }

    private static ShownName in(Abi abi, String name) {
        if (abi.hasIoctl(name)) {
            Ioctl ioctl = abi.ioctl(name);
            return new ShownName(AbiFacts.of(abi, ioctl), Pages.of(abi, ioctl));
        } else if (abi.hasStruct(name)) {
            Struct struct = abi.struct(name);
            return new ShownName(AbiFacts.of(abi, struct), Pages.of(abi, struct));
        } else if (abi.hasConstant(name)) {
            Constant constant = abi.constants().stream()
                    .filter(c -> c.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            return new ShownName(AbiFacts.of(abi, constant), Pages.of(abi, constant));
        } else if (isField(abi, name)) {
            Struct holder = abi.struct(name.substring(0, name.indexOf('.')));
            String path = name.substring(name.indexOf('.') + 1);
            return new ShownName(
                    AbiFacts.of(abi, name, holder.field(path)), Pages.of(abi, holder, name, holder.field(path)));
        }
        return null;
    }

    private static boolean isField(Abi abi, String name) {
        int dot = name.indexOf('.');
        return dot >= 0
                && abi.hasStruct(name.substring(0, dot))
                && abi.struct(name.substring(0, dot)).has(name.substring(dot + 1));
    }
}
