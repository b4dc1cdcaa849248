package org.kvmsh.dsl.machine.word;

import java.time.Duration;
import java.util.List;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.bits.HardwarePart;
import org.kvmsh.dsl.inspect.Activity;
import org.kvmsh.dsl.inspect.Exits;
import org.kvmsh.dsl.inspect.MadeSteps;
import org.kvmsh.dsl.inspect.MemoryMap;
import org.kvmsh.dsl.interrupt.InterruptsNow;
import org.kvmsh.dsl.machine.interrupt.ReadInterrupts;
import org.kvmsh.dsl.machine.live.HasMachineParts;
import org.kvmsh.dsl.machine.live.MachineParts;
import org.kvmsh.dsl.machine.run.ActivityMeter;
import org.kvmsh.dsl.machine.stop.SeenVcpus;
import org.kvmsh.dsl.machine.stop.VcpusNow;
import org.kvmsh.dsl.register.Verified;
import org.kvmsh.dsl.word.AlsoOfTopLevel;
import org.kvmsh.dsl.word.Word;

/** The words of a machine that inspect it. */
public interface InspectingWords extends AlsoOfTopLevel {
    /** The machine that the words act on. */
    HasMachineParts actedOn();

    @Word(
            value = "the exits of the last run, or of direct KVM_RUN calls since then: the count for each"
                    + " reason, and the last exits, each with its reply",
            example = "m.exits.last")
    default Exits getExits() {
        return actedOn().machineParts().runs().exits();
    }

    @Word(value = "the pc, the mp_state and the last exit of each vCPU", example = "m.vcpus.all[0].state")
    default SeenVcpus getVcpus() {
        MachineParts parts = actedOn().machineParts();
        return VcpusNow.all(parts, parts.runs().exits());
    }

    @Word(
            value = "measure, for TIME (default 1 s), the activity of a machine that is running in the"
                    + " background: exits per second by reason and place, each vCPU's time in KVM_RUN and in"
                    + " handlers, hot code by sampled pc, and KVM's statistics. Sampling takes each vCPU out"
                    + " of KVM_RUN 20 times a second",
            example = "m.top()")
    default Activity top(Duration time) {
        MachineParts parts = actedOn().machineParts();
        return new ActivityMeter(parts, parts.runs()).over(time, Thread.currentThread()::isInterrupted);
    }

    /** {@code m.top()}. */
    default Activity top() {
        return top(Duration.ofSeconds(1));
    }

    @Word(value = "the steps of the plan, with their calls and results", example = "m.steps.all[0].calls")
    default MadeSteps getSteps() {
        return new MadeSteps(List.copyOf(actedOn().machineParts().madeSteps()));
    }

    @Word(
            value = "the guest physical address map: memslots, loads, in-kernel devices, handlers",
            example = "m.memmap.all[0].size")
    default MemoryMap getMemmap() {
        return actedOn()
                .machineParts()
                .liveMemory()
                .map(actedOn().machineParts().madeSteps());
    }

    @Word(
            value = "compare what was written to every vCPU since the guest last ran (registers by name, structs by"
                    + " ioctl) with what is read back",
            example = "m.verify()")
    default Verified verify() {
        return actedOn().machineParts().verify();
    }

    @Word(
            value = "the current state of the in-kernel interrupt controller's interrupts"
                    + " (KVM_GET_DEVICE_ATTR): whether each is enabled, pending or active, and its priority,"
                    + " trigger and target. Prints as a table of those that are enabled, pending or active."
                    + " arm64: vgic; riscv64: aia; ppc64: xics; x86 has ioapic, pic and vcpu.lapic instead",
            example = "m.interrupts.all[0].enabled")
    default InterruptsNow getInterrupts() {
        return ReadInterrupts.of(
                actedOn().machineParts().made(), actedOn().machineParts().engines());
    }

    /** {@link org.kvmsh.dsl.bits.NamedBits}, which a start that reads the type of each word does not load. */
    @Word(
            value = "the current state of the I/O APIC (KVM_GET_IRQCHIP): a redirection entry for each pin",
            example = "m.ioapic.pin4.vector",
            arch = Arch.X86_64)
    default Object getIoapic() {
        return Architecture.read(
                HardwarePart.IOAPIC, actedOn().machineParts().made().vm());
    }

    /** {@link org.kvmsh.dsl.bits.NamedBits}. */
    @Word(
            value = "the current state of the two PICs (KVM_GET_IRQCHIP)",
            example = "m.pic.master.imr",
            arch = Arch.X86_64)
    default Object getPic() {
        return Architecture.read(
                HardwarePart.PIC, actedOn().machineParts().made().vm());
    }
}
