package org.kvmsh.dsl.js;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.Value;
import org.kvmsh.dsl.spec.Handler;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.VcpuSpec;
import org.kvmsh.dsl.word.VcpuWords;
import org.kvmsh.dsl.word.VmWords;
import org.kvmsh.dsl.word.Word;

/** The words of {@code vm} whose blocks are functions or objects. */
public final class JsVmWords extends VmWords {
    private final Crossing crossing;
    private final Places places;
    private LiteralText text = LiteralText.of(null);
    private int vcpus;

    JsVmWords(Crossing crossing, Places places) {
        super(places::here);
        this.crossing = crossing;
        this.places = places;
    }

    /** Where the word that is called next stands. */
    void reading(LiteralText said) {
        text = said;
    }

    @Word(value = "a vCPU, and how it starts", example = "v.vcpu(0, c => { c.real(0x1000); c.regs({rax: 2}) })", block = true)
    public void vcpu(Number id, Object block) {
        VcpuWords words = new VcpuWords(vcpuId(id), places::here);
        vcpus = vcpuId(id) + 1;
        new Block(words, crossing, places).read(block, text);
        vcpu(words.spec());
    }

    /** {@code v.vcpu(0)}: a vCPU as reset leaves it. */
    public void vcpu(Number id) {
        vcpus = vcpuId(id) + 1;
        vcpu(new VcpuSpec(vcpuId(id), null, Map.of(), List.of(), here()));
    }

    /** {@code vcpu: {real: 0x1000}}: the next one, unless {@code id:} says which. */
    public void vcpu(Map<String, ?> block) {
        Map<String, Object> words = new HashMap<>(block);
        words.remove("id");
        vcpu(block.get("id") instanceof Number id ? id : (Number) vcpus, words);
    }

    @Word(value = "what to do at an exit of a port, an address, a hypercall or a system event, or of a range of them; for an input, a read or a"
            + " hypercall the result is the reply, and a system event ends the run",
            example = "v.on({io: 0x3f8}, e => print(e.text))", named = {"io", "mmio", "hcall", "system", "exit"}, block = true)
    public void on(Map<String, ?> key, Value function) {
        on(key, handler(function));
    }

    /** {@code on: {io: 0x3f8, do: e => print(e.text)}}. */
    public void on(Map<String, ?> keyAndFunction) {
        Map<String, Object> key = new HashMap<>(keyAndFunction);
        if (!(key.remove("do") instanceof Value function)) {
            throw new ScriptError(here(), "on needs a function", "try: on: {io: 0x3f8, do: e => print(e.text)}");
        }
        on(key, handler(function));
    }

    private Handler handler(Value function) {
        ScriptThread thread = ScriptThread.current();
        return exit -> {
            try {
                return thread.call(() -> crossing.in(function.execute(crossing.out(exit))));
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
    }
}
