package org.kvmsh.dsl.arch.x86;

import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.Site;

/**
 * A vCPU in 64-bit mode with flat segments, in the state after Intel SDM volume 3, "Initializing IA-32e Mode" (AMD APM
 * volume 2, "Enabling and Activating Long Mode"): CR4.PAE, CR3, EFER.LME, then CR0.PG, which makes the processor set
 * EFER.LMA.
 *
 * @param tables address of the page tables: the value of CR3
 * @param descriptors address of the GDT, the IDT and the TSS; null if the guest creates its own
 */
record X86LongMode(int id, long tables, Long descriptors, Site site) implements Step {
    @Override
    public String text() {
        return "KVM_SET_SREGS of vCPU " + id + ": 64-bit mode, cr3 " + Bits64.hex(tables)
                + (descriptors == null ? "" : ", idt, gdt and tr at " + Bits64.hex(descriptors));
    }

    @Override
    public String why() {
        return "long64: flat 64-bit segments, paging on; sets PE and PG in cr0, PAE in cr4, LME and LMA in efer"
                + " (Intel SDM volume 3, Initializing IA-32e Mode)";
    }

    @Override
    public void perform(Bringup machine) {
        machine.vcpus().get(id).changeSregs(sregs -> {
            // CS.L selects 64-bit mode, and CS.D must then be 0 (Intel SDM volume 3, "Code Segment Descriptor in 64-bit
            // Mode").
            X86Segments.code(sregs).set("cs.l", 1).set("cs.db", 0);
            for (String name : X86Segments.DATA_NAMES) {
                X86Segments.data(sregs, name).set(name + ".l", 0).set(name + ".db", 1);
            }
            sregs.set("cr3", tables)
                    .set("cr4", sregs.get("cr4") | ControlBits.CR4_PAE)
                    .set("efer", sregs.get("efer") | ControlBits.EFER_LME | ControlBits.EFER_LMA)
                    .set(
                            "cr0",
                            (sregs.get("cr0") | ControlBits.CR0_PE | ControlBits.CR0_PG)
                                    & ~(ControlBits.CR0_CD | ControlBits.CR0_NW));
            if (descriptors != null) {
                X86DescriptorTables.use(sregs, descriptors);
            }
        });
    }
}
