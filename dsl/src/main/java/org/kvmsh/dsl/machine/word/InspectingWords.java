package org.kvmsh.dsl.machine.word;

import java.util.List;
import org.kvmsh.dsl.inspect.Capabilities;
import org.kvmsh.dsl.inspect.Exits;
import org.kvmsh.dsl.inspect.MadeSteps;
import org.kvmsh.dsl.inspect.MemoryMap;
import org.kvmsh.dsl.inspect.Stats;
import org.kvmsh.dsl.machine.live.MachineParts;
import org.kvmsh.dsl.word.Word;

/** The words of a machine that inspect it. */
public interface InspectingWords {
    /** What the words act on. */
    MachineParts machineParts();

    @Word(
            value = "the exits of the machine's last run, or of direct KVM_RUN calls since then: the count for each"
                    + " reason, and the last exits with their answers",
            example = "m.exits.last")
    default Exits getExits() {
        return machineParts().runs().exits();
    }

    @Word(value = "the steps of the machine's plan, with their calls and results", example = "m.steps.all[0].calls")
    default MadeSteps getSteps() {
        return new MadeSteps(List.copyOf(machineParts().madeSteps()));
    }

    @Word(
            value = "the guest physical address map: memory slots, loads, in-kernel devices, handlers",
            example = "m.memmap.all[0].size")
    default MemoryMap getMemmap() {
        return machineParts().liveMemory().map(machineParts().madeSteps());
    }

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
