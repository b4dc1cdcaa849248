package org.kvmsh.dsl.inspect;

import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.word.Word;

/** A past exit with the answer that the guest got. */
public final class SeenExit implements AsJson {
    private final long number;
    private final int vcpu;
    private final Exit exit;
    private final Long answer;

    /**
     * @param number of the run's exits, from 1
     * @param answer the guest's input from a read or a hypercall; null if it gets none, or if the run ended before
     */
    public SeenExit(long number, int vcpu, Exit exit, Long answer) {
        this.number = number;
        this.vcpu = vcpu;
        this.exit = exit;
        this.answer = answer;
    }

    @Word(value = "the number of the exit in its run, from 1", example = "exits.last.number")
    public int getNumber() {
        return (int) number;
    }

    @Word(value = "the vCPU that exited", example = "exits.last.vcpu")
    public int getVcpu() {
        return vcpu;
    }

    @Word(value = "the kernel's name for the exit reason, in lower case", example = "exits.last.name")
    public String getName() {
        return exit.name();
    }

    @Word(value = "the exit as its handler received it", example = "exits.all[0].exit.port")
    public Exit getExit() {
        return exit;
    }

    @Word(value = "the answer that the guest got, or null", example = "exits.all[0].answer")
    public Long getAnswer() {
        return answer;
    }

    @Override
    public String toString() {
        return number + " vCPU " + vcpu + "  " + exit + (answer == null ? "" : " = " + Bits64.hex(answer));
    }
}
