package org.kvmsh.dsl.plan;

import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Site;

/**
 * KVM_CREATE_VM.
 *
 * @param whyType why it is of that type; empty for the architecture's usual one
 */
record CreateVm(long type, String whyType, Site site) implements Step {
    @Override
    public String text() {
        return "KVM_CREATE_VM type " + type;
    }

    @Override
    public String why() {
        return "creates the VM (api.rst 4.2)" + (whyType.isEmpty() ? "" : "; " + whyType);
    }

    @Override
    public void perform(Bringup machine) {
        machine.made(machine.kvm().createVm(type).get());
    }
}
