package org.kvmsh.dsl.arch.x86;

import java.util.Optional;
import org.kvmsh.bindings.abi.Abi;

/**
 * An event as VMX describes it in 32 bits: vector, type and whether there is one (Intel SDM volume 3, "Information for
 * VM Exits Due to Vectored Events", "IDT-Vectoring Information").
 *
 * @param vector of the IDT
 * @param type 0 external interrupt, 2 NMI, 3 hardware exception, 4 to 6 of the guest instruction
 */
record EventWord(int vector, int type) {
    private static final int VECTOR = 0xff;
    private static final int TYPE_SHIFT = 8;
    private static final int TYPE = 7;
    private static final long VALID = 1L << 31;

    /** The event in one of an exit's values; empty if the value holds no event. */
    static Optional<EventWord> at(long[] data, int index) {
        return index < data.length && (data[index] & VALID) != 0
                ? Optional.of(new EventWord((int) data[index] & VECTOR, (int) data[index] >> TYPE_SHIFT & TYPE))
                : Optional.empty();
    }

    /** {@code a hardware exception, vector 14, #PF}. */
    String text(Abi abi) {
        return switch (type) {
            case 0 -> "an external interrupt, vector " + vector;
            case 2 -> "an NMI";
            case 3 -> "a hardware exception, " + Vectors.text(abi, vector);
            default -> "a software interrupt or exception, " + Vectors.text(abi, vector);
        };
    }
}
