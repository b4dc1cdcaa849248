package org.kvmsh.bindings.model.arm64;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.LongToIntFunction;
import org.kvmsh.bindings.kernel.Errno;

/**
 * The firmware that KVM plays for a guest: its version of PSCI and its services, which a VM's vCPUs share. Source:
 * arch/arm64/kvm/hypercalls.c, kvm_arm_set_fw_reg; Documentation/virt/kvm/arm/hypercalls.rst.
 */
final class Firmware {
    /** A register of it as a vCPU has it. */
    record Register(LongSupplier get, LongToIntFunction set) {}

    /** PSCI's versions (Arm DEN0022, 5.1): the major one in the upper half. */
    static final long PSCI_0_1 = 1;

    static final long PSCI_0_2 = 2;
    static final long PSCI_1_0 = 0x10000;
    static final long PSCI_1_1 = 0x10001;

    /** The services of each map that this kernel has: TRNG; stolen time; the vendor's own and PTP. */
    private static final Map<String, Long> SERVICES =
            Map.of("KVM_REG_ARM_STD_BMAP", 1L, "KVM_REG_ARM_STD_HYP_BMAP", 1L, "KVM_REG_ARM_VENDOR_HYP_BMAP", 3L);

    private final Map<String, Long> services = new HashMap<>(SERVICES);
    private final BooleanSupplier hasRun;
    private long psciVersion = PSCI_1_1;

    /** @param hasRun whether a vCPU of the VM has run */
    Firmware(BooleanSupplier hasRun) {
        this.hasRun = hasRun;
    }

    synchronized long psciVersion() {
        return psciVersion;
    }

    /** @param hasPsci whether the vCPU has the feature KVM_ARM_VCPU_PSCI_0_2 */
    Map<String, Register> registers(BooleanSupplier hasPsci) {
        Map<String, Register> registers = new HashMap<>();
        registers.put(
                "KVM_REG_ARM_PSCI_VERSION",
                new Register(
                        () -> hasPsci.getAsBoolean() ? psciVersion() : PSCI_0_1,
                        value -> setPsciVersion(value, hasPsci.getAsBoolean())));
        // A Cortex-A57 whose firmware offers no workaround: not available, and for the second one "unknown" is accepted
        // too.
        registers.put("KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_1", level(0));
        registers.put("KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_2", level(1));
        registers.put("KVM_REG_ARM_SMCCC_ARCH_WORKAROUND_3", level(0));
        SERVICES.forEach((name, all) ->
                registers.put(name, new Register(() -> services(name), value -> setServices(name, value))));
        return registers;
    }

    private static Register level(long most) {
        return new Register(() -> 0, value -> Long.compareUnsigned(value, most) > 0 ? Errno.EINVAL.negative() : 0);
    }

    private synchronized long services(String name) {
        return services.get(name);
    }

    private synchronized int setServices(String name, long value) {
        if ((value & ~SERVICES.get(name)) != 0) {
            return Errno.EINVAL.negative();
        }
        if (hasRun.getAsBoolean() && value != services.get(name)) {
            return Errno.EBUSY.negative();
        }
        services.put(name, value);
        return 0;
    }

    private synchronized int setPsciVersion(long value, boolean hasPsci) {
        boolean known = hasPsci ? value == PSCI_0_2 || value == PSCI_1_0 || value == PSCI_1_1 : value == PSCI_0_1;
        if (!known) {
            return Errno.EINVAL.negative();
        }
        psciVersion = hasPsci ? value : psciVersion;
        return 0;
    }
}
