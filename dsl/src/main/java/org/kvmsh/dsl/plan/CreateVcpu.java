package org.kvmsh.dsl.plan;

import org.kvmsh.dsl.spec.Site;

/** KVM_CREATE_VCPU and the mapping of its kvm_run. */
record CreateVcpu(int id, Site site) implements Step {
    @Override public String text() {
        return "KVM_CREATE_VCPU " + id;
    }

    @Override public void perform(Bringup machine) {
        machine.made(id, machine.vm().createVcpu(id, machine.mmapSize()).get());
    }
}
