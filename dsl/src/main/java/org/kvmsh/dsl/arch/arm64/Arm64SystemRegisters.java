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

    /** The virtual timer's count has the encoding of its compare value, and the other way around (api.rst 4.68). */
    private static final Map<String, String> TIMERS = Map.of(
            "cntv_ctl_el0", "KVM_REG_ARM_TIMER_CTL",
            "cntv_cval_el0", "KVM_REG_ARM_TIMER_CVAL",
            "cntvct_el0", "KVM_REG_ARM_TIMER_CNT",
            "cntp_ctl_el0", "KVM_REG_ARM_PTIMER_CTL",
            "cntp_cval_el0", "KVM_REG_ARM_PTIMER_CVAL",
            "cntpct_el0", "KVM_REG_ARM_PTIMER_CNT");

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
        TIMERS.forEach((name, constant) -> into.put(name, OneRegisters.of(abi.constant(constant), abi)));
        Arm64Registers.others(abi).forEach((name, id) -> into.put(name, OneRegisters.of(id, abi)));
    }
}
