package org.kvmsh.dsl.groovy;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.spec.VcpuSpec;
import org.kvmsh.dsl.word.VcpuWords;
import org.kvmsh.dsl.word.VmWords;
import org.kvmsh.dsl.word.Word;

/** The words of {@code vm { }} whose blocks are closures. */
public final class GroovyVmWords extends VmWords {
    private final KvmScript script;

    GroovyVmWords(KvmScript script) {
        super(Cursor::here);
        this.script = script;
    }

    @Word(value = "a vCPU, and how it starts", example = "vcpu(0) { real 0x1000; regs rax: 2 }", block = true)
    public void vcpu(Object id, @DelegatesTo(value = VcpuWords.class, strategy = Closure.DELEGATE_FIRST) Closure<?> block) {
        VcpuWords words = new VcpuWords(vcpuId(id), Cursor::here);
        KvmScript.inside(words, block);
        vcpu(words.spec());
    }

    /** {@code vcpu 0}: a vCPU as reset leaves it. */
    public void vcpu(Object id) {
        vcpu(new VcpuSpec(vcpuId(id), null, Map.of(), List.of(), here()));
    }

    @Word(value = "what to do at an exit of a port, an address, a hypercall or a system event, or of a range of them; for an input, a read or a"
            + " hypercall the result is the reply, and a system event ends the run",
            example = "on(io: 0x3f8) { e -> print e.text }", named = {"io", "mmio", "hcall", "system", "exit"}, block = true)
    public void on(Map<String, ?> key, Closure<?> block) {
        on(key, block::call);
    }

    public void print(Object value) {
        script.print(value);
    }

    public void println(Object value) {
        script.println(value);
    }
}
