package org.kvmsh.dsl.plan;

import java.util.List;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.dsl.config.RingsConfig;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.Site;

/** A zone whose writes KVM puts into its ring. */
record RegisterCoalesced(RingsConfig.Zone zone) implements Step {
    @Override
    public String text() {
        return "KVM_REGISTER_COALESCED_MMIO of " + (zone.io() ? "ports " : "addresses ") + Bits64.hex(zone.at())
                + " to " + Bits64.hex(zone.at() + zone.size() - 1);
    }

    @Override
    public String why() {
        return "the guest's writes there go to the VM's ring instead of exiting; the ring is drained after each"
                + " KVM_RUN (api.rst 4.116)";
    }

    @Override
    public Site site() {
        return zone.site();
    }

    @Override
    public List<String> capabilities() {
        return zone.io() ? List.of("KVM_CAP_COALESCED_PIO") : List.of();
    }

    @Override
    public void perform(Bringup machine) {
        try (Argument argument = Argument.of(machine.kernel(), "kvm_coalesced_mmio_zone")) {
            argument.set("addr", zone.at()).set("size", zone.size());
            if (zone.io()) {
                argument.set("pio", 1);
            }
            machine.vm().ioctl("KVM_REGISTER_COALESCED_MMIO", argument).get();
        }
    }
}
