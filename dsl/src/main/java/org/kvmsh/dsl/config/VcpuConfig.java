package org.kvmsh.dsl.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.script.Site;

/**
 * A vCPU.
 *
 * @param start where it starts; null to leave it as KVM_CREATE_VCPU does
 * @param registers values by the names of the architecture, in the script's order
 * @param calls ioctls to make on it after its registers are set
 * @param cpu what it is other than the VM's other vCPUs; null for the same
 * @param described whether a block describes it, which may be empty
 */
public record VcpuConfig(
        int id,
        StartConfig start,
        Map<String, Long> registers,
        List<CallConfig> calls,
        CpuConfig cpu,
        boolean described,
        Site site) {
    public VcpuConfig {
        calls = List.copyOf(calls);
        registers = Collections.unmodifiableMap(new LinkedHashMap<>(registers));
    }

    /** The same, starting otherwise. */
    public VcpuConfig with(StartConfig other) {
        return new VcpuConfig(id, other, registers, calls, cpu, described, site);
    }

    /** Whether the script sets its start. */
    public boolean isSetUp() {
        return start != null || !registers.isEmpty();
    }
}
