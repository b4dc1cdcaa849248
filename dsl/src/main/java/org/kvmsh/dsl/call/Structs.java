package org.kvmsh.dsl.call;

import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.ValueInWords;

/** The operations of scripts on whole structs: words, since a field may have any name. */
public final class Structs {
    private Structs() {}

    /** {@code struct 'kvm_cpuid2', entries: […]}: a struct of a board's layout. */
    public static StructValue create(Abi abi, String name, Map<String, ?> fields, Site site) {
        String plain = name.strip().replaceFirst("^(struct|union)\\s+", "");
        if (!abi.hasStruct(plain)) {
            throw new ScriptError(
                    site,
                    "unknown struct " + plain + " on " + abi.table(),
                    Nearest.note(plain, abi.structs().stream().map(Struct::name).toList()));
        }
        return StructValue.create(abi, abi.struct(plain), fields, site);
    }

    public static StructValue copy(Object struct, Site site) {
        return value(struct, "copy", site).copy();
    }

    /** The fields that differ; empty for structs of different layouts. */
    public static StructDifference difference(Object one, Object other, String word, Site site) {
        StructValue left = value(one, word, site);
        StructValue right = value(other, word, site);
        StructLayout.check(right, left.layout(), left.abi(), "the second struct of " + word, site);
        return StructDifference.of(left, right);
    }

    private static StructValue value(Object struct, String word, Site site) {
        if (struct instanceof StructValue value) {
            return value;
        }
        throw new ScriptError(
                site,
                word + " takes a struct, not " + ValueInWords.of(struct),
                "get a struct from an ioctl, or create one: struct 'kvm_regs', rip: 0x1000");
    }
}
