package org.kvmsh.dsl.plan;

import java.util.List;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.config.RingsConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;
import org.kvmsh.dsl.plan.step.Refusals;
import org.kvmsh.dsl.plan.step.Step;

/** The rings that KVM shares with user space. */
final class Rings implements Lowering {
    @Override public void check(VmConfig config, HostFacts host) {
        for (RingsConfig.Zone zone : config.rings().zones()) {
            if (zone.io()) {
                Refusals.needs("coalesce io:", KeyedExit.IO.architectures(), host, zone.site());
            }
            Refusals.needsCapability("coalesce", zone.io() ? "KVM_CAP_COALESCED_PIO" : "KVM_CAP_COALESCED_MMIO", host, zone.site());
        }
    }

    @Override public void lower(VmConfig config, HostFacts host, List<Step> steps) {
        config.rings().zones().forEach(zone -> steps.add(new RegisterCoalesced(zone)));
    }
}
