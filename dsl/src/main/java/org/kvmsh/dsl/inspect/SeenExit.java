package org.kvmsh.dsl.inspect;

import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.word.Word;

/**
 * A past exit with the answer that the guest got.
 *
 * @param number of the run's exits, from 1
 * @param answer the guest's input from a read or a hypercall; null if it gets none, or if the run ended before
 */
public record SeenExit(
        @Word(value = "the exit's number within its run, from 1", example = "exits.last.number")
        int number,

        @Word(value = "the vCPU that exited", example = "exits.last.vcpu")
        int vcpu,

        @Word(value = "the exit as its handler received it", example = "exits.all[0].exit.port")
        Exit exit,

        @Word(value = "the value returned to the guest, or null", example = "exits.all[0].answer")
        Long answer)
        implements AsJson {
    @Word(value = "the kernel's name for the exit reason, in lower case", example = "exits.last.name")
    public String getName() {
        return exit.name();
    }

    @Override
    public String toString() {
        return number + " vCPU " + vcpu + "  " + exit + (answer == null ? "" : " = " + Bits64.hex(answer));
    }
}
