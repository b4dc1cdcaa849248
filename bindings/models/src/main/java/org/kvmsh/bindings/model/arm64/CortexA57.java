package org.kvmsh.bindings.model.arm64;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import org.kvmsh.bindings.text.TsvTable;

/** The registers of a Cortex-A57 under KVM, as {@code cortex-a57.tsv} has them from a kernel. */
final class CortexA57 {
    static final List<Register> REGISTERS = TsvTable.rows(CortexA57.class, "cortex-a57.tsv").stream()
            .map(CortexA57::register)
            .toList();

    /**
     * A register of KVM_GET_REG_LIST.
     *
     * @param value what it holds after KVM_ARM_VCPU_INIT
     * @param takes which values KVM_SET_ONE_REG takes
     */
    record Register(long id, BigInteger value, Takes takes) {}

    /** ANY value, only the SAME, or decided by a rule of KVM's own. */
    enum Takes {
        ANY,
        SAME,
        KVM,
        PSTATE
    }

    private static final int HEXADECIMAL = 16;

    private CortexA57() {}

    private static Register register(String[] columns) {
        return new Register(
                Long.parseUnsignedLong(columns[0], HEXADECIMAL),
                new BigInteger(columns[1], HEXADECIMAL),
                Takes.valueOf(columns[2].toUpperCase(Locale.ROOT)));
    }
}
