package org.kvmsh.dsl.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.script.Site;

/**
 * A vCPU.
 *
 * @param start     where it starts; null to leave it as KVM_CREATE_VCPU does
 * @param registers values by the names of the architecture, in the script's order
 * @param calls     ioctls to make on it after its registers are set
 */
public record VcpuConfig(int id, StartConfig start, Map<String, Long> registers, List<CallConfig> calls, Site site) {
    public VcpuConfig {
        calls = List.copyOf(calls);
        registers = Collections.unmodifiableMap(new LinkedHashMap<>(registers));
    }

    /** Whether the script says how it starts at all. */
    public boolean isSetUp() {
        return start != null || !registers.isEmpty();
    }
}
