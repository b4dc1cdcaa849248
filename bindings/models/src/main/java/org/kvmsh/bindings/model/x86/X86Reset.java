package org.kvmsh.bindings.model.x86;

/**
 * The state of an x86 vCPU after reset. Source: Intel SDM volume 3, "Processor State After Reset"; arch/x86/kvm/x86.c,
 * kvm_vcpu_reset.
 */
final class X86Reset {
    private static final long RIP = 0xfff0;
    /** Family, model and stepping of a vCPU that was given no CPUID. */
    private static final long RDX = 0x600;

    private static final long CS_BASE = 0xffff0000L;
    private static final int CS_SELECTOR = 0xf000;
    private static final long LIMIT = 0xffff;
    private static final long CR0 = 0x60000010L;
    private static final long APIC_BASE = 0xfee00800L;
    private static final long APIC_BASE_BSP = 0x100;
    private static final int DATA_SEGMENT = 0x3;
    private static final int CODE_SEGMENT = 0xb;
    private static final int LDT = 0x2;
    private static final int BUSY_TSS = 0xb;

    private X86Reset() {}

    static void apply(X86State state, long id) {
        state.rip = RIP;
        state.registers[X86State.RDX] = RDX;
        state.rflags = X86Flags.ALWAYS_ONE;
        for (int i = 0; i < state.segments.length; i++) {
            state.segments[i] = segment(DATA_SEGMENT, true);
        }
        X86Segment code = segment(CODE_SEGMENT, true);
        code.base = CS_BASE;
        code.selector = CS_SELECTOR;
        state.segments[X86Segment.CS] = code;
        state.ldt = segment(LDT, false);
        state.tr = segment(BUSY_TSS, false);
        state.gdtLimit = LIMIT;
        state.idtLimit = LIMIT;
        state.cr0 = CR0;
        state.apicBase = APIC_BASE | (id == 0 ? APIC_BASE_BSP : 0);
    }

    private static X86Segment segment(int type, boolean codeOrData) {
        X86Segment segment = new X86Segment();
        segment.limit = LIMIT;
        segment.type = type;
        segment.present = true;
        segment.codeOrData = codeOrData;
        return segment;
    }
}
