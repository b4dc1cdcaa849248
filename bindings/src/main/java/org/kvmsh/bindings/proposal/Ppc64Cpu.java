package org.kvmsh.bindings.proposal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The processors in the mails of 2011: the results of cpu_has_feature(). */
public enum Ppc64Cpu {
    /** CPU_FTR_ARCH_201; it cannot run a guest without a real mode area. */
    PPC970(201, 2),
    /** CPU_FTR_ARCH_206; it has virtual real mode areas too. */
    POWER7(206, 1);

    private final int arch;
    private final int rma;

    Ppc64Cpu(int arch, int rma) {
        this.arch = arch;
        this.rma = rma;
    }

    /** The architecture's version as guest_arch has it. */
    public int arch() {
        return arch;
    }

    /** KVM_CAP_PPC_RMA in hypervisor mode (aa04b4cc5be6). */
    public int rma() {
        return rma;
    }

    /** The processor of a name as a board's option has it, or null. */
    public static Ppc64Cpu of(String name) {
        return Arrays.stream(values())
                .filter(cpu -> cpu.toString().equals(name))
                .findFirst()
                .orElse(null);
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(Ppc64Cpu::toString).toList();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
