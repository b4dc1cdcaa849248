package org.kvmsh.dsl.machine.word;

import org.kvmsh.dsl.inspect.Capabilities;
import org.kvmsh.dsl.inspect.Stats;
import org.kvmsh.dsl.machine.live.MachineParts;
import org.kvmsh.dsl.word.Word;

/** The words of a machine for what the kernel tells about its VM. */
public interface VmFactsWords {
    /** The machine that the words act on. */
    MachineParts machineParts();

    @Word(
            value = "the VM's statistics (KVM_GET_STATS_FD): names, values and units; each vCPU has its own",
            example = "m.stats.since earlier")
    default Stats getStats() {
        return Stats.of(machineParts().opened().vm());
    }

    @Word(
            value = "the capabilities whose names match a pattern: their values for KVM and this VM, and what they"
                    + " mean",
            example = "m.caps '*MEM*'")
    default Capabilities caps(String pattern) {
        return Capabilities.of(
                pattern, machineParts().opened().kvm(), machineParts().opened().vm());
    }
}
