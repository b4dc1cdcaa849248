package org.kvmsh.dsl.plan;

import java.util.List;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.spec.Bits64;
import org.kvmsh.dsl.spec.Site;

/**
 * A vCPU in 64-bit mode with flat segments, as software leaves it that went through Intel SDM volume 3, "Initializing IA-32e Mode" (AMD
 * APM volume 2, "Enabling and Activating Long Mode"): CR4.PAE, CR3, EFER.LME, then CR0.PG, which makes the processor set EFER.LMA.
 *
 * @param tables where the page tables are: what goes into CR3
 */
record X86LongMode(int id, long tables, Site site) implements Step {
    /** Intel SDM volume 3, "Control Registers". */
    private static final long CR0_PE = 1L;
    private static final long CR0_NW = 1L << 29;
    private static final long CR0_CD = 1L << 30;
    private static final long CR0_PG = 1L << 31;
    private static final long CR4_PAE = 1L << 5;
    /** Intel SDM volume 3, "Extended Feature Enable Register". */
    private static final long EFER_LME = 1L << 8;
    private static final long EFER_LMA = 1L << 10;
    /** Accessed code that may be read, and accessed data that may be written (Intel SDM volume 3, "Code- and Data-Segment Descriptor Types"). */
    private static final long CODE = 11;
    private static final long DATA = 3;
    private static final long LIMIT = 0xffffffffL;
    /** The second and third entry of a table, as most software has them; there is no table until the guest makes one. */
    private static final long CODE_SELECTOR = 0x8;
    private static final long DATA_SELECTOR = 0x10;

    @Override public String text() {
        return "KVM_SET_SREGS of vCPU " + id + ": 64-bit mode, cr3 " + Bits64.hex(tables);
    }

    @Override public String why() {
        return "long64: flat 64-bit segments, paging on; cr0, cr4 and efer get these bits besides those that they have (Intel SDM volume 3, Initializing IA-32e Mode)";
    }

    @Override public void perform(Bringup machine) {
        Vcpu vcpu = machine.vcpus().get(id);
        try (Argument sregs = Argument.of(machine.kernel(), "kvm_sregs")) {
            vcpu.getSregs(sregs).get();
            // CS.L makes it 64-bit mode, and CS.D must be 0 then (Intel SDM volume 3, "Code Segment Descriptor in 64-bit Mode").
            segment(sregs, "cs", CODE_SELECTOR, CODE).set("cs.l", 1).set("cs.db", 0);
            for (String name : List.of("ds", "es", "fs", "gs", "ss")) {
                segment(sregs, name, DATA_SELECTOR, DATA).set(name + ".l", 0).set(name + ".db", 1);
            }
            sregs.set("cr3", tables).set("cr4", sregs.get("cr4") | CR4_PAE).set("efer", sregs.get("efer") | EFER_LME | EFER_LMA)
                    .set("cr0", (sregs.get("cr0") | CR0_PE | CR0_PG) & ~(CR0_CD | CR0_NW));
            vcpu.setSregs(sregs).get();
        }
    }

    private static Argument segment(Argument sregs, String name, long selector, long type) {
        return sregs.set(name + ".base", 0).set(name + ".limit", LIMIT).set(name + ".selector", selector).set(name + ".type", type)
                .set(name + ".present", 1).set(name + ".dpl", 0).set(name + ".s", 1).set(name + ".g", 1).set(name + ".unusable", 0);
    }
}
