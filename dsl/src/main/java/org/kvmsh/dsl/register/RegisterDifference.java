package org.kvmsh.dsl.register;

import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.word.Word;

/** A register that differs from the value it was set to. */
public final class RegisterDifference implements AsJson {
    private final int vcpu;
    private final String name;
    private final long wrote;
    private final long reads;

    RegisterDifference(int vcpu, String name, long wrote, long reads) {
        this.vcpu = vcpu;
        this.name = name;
        this.wrote = wrote;
        this.reads = reads;
    }

    @Word(value = "the id of the vCPU", example = "verify().all[0].vcpu")
    public int getVcpu() {
        return vcpu;
    }

    @Word(value = "the register, by the name it was set with", example = "verify().all[0].name")
    public String getName() {
        return name;
    }

    @Word(value = "the value that was written", example = "verify().all[0].wrote")
    public long getWrote() {
        return wrote;
    }

    @Word(value = "the value that was read back", example = "verify().all[0].reads")
    public long getReads() {
        return reads;
    }

    @Override
    public String toString() {
        return (vcpu == 0 ? "" : "vCPU " + vcpu + " ") + name + ": wrote " + Bits64.hex(wrote) + ", reads "
                + Bits64.hex(reads);
    }
}
