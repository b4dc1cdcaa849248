package org.kvmsh.dsl.arch.x86;

import java.util.List;
import org.kvmsh.bindings.kvm.Argument;

/** Flat segments: base 0 and no limit, code that may be read and data that may be written, for ring 0. */
final class X86Segments {
    static final List<String> DATA_NAMES = List.of("ds", "es", "fs", "gs", "ss");
    /**
     * Accessed code that may be read, and accessed data that may be written (Intel SDM volume 3, "Code- and
     * Data-Segment Descriptor Types").
     */
    private static final long CODE = 11;

    private static final long DATA = 3;
    private static final long LIMIT = 0xffffffffL;
    /** The second and third entry of a table, as in most software; there is no table until the guest creates one. */
    private static final long CODE_SELECTOR = 0x8;

    private static final long DATA_SELECTOR = 0x10;

    private X86Segments() {}

    static Argument code(Argument sregs) {
        return flat(sregs, "cs", CODE_SELECTOR, CODE);
    }

    static Argument data(Argument sregs, String name) {
        return flat(sregs, name, DATA_SELECTOR, DATA);
    }

    private static Argument flat(Argument sregs, String name, long selector, long type) {
        return sregs.set(name + ".base", 0)
                .set(name + ".limit", LIMIT)
                .set(name + ".selector", selector)
                .set(name + ".type", type)
                .set(name + ".present", 1)
                .set(name + ".dpl", 0)
                .set(name + ".s", 1)
                .set(name + ".g", 1)
                .set(name + ".unusable", 0);
    }
}
