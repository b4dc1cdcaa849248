package org.kvmsh.dsl.inspect;

import java.util.Locale;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.word.Word;

/** What one vCPU did during a time; the shares are those of samples. */
public record VcpuActivity(
        @Word(value = "the vCPU's number", example = "m.top(200.ms).vcpus[0].id")
        int id,

        @Word(
                value = "the state at the end, from KVM_GET_MP_STATE: 'stopped', or the name of the"
                        + " KVM_MP_STATE_ constant without that prefix, such as RUNNABLE or HALTED; 'running' if"
                        + " the kernel refuses that ioctl",
                example = "m.top(200.ms).vcpus[0].state")
        String state,

        @Word(value = "its exits per second", example = "m.top(200.ms).vcpus[0].rate")
        double rate,

        @Word(
                value = "the fraction of the measured time that the vCPU spent in KVM_RUN, guest and kernel"
                        + " together: 0 to 1",
                example = "m.top(200.ms).vcpus[0].inKvmRun")
        double inKvmRun,

        @Word(
                value = "the fraction of the measured time that the vCPU spent outside KVM_RUN, mostly in"
                        + " handlers: 0 to 1",
                example = "m.top(200.ms).vcpus[0].inHandlers")
        double inHandlers)
        implements AsJson {
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "vCPU %d %s: %.0f exits a second, %s in KVM_RUN, %s in handlers",
                id,
                state,
                rate,
                ActivityText.percent(inKvmRun),
                ActivityText.percent(inHandlers));
    }
}
