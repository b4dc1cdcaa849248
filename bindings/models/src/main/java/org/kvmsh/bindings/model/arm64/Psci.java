package org.kvmsh.bindings.model.arm64;

import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.NotModelled;

/**
 * KVM's answers to a guest's HVC: PSCI and the version of the calling convention. Source: Arm DEN0022, PSCI, 5.1, and
 * DEN0028, SMCCC; arch/arm64/kvm/psci.c and hypercalls.c.
 */
final class Psci {
    /** The effect of a call on the vCPU. */
    enum Then {
        GO_ON,
        WAIT,
        STOP,
        SHUTDOWN,
        RESET
    }

    private static final long SUCCESS = 0;
    private static final long NOT_SUPPORTED = -1;
    private static final long INVALID_PARAMETERS = -2;
    private static final long ALREADY_ON = -4;
    private static final long INTERNAL_FAILURE = -6;
    private static final long NOT_A_TRUSTED_OS_TO_MIGRATE = 2;
    private static final long SMCCC_1_1 = 0x10001;
    private static final long WORD = 0xffffffffL;
    private static final long FUNCTION_64 = 1L << 30;
    private static final int AFFINITY_LEVELS = 4;

    private static final long SMCCC_VERSION = 0x80000000L;
    private static final long VERSION = 0x84000000L;
    private static final long CPU_SUSPEND = 0x84000001L;
    private static final long CPU_OFF = 0x84000002L;
    private static final long CPU_ON = 0x84000003L;
    private static final long AFFINITY_INFO = 0x84000004L;
    private static final long MIGRATE_INFO_TYPE = 0x84000006L;
    private static final long SYSTEM_OFF = 0x84000008L;
    private static final long SYSTEM_RESET = 0x84000009L;
    private static final long FEATURES = 0x8400000aL;
    private static final long SYSTEM_RESET2 = 0x84000012L;
    private static final Set<Long> WITH_64_BITS = Set.of(CPU_SUSPEND, CPU_ON, AFFINITY_INFO, SYSTEM_RESET2);
    /**
     * SMCCC_ARCH_FEATURES and the workarounds, TRNG, stolen time, the hypervisor's own: the kernel answers them, and
     * the model has no rule.
     */
    private static final Set<Long> NOT_MODELLED = Set.of(
            0x80000001L,
            0x80008000L,
            0x80007fffL,
            0x80003fffL,
            0x84000050L,
            0x84000051L,
            0x84000052L,
            0x84000053L,
            0xc4000053L,
            0xc5000020L,
            0xc5000021L,
            0x8600ff01L,
            0x86000000L,
            0x86000001L);

    private final Abi abi;
    private final Arm64Vm vm;

    Psci(Abi abi, Arm64Vm vm) {
        this.abi = abi;
        this.vm = vm;
    }

    /**
     * Returns results in X0, and clears X1 to X3. A vCPU without the feature PSCI_0_2 has PSCI 0.1, whose functions
     * have KVM's own numbers.
     */
    Then call(Arm64Vcpu vcpu, A64State state) {
        long function = state.x[0] & WORD;
        if (NOT_MODELLED.contains(function)) {
            throw new NotModelled("the model does not implement the hypercall 0x" + Long.toHexString(function)
                    + " at pc 0x" + Long.toHexString(state.pc));
        }
        boolean is64 = (function & FUNCTION_64) != 0;
        long base = function & ~FUNCTION_64;
        long mask = is64 ? -1 : WORD;
        Then then = Then.GO_ON;
        long result = NOT_SUPPORTED;
        if (function == SMCCC_VERSION) {
            result = SMCCC_1_1;
        } else if (!vcpu.hasPsci()) {
            then = function == abi.constant("KVM_PSCI_FN_CPU_OFF") ? Then.STOP : Then.GO_ON;
            result = then == Then.STOP
                    ? SUCCESS
                    : function == abi.constant("KVM_PSCI_FN_CPU_ON")
                            ? turnOn(state.x[1], state.x[2], state.x[3], true)
                            : NOT_SUPPORTED;
        } else if (!is64 || WITH_64_BITS.contains(base)) {
            then = thenOf(base, state.x[1] & mask);
            result = answer(base, state.x[1] & mask, state.x[2] & mask, state.x[3] & mask);
        }
        state.x[0] = result;
        state.x[1] = 0;
        state.x[2] = 0;
        state.x[3] = 0;
        return then;
    }

    private Then thenOf(long function, long argument) {
        if (function == CPU_SUSPEND) {
            return Then.WAIT;
        } else if (function == CPU_OFF) {
            return Then.STOP;
        } else if (function == SYSTEM_OFF) {
            return Then.SHUTDOWN;
        } else if (function == SYSTEM_RESET) {
            return Then.RESET;
        } else if (function == SYSTEM_RESET2 && has(Firmware.PSCI_1_1)) {
            throw new NotModelled(
                    "the model does not implement PSCI SYSTEM_RESET2 type 0x" + Long.toHexString(argument));
        }
        return Then.GO_ON;
    }

    private long answer(long function, long one, long two, long three) {
        if (function == VERSION) {
            return vm.firmware().psciVersion();
        } else if (function == CPU_SUSPEND || function == CPU_OFF) {
            return SUCCESS;
        } else if (function == CPU_ON) {
            return turnOn(one, two, three, false);
        } else if (function == AFFINITY_INFO) {
            return affinity(one, two);
        } else if (function == MIGRATE_INFO_TYPE) {
            return NOT_A_TRUSTED_OS_TO_MIGRATE;
        } else if (function == SYSTEM_OFF || function == SYSTEM_RESET) {
            return INTERNAL_FAILURE;
        } else if (function == FEATURES && has(Firmware.PSCI_1_0)) {
            return hasFunction(one) ? SUCCESS : NOT_SUPPORTED;
        }
        return NOT_SUPPORTED;
    }

    private boolean has(long version) {
        return vm.firmware().psciVersion() >= version;
    }

    private boolean hasFunction(long function) {
        long base = function & ~FUNCTION_64;
        boolean known = Set.of(
                                VERSION,
                                CPU_SUSPEND,
                                CPU_OFF,
                                CPU_ON,
                                AFFINITY_INFO,
                                MIGRATE_INFO_TYPE,
                                SYSTEM_OFF,
                                SYSTEM_RESET,
                                FEATURES)
                        .contains(base)
                || base == SYSTEM_RESET2 && has(Firmware.PSCI_1_1);
        return function == SMCCC_VERSION || known && (base == function || WITH_64_BITS.contains(base));
    }

    /** kvm_psci_vcpu_on: the target is reset before it runs. */
    private long turnOn(long affinity, long entry, long context, boolean isFirst) {
        Arm64Vcpu target = vm.vcpuOf(affinity);
        if (target == null) {
            return INVALID_PARAMETERS;
        }
        return target.turnOn(entry, context) ? SUCCESS : isFirst ? INVALID_PARAMETERS : ALREADY_ON;
    }

    /** kvm_psci_vcpu_affinity_info: on if any vCPU that matches at that level is on. */
    private long affinity(long affinity, long level) {
        if (level < 0 || level >= AFFINITY_LEVELS) {
            return INVALID_PARAMETERS;
        }
        long mask = Arm64Vcpu.AFFINITY & ~A64Bits.ones((int) level * Byte.SIZE);
        Boolean isOn = vm.isOneOn(affinity, mask);
        return isOn == null ? INVALID_PARAMETERS : isOn ? 0 : 1;
    }
}
