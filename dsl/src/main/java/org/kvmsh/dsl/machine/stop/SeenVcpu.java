package org.kvmsh.dsl.machine.stop;

import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.word.Word;

/** Where a vCPU is, and what it waits for. */
public record SeenVcpu(
        @Word(value = "the vCPU's number", example = "m.vcpus.all[0].id")
        int id,

        @Word(value = "the address of its next instruction; on x86, the linear address", example = "m.vcpus.all[0].pc")
        long pc,

        @Word(value = "the symbol at pc; empty if pc has no symbol", example = "m.vcpus.all[0].name")
        String name,

        @Word(
                value = "the KVM_MP_STATE_ name without its prefix (KVM_GET_MP_STATE); empty if the kernel"
                        + " refuses the call",
                example = "m.vcpus.all[0].state")
        String state,

        @Word(
                value = "its last exit in the last run, with the port, address or number; empty if it had none",
                example = "m.vcpus.all[0].exit")
        String exit)
        implements AsJson {
    @Override
    public String toString() {
        return "vCPU " + id + " at " + Bits64.hex(pc) + (name.isEmpty() ? "" : " (" + name + ")")
                + (state.isEmpty() ? "" : ", state " + state)
                + (exit.isEmpty() ? "" : ", last exit: " + exit);
    }
}
