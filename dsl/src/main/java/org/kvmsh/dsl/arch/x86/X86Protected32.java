package org.kvmsh.dsl.arch.x86;

import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Site;

/**
 * A vCPU in 32-bit protected mode with flat segments and without paging, in the state after Intel SDM volume 3,
 * "Switching to Protected Mode". The segments' descriptors are in the vCPU's own registers: no table is in guest
 * memory.
 */
record X86Protected32(int id, Site site) implements Step {
    @Override
    public String text() {
        return "KVM_SET_SREGS of vCPU " + id + ": 32-bit protected mode";
    }

    @Override
    public String why() {
        return "prot32: flat 32-bit segments, paging off; adds PE to cr0 (Intel SDM volume 3, Switching to Protected"
                + " Mode)";
    }

    @Override
    public void perform(Bringup machine) {
        machine.vcpus().get(id).changeSregs(sregs -> {
            // D selects 32-bit operands and addresses (Intel SDM volume 3, "Segment Descriptors").
            X86Segments.code(sregs).set("cs.l", 0).set("cs.db", 1);
            for (String name : X86Segments.DATA_NAMES) {
                X86Segments.data(sregs, name).set(name + ".l", 0).set(name + ".db", 1);
            }
            sregs.set("cr0", (sregs.get("cr0") | ControlBits.CR0_PE) & ~(ControlBits.CR0_CD | ControlBits.CR0_NW));
        });
    }
}
