package org.kvmsh.dsl.plan.step;

import org.kvmsh.dsl.script.Site;

/**
 * KVM_CREATE_VCPU and the mapping of its kvm_run.
 *
 * @param waitsFor what the guest has to do before it runs; empty if it runs at once
 * @param warning why it will not run as the script has it; empty if no problem is known
 */
public record CreateVcpu(int id, String waitsFor, String warning, Site site) implements Step {
    public CreateVcpu(int id, Site site) {
        this(id, "", site);
    }

    public CreateVcpu(int id, String warning, Site site) {
        this(id, "", warning, site);
    }

    @Override
    public String text() {
        return "KVM_CREATE_VCPU " + id;
    }

    @Override
    public String why() {
        return "creates a vCPU and maps its kvm_run, which reports its exits (api.rst 4.7)"
                + (waitsFor.isEmpty() ? "" : "; it waits for " + waitsFor);
    }

    @Override
    public void perform(Bringup machine) {
        machine.made(id, machine.vm().createVcpu(id, machine.mmapSize()).get());
    }
}
