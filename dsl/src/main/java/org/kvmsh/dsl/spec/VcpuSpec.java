package org.kvmsh.dsl.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A vCPU.
 *
 * @param real      where it starts in 16-bit real mode, with every segment's base 0; null to leave it as reset does
 * @param registers values by the names of the board's kvm_regs, in the script's order
 * @param calls     ioctls to make on it after its registers are set
 */
public record VcpuSpec(int id, Long real, Map<String, Long> registers, List<CallSpec> calls, Site site) {
    public VcpuSpec {
        calls = List.copyOf(calls);
        registers = Collections.unmodifiableMap(new LinkedHashMap<>(registers));
    }
}
