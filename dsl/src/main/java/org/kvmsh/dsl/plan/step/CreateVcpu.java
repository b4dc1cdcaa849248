package org.kvmsh.dsl.plan.step;

import org.kvmsh.dsl.script.Site;

/**
 * KVM_CREATE_VCPU and the mapping of its kvm_run.
 *
 * @param warning why it will not run; empty if no problem is known
 */
public record CreateVcpu(int id, String warning, Site site) implements Step {
    public CreateVcpu(int id, Site site) {
        this(id, "", site);
    }

    @Override
    public String text() {
        return "KVM_CREATE_VCPU " + id;
    }

    @Override
    public String why() {
        return "creates a vCPU and maps its kvm_run, which reports its exits (api.rst 4.7)";
    }

    @Override
    public void perform(Bringup machine) {
        machine.made(id, machine.vm().createVcpu(id, machine.mmapSize()).get());
    }
}
