package org.kvmsh.dsl.lang.groovy;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import java.util.Map;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.word.AttributeWords;
import org.kvmsh.dsl.word.VcpuWords;

/** The words of a machine whose blocks are closures. */
public final class MachineBlocks {
    private MachineBlocks() {}

    /** {@code m.on(io: 0x3f8) { e -> print e.text }}. */
    public static void on(Machine machine, Map<String, ?> key, Closure<?> block) {
        machine.on(key, GroovyVmWords.handler(block));
    }

    /** {@code m.vcpu(1) { real 0x1000 }}, a former form. */
    public static void vcpu(
            Machine machine,
            Object id,
            @DelegatesTo(value = VcpuWords.class, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        machine.vcpu(id, ClosureBlock.of(block));
    }

    /** {@code m.vcpu { real 0x1000 }}, a former form. */
    public static void vcpu(
            Machine machine,
            @DelegatesTo(value = VcpuWords.class, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        machine.vcpu(ClosureBlock.of(block));
    }

    /** {@code m.device(KVM_DEV_TYPE_VFIO) { }}. */
    public static void device(
            Machine machine,
            Object type,
            @DelegatesTo(value = AttributeWords.class, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        machine.device(type, ClosureBlock.of(block));
    }

    /** {@code m.more { memory at: 0x100000, size: 64.KB }}. */
    public static void more(
            Machine machine,
            @DelegatesTo(value = GroovyVmWords.class, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        if (!(block.getThisObject() instanceof KvmScript script)) {
            throw new ScriptError(Cursor.here(), "the word 'more' can be used only in a script, not in a class");
        }
        machine.more(ClosureBlock.of(block), script::vmWords);
    }
}
