package org.kvmsh.dsl.lang.groovy;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import java.util.Map;
import org.kvmsh.dsl.config.Handler;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.word.AttributeWords;
import org.kvmsh.dsl.word.CGuestWords;
import org.kvmsh.dsl.word.VcpuWords;
import org.kvmsh.dsl.word.VmWords;

/** The words of {@code vm { }} whose blocks are closures. */
public final class GroovyVmWords extends VmWords {
    private final KvmScript script;

    GroovyVmWords(KvmScript script) {
        super(Cursor::here);
        this.script = script;
    }

    GroovyVmWords(KvmScript script, VmConfig.Builder added) {
        super(Cursor::here, added);
        this.script = script;
    }

    /** {@code vcpu(0) { real 0x1000 }}. */
    public void vcpu(
            Object id, @DelegatesTo(value = VcpuWords.class, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        vcpu(id, ClosureBlock.of(block));
    }

    /** {@code vcpu { real 0x1000 }}. */
    public void vcpu(@DelegatesTo(value = VcpuWords.class, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        vcpu(ClosureBlock.of(block));
    }

    /** {@code device(KVM_DEV_TYPE_VFIO) { }}. */
    public void device(
            Object type,
            @DelegatesTo(value = AttributeWords.class, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        device(type, ClosureBlock.of(block));
    }

    /** {@code guest { c 'int main(void) { return 0; }' }}. */
    public void guest(@DelegatesTo(value = CGuestWords.class, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        guest(ClosureBlock.of(block));
    }

    /** {@code guest file: 'x.c'}. */
    public void guest(Map<String, ?> arguments) {
        guest(CGuestWords.ofArguments(arguments));
    }

    /** {@code on(io: 0x3f8) { e -> print e.text }}. */
    public void on(Map<String, ?> key, Closure<?> block) {
        on(key, handler(block));
    }

    /** {@code irqchip()} is {@code irqchip} here, and not the word of the top level. */
    public void irqchip() {
        getIrqchip();
    }

    /** In a handler the machine exists. */
    @Override
    public void load(Map<String, ?> arguments) {
        if (isOver()) {
            script.load(arguments);
        } else {
            super.load(arguments);
        }
    }

    static Handler handler(Closure<?> block) {
        if (block.getMaximumNumberOfParameters() > 1) {
            throw ClosureCode.takesMore(block);
        }
        return new ClosureHandler(block);
    }

    public void print(Object value) {
        script.print(value);
    }

    public void println(Object value) {
        script.println(value);
    }
}
