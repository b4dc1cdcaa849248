package org.kvmsh.bindings.model.ppc64;

/**
 * The processors of the boards.
 *
 * @param arch the version of its architecture, as in guest_arch
 * @param version its PVR (arch/powerpc/kernel/cputable.c: the upper half is the processor, the lower one its revision)
 * @param littleEndian whether it has MSR[LE]: Power ISA 2.06 has it for servers, the PowerPC 970 is big-endian only
 * @param needsRma whether a guest needs a real mode area: 2.06 has virtual ones (9e368f291560, KVM: PPC: book3s_hv: Add
 *     support for PPC970-family processors)
 */
public record Ppc64ModelCpu(String name, int arch, long version, boolean littleEndian, boolean needsRma) {
    public static final Ppc64ModelCpu PPC970 = new Ppc64ModelCpu("PPC970", 201, 0x0044_0101L, false, true);
    public static final Ppc64ModelCpu POWER7 = new Ppc64ModelCpu("POWER7", 206, 0x003f_0203L, true, false);
}
