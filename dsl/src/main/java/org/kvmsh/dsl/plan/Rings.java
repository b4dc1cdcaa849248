package org.kvmsh.dsl.plan;

import java.util.List;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.config.Located;
import org.kvmsh.dsl.config.RingsConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.EnableCap;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;
import org.kvmsh.dsl.plan.step.Refusals;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.ScriptError;

/** The rings that KVM shares with user space. */
final class Rings implements Lowering {
    private static final String PLAIN = "KVM_CAP_DIRTY_LOG_RING";
    private static final String ACQUIRE_RELEASE = "KVM_CAP_DIRTY_LOG_RING_ACQ_REL";

    @Override
    public void check(VmConfig config, HostFacts host) {
        for (RingsConfig.Zone zone : config.rings().zones()) {
            if (zone.io()) {
                Refusals.needs("coalesce io:", KeyedExit.IO.architectures(), host, zone.site());
            }
            Refusals.needsCapability(
                    "coalesce", zone.io() ? "KVM_CAP_COALESCED_PIO" : "KVM_CAP_COALESCED_MMIO", host, zone.site());
        }
        if (config.rings().dirty() != null) {
            checkDirty(config.rings().dirty(), host);
        }
    }

    private static void checkDirty(Located<Long> ring, HostFacts host) {
        String capability = capability(host);
        Refusals.needsCapability("dirty ring:", capability, host, ring.site());
        long most = host.capability(capability) / entry(host);
        // virt/kvm/kvm_main.c, kvm_vm_ioctl_enable_dirty_log_ring: a page at least.
        long least = Math.max(1, host.pageSize() / entry(host));
        if (Long.bitCount(ring.value()) != 1 || ring.value() < least || ring.value() > most) {
            throw new ScriptError(
                    ring.site(),
                    "a dirty ring of " + ring.value() + " entries is invalid: use a power of two, " + least + " to "
                            + most + " on this board",
                    "try: dirty ring: " + Math.min(4096, most));
        }
    }

    /**
     * Processors with weak ordering announce the one with acquire and release alone (api.rst 8.29), and kernels before
     * 6.1 the other one alone.
     */
    private static String capability(HostFacts host) {
        boolean isPlain = host.capability(PLAIN) != 0 && host.capability(ACQUIRE_RELEASE) == 0;
        return isPlain ? PLAIN : ACQUIRE_RELEASE;
    }

    private static int entry(HostFacts host) {
        return host.abi().struct("kvm_dirty_gfn").size();
    }

    @Override
    public void lower(VmConfig config, HostFacts host, List<Step> steps) {
        Located<Long> ring = config.rings().dirty();
        if (ring != null) {
            steps.add(new EnableCap(
                    null,
                    capability(host),
                    null,
                    List.of(ring.value() * entry(host)),
                    "sets up a dirty ring of " + ring.value()
                            + " entries per vCPU; must be enabled before the first vCPU is created (api.rst 8.29)",
                    ring.site()));
        }
        config.rings().zones().forEach(zone -> steps.add(new RegisterCoalesced(zone)));
    }
}
