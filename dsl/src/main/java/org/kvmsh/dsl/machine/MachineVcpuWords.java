package org.kvmsh.dsl.machine;

import org.kvmsh.dsl.machine.live.HasMachineParts;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.AlsoOfTopLevel;
import org.kvmsh.dsl.word.Block;
import org.kvmsh.dsl.word.Word;

/** The word of a machine for one of its vCPUs. */
public interface MachineVcpuWords extends AlsoOfTopLevel {
    /** The machine that the words act on. */
    HasMachineParts actedOn();

    @Word(
            value = "a vCPU by number; if the script created it with KVM_CREATE_VCPU, its kvm_run is mapped on first"
                    + " use",
            example = "m.vcpu(0).regs")
    default MachineVcpu vcpu(int id) {
        return MachineVcpu.of(actedOn().machineParts().vcpu(id).vcpu());
    }

    /**
     * A former form, {@code m.vcpu(1) { real 0x1000 }}, which is rejected: more creates what a machine does not have.
     *
     * @deprecated use more
     */
    @Deprecated
    default void vcpu(Object id, Block block) {
        throw new ScriptError(
                Site.UNKNOWN,
                "outside a vm { } or more { } block, vcpu returns an existing vCPU and takes no block",
                "to create a vCPU, use more: `more { vcpu(" + id + ") { … } }`");
    }

    /**
     * A former form, {@code m.vcpu { real 0x1000 }}, which is rejected.
     *
     * @deprecated use more
     */
    @Deprecated
    default void vcpu(Block block) {
        vcpu(1, block);
    }
}
