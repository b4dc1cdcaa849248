package org.kvmsh.dsl.arch.arm64;

import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.PageTables;
import org.kvmsh.dsl.device.ReadableMemory;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.register.RegisterNames;

/**
 * The page tables of EL1 and EL0. Source: Arm Architecture Reference Manual, "The AArch64 Virtual Memory System
 * Architecture": TCR_EL1, TTBR0_EL1, TTBR1_EL1 and the descriptors of 48-bit addresses.
 */
final class Arm64PageWalk implements PageTables {
    /** The bit of an address that selects TTBR1_EL1, also where a tag is in the byte above. */
    private static final long UPPER = 1L << 55;

    private static final long OUTPUT = (1L << 48) - 1;
    private static final int SIZE = 0x3f;
    private static final int T1SZ = 16;
    private static final int TG0 = 14;
    private static final int TG1 = 30;
    /** log2 of the granule for each value of TG0 and TG1; 0 is reserved. */
    private static final int[] GRANULES_0 = {12, 16, 14, 0};

    private static final int[] GRANULES_1 = {0, 14, 12, 16};
    private static final long VALID = 1;
    private static final long TABLE_OR_PAGE = 1 << 1;

    @Override
    public long physical(Vcpu vcpu, ReadableMemory memory, long address) {
        RegisterNames registers = Architecture.registersOf(vcpu.kernel().abi());
        long control = registers.find("tcr_el1").read(vcpu);
        boolean upper = (address & UPPER) != 0;
        int granule = upper ? GRANULES_1[(int) (control >>> TG1 & 3)] : GRANULES_0[(int) (control >>> TG0 & 3)];
        int bits = Long.SIZE - (int) (control >>> (upper ? T1SZ : 0) & SIZE);
        if (granule == 0) {
            return ProgramCounter.NOWHERE;
        }
        int index = granule - 3;
        long table = registers.find(upper ? "ttbr1_el1" : "ttbr0_el1").read(vcpu) & OUTPUT & ~1L;
        long inside = address & (1L << bits) - 1;
        for (int level = (bits - granule + index - 1) / index - 1; level >= 0; level--) {
            int shift = granule + index * level;
            long at = table + (inside >>> shift & (1L << index) - 1) * Long.BYTES;
            Long entry = memory.entry(at);
            if (entry == null || (entry & VALID) == 0 || level == 0 && (entry & TABLE_OR_PAGE) == 0) {
                return ProgramCounter.NOWHERE;
            }
            long output = entry & OUTPUT & -1L << granule;
            if (level == 0 || (entry & TABLE_OR_PAGE) == 0) {
                long size = 1L << shift;
                return output & -size | address & size - 1;
            }
            table = output;
        }
        return ProgramCounter.NOWHERE;
    }
}
