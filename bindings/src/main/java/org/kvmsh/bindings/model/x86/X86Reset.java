package org.kvmsh.bindings.model.x86;

import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Region;

/** The state of an x86 vCPU after reset. Source: Intel SDM volume 3, "Processor State After Reset"; arch/x86/kvm/x86.c, kvm_vcpu_reset. */
final class X86Reset {
    private static final long RIP = 0xfff0;
    /** Family, model and stepping of a vCPU that was given no CPUID. */
    private static final long RDX = 0x600;
    private static final long CS_BASE = 0xffff0000L;
    private static final long CS_SELECTOR = 0xf000;
    private static final long LIMIT = 0xffff;
    private static final long CR0 = 0x60000010L;
    private static final long APIC_BASE = 0xfee00800L;
    private static final long APIC_BASE_BSP = 0x100;
    private static final long DATA_SEGMENT = 0x3;
    private static final long CODE_SEGMENT = 0xb;
    private static final long LDT = 0x2;
    private static final long BUSY_TSS = 0xb;

    private X86Reset() { }

    static void apply(X86RealMode cpu, Region sregs, Struct layout, long id) {
        cpu.setRegister("rip", RIP);
        cpu.setRegister("rdx", RDX);
        cpu.setRegister("rflags", X86Flags.ALWAYS_ONE);
        for (String data : new String[] {"ds", "es", "fs", "gs", "ss"}) {
            segment(sregs, layout, data, DATA_SEGMENT, 1);
        }
        segment(sregs, layout, "cs", CODE_SEGMENT, 1);
        segment(sregs, layout, "ldt", LDT, 0);
        segment(sregs, layout, "tr", BUSY_TSS, 0);
        put(sregs, layout, "cs.base", CS_BASE);
        put(sregs, layout, "cs.selector", CS_SELECTOR);
        put(sregs, layout, "gdt.limit", LIMIT);
        put(sregs, layout, "idt.limit", LIMIT);
        put(sregs, layout, "cr0", CR0);
        put(sregs, layout, "apic_base", APIC_BASE | (id == 0 ? APIC_BASE_BSP : 0));
    }

    private static void segment(Region sregs, Struct layout, String name, long type, long codeOrData) {
        put(sregs, layout, name + ".limit", LIMIT);
        put(sregs, layout, name + ".type", type);
        put(sregs, layout, name + ".present", 1);
        put(sregs, layout, name + ".s", codeOrData);
    }

    private static void put(Region sregs, Struct layout, String field, long value) {
        sregs.put(layout.offset(field), layout.field(field).bytes(), value);
    }
}
