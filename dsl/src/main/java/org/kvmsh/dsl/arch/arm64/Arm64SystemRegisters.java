package org.kvmsh.dsl.arch.arm64;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.text.TsvTable;
import org.kvmsh.dsl.register.OneRegisters;
import org.kvmsh.dsl.register.Register;

/**
 * System registers of arm64 as one-regs: the id has op0, op1, CRn, CRm and op2, by which MRS and MSR know them (api.rst
 * 4.68). Names and encodings are in {@code arm64-system-registers.tsv}.
 */
final class Arm64SystemRegisters {
    private static final String SHIFT = "KVM_REG_ARM64_SYSREG_";

    private Arm64SystemRegisters() {}

    static void of(Abi abi, Map<String, Register> into) {
        long system =
                abi.constant("KVM_REG_ARM64") | abi.constant("KVM_REG_SIZE_U64") | abi.constant("KVM_REG_ARM64_SYSREG");
        for (String[] row : TsvTable.rows(Arm64SystemRegisters.class, "arm64-system-registers.tsv")) {
            long id = system;
            int column = 1;
            for (String part : List.of("OP0", "OP1", "CRN", "CRM", "OP2")) {
                id |= Long.parseLong(row[column++]) << abi.constant(SHIFT + part + "_SHIFT");
            }
            into.put(row[0], OneRegisters.of(id, abi));
        }
    }
}
