package org.kvmsh.dsl.register;

import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.word.Word;

/** A register that differs from the value it was set to. */
public record RegisterDifference(
        @Word(value = "the vCPU's number", example = "verify().all[0].vcpu")
        int vcpu,

        @Word(value = "the register, by the name used to set it", example = "verify().all[0].name")
        String name,

        @Word(value = "the value that was written", example = "verify().all[0].wrote")
        long wrote,

        @Word(value = "the value that was read back", example = "verify().all[0].reads")
        long reads)
        implements AsJson {
    @Override
    public String toString() {
        return (vcpu == 0 ? "" : "vCPU " + vcpu + " ") + name + ": wrote " + Bits64.hex(wrote) + ", reads "
                + Bits64.hex(reads);
    }
}
