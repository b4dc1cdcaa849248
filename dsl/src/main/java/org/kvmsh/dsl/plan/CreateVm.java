package org.kvmsh.dsl.plan;

import org.kvmsh.dsl.spec.Site;

/** KVM_CREATE_VM. */
record CreateVm(long type, Site site) implements Step {
    @Override public String text() {
        return "KVM_CREATE_VM type " + type;
    }

    @Override public void perform(Bringup machine) {
        machine.made(machine.kvm().createVm(type).get());
    }
}
