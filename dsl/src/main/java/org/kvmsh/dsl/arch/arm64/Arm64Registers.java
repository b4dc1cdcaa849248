package org.kvmsh.dsl.arch.arm64;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.dsl.register.OneRegisterSet;
import org.kvmsh.dsl.register.WideRegister;

/**
 * The core registers of an arm64 vCPU.
 *
 * <p>Source: api.rst 4.68, "arm64 core/FP-SIMD registers have the following id bit patterns": the index is the
 * register's offset in struct kvm_regs in steps of four bytes.
 */
final class Arm64Registers {
    private static final Pattern VECTOR = Pattern.compile("v([12]?\\d|3[01])");
    private static final Set<String> STATUS = Set.of("fpsr", "fpcr");

    private Arm64Registers() {}

    static OneRegisterSet of(Abi abi) {
        Map<String, Long> ids = new LinkedHashMap<>();
        Struct regs = abi.struct("kvm_regs");
        long core = abi.constant("KVM_REG_ARM64") | abi.constant("KVM_REG_SIZE_U64") | abi.constant("KVM_REG_ARM_CORE");
        int general = regs.field("regs.regs").count();
        for (int i = 0; i < general; i++) {
            ids.put("x" + i, core | regs.offset("regs.regs[" + i + "]") / Integer.BYTES);
        }
        ids.put("pc", core | regs.offset("regs.pc") / Integer.BYTES);
        ids.put("pstate", core | regs.offset("regs.pstate") / Integer.BYTES);
        ids.put("sp_el0", core | regs.offset("regs.sp") / Integer.BYTES);
        ids.put("sp_el1", core | regs.offset("sp_el1") / Integer.BYTES);
        ids.put("elr_el1", core | regs.offset("elr_el1") / Integer.BYTES);
        ids.put("spsr_el1", core | regs.offset("spsr[" + abi.constant("KVM_SPSR_EL1") + "]") / Integer.BYTES);
        return new OneRegisterSet(ids);
    }

    /** Core registers that are no general ones. */
    static Map<String, Long> others(Abi abi) {
        Map<String, Long> ids = new LinkedHashMap<>();
        STATUS.forEach(name -> ids.put(name, wide(name, abi).id()));
        return ids;
    }

    /** v0 to v31, fpsr or fpcr; null for another name. */
    static WideRegister.OfOneReg wide(String name, Abi abi) {
        Matcher vector = VECTOR.matcher(name);
        boolean isVector = vector.matches();
        if (!isVector && !STATUS.contains(name)) {
            return null;
        }
        String member = isVector ? "vregs[" + vector.group(1) + "]" : name;
        long at = abi.struct("kvm_regs").offset("fp_regs." + member);
        return WideRegister.ofOneReg(
                abi.constant("KVM_REG_ARM64")
                        | abi.constant(isVector ? "KVM_REG_SIZE_U128" : "KVM_REG_SIZE_U32")
                        | abi.constant("KVM_REG_ARM_CORE")
                        | at / Integer.BYTES,
                abi);
    }
}
