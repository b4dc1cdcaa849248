package org.kvmsh.dsl.word;

import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.config.VcpuConfig;
import org.kvmsh.dsl.script.Bits64;

/** The vCPUs of a guest. */
public interface VcpuBlockWords extends VmPart {
    @Word(
            value = "create a vCPU and set its start state; the default id is the next free one",
            example = "vcpu(0) { real 0x1000; regs rax: 2 }",
            js = "v.vcpu(0, c => { " + "c.real(0x1000); c.regs({rax: 2}) })",
            named = "vectors",
            block = true)
    default void vcpu(Object id, Block block) {
        VcpuWords words = new VcpuWords(vcpuId(id), this::here);
        block.with(words);
        words.ofArchitectures().forEach(config()::said);
        config().vcpu(words.config());
    }

    /** {@code vcpu { real 0x1000 }}: the next one. */
    default void vcpu(Block block) {
        vcpu(config().nextVcpuId(), block);
    }

    /** {@code vcpu 0}: a vCPU as reset leaves it. */
    default void vcpu(Object id) {
        config().vcpu(new VcpuConfig(vcpuId(id), null, Map.of(), List.of(), null, false, here()));
    }

    /** {@code vcpu 0, vectors: true}: one that starts at the entry of the ELF file. */
    default void vcpu(Map<String, ?> arguments, Object id) {
        NamedArguments named = Vocabulary.named(VcpuBlockWords.class, "vcpu", arguments, here());
        vcpu(id, words -> {
            ((VcpuWords) words).vectors(named.get("vectors"));
            return null;
        });
    }

    private int vcpuId(Object id) {
        int mostVcpuId = 4095;
        return (int) Bits64.of(id, "the vCPU id", 0, mostVcpuId, here());
    }
}
