package org.kvmsh.dsl.arch.riscv64;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.dsl.register.OneRegisterSet;
import org.kvmsh.dsl.register.OneRegisters;
import org.kvmsh.dsl.register.Register;

/**
 * The registers of a riscv64 vCPU, each a one-reg: general registers by their ABI names, CSRs by the privileged
 * architecture's names, and all other one-regs of KVM with the name of their group as a prefix.
 *
 * <p>Source: api.rst 4.68, "RISC-V registers are mapped using the lower 32 bits": the index is the member's offset in
 * the struct of its group, in steps of the register's size, or for an extension its constant.
 */
record Riscv64Registers(Abi abi, Map<String, Register> into) {
    private static final List<String> FLOATING = List.of(
            "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "fs0", "fs1", "fa0", "fa1", "fa2", "fa3", "fa4",
            "fa5", "fa6", "fa7", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7", "fs8", "fs9", "fs10", "fs11", "ft8", "ft9",
            "ft10", "ft11");
    private static final String ISA = "KVM_RISCV_ISA_EXT_";
    private static final String SBI = "KVM_RISCV_SBI_EXT_";

    /** The registers of struct kvm_riscv_core. */
    static OneRegisterSet general(Abi abi) {
        Map<String, Long> ids = new LinkedHashMap<>();
        long core = id(abi, "U64", "CORE");
        for (Field field : abi.struct("kvm_riscv_core").fields()) {
            ids.put(field.name().replaceFirst("^regs\\.", ""), core | field.offset() / Long.BYTES);
        }
        return new OneRegisterSet(ids);
    }

    /** All others, and the general ones by their numbers. */
    static void others(Abi abi, Map<String, Register> into) {
        new Riscv64Registers(abi, into).all();
    }

    /** The id of an SBI extension's one-reg. */
    static long sbiExtension(Abi abi, String name) {
        return id(abi, "U64", "SBI_EXT") | abi.constant(SBI + name);
    }

    private static long id(Abi abi, String size, String type) {
        return abi.constant("KVM_REG_RISCV")
                | abi.constant("KVM_REG_SIZE_" + size)
                | abi.constant("KVM_REG_RISCV_" + type);
    }

    private void all() {
        byNumber();
        floating();
        members("kvm_riscv_csr", "CSR", "CSR_GENERAL", "");
        members("kvm_riscv_aia_csr", "CSR", "CSR_AIA", "");
        members("kvm_riscv_smstateen_csr", "CSR", "CSR_SMSTATEEN", "");
        members("kvm_riscv_config", "CONFIG", null, "config.");
        members("kvm_riscv_timer", "TIMER", null, "timer.");
        members("kvm_riscv_sbi_sta", "SBI_STATE", "SBI_STA", "sta.");
        members("kvm_riscv_sbi_fwft", "SBI_STATE", "SBI_FWFT", "fwft.");
        extensions(ISA, "ISA_EXT", "isa.");
        extensions(SBI, "SBI_EXT", "sbi.");
    }

    /** x1 is ra, and struct user_regs_struct has them in the order of their numbers, with the pc where x0 would be. */
    private void byNumber() {
        long core = id(abi, "U64", "CORE");
        int count = abi.struct("user_regs_struct").fields().size();
        for (int i = 1; i < count; i++) {
            into.put("x" + i, OneRegisters.of(core | i, abi));
        }
        into.put("fp", into.get("x8"));
    }

    /** Adds the registers of the extension D; fcsr is behind them and has half their size (api.rst 4.68). */
    private void floating() {
        for (int i = 0; i < FLOATING.size(); i++) {
            Register register = OneRegisters.of(id(abi, "U64", "FP_D") | i, abi);
            into.put(FLOATING.get(i), register);
            into.put("f" + i, register);
        }
        into.put("fcsr", OneRegisters.of(id(abi, "U32", "FP_D") | FLOATING.size(), abi));
    }

    /** @param subtype null for a group without subtypes */
    private void members(String struct, String type, String subtype, String prefix) {
        if (!abi.hasStruct(struct)) {
            return;
        }
        long group = id(abi, "U64", type) | (subtype == null ? 0 : abi.constant("KVM_REG_RISCV_" + subtype));
        for (Field field : abi.struct(struct).fields()) {
            into.put(prefix + field.name(), OneRegisters.of(group | field.offset() / Long.BYTES, abi));
        }
    }

    private void extensions(String constants, String type, String prefix) {
        for (Constant constant : abi.constants()) {
            if (constant.name().startsWith(constants) && !constant.name().endsWith("_MAX")) {
                into.put(
                        prefix + constant.name().substring(constants.length()).toLowerCase(Locale.ROOT),
                        OneRegisters.of(id(abi, "U64", type) | constant.value(), abi));
            }
        }
    }
}
