package org.kvmsh.dsl.lang;

import java.util.Map;
import org.kvmsh.bindings.code.Assembled;
import org.kvmsh.bindings.code.Assembler;
import org.kvmsh.bindings.code.CodeError;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.code.Disassembler;
import org.kvmsh.bindings.code.Disassembly;
import org.kvmsh.dsl.plan.Images;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.word.ImageBytes;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/** Code as text and as bytes. */
public interface CodeWords {
    Session session();

    Site here();

    @Word(
            value = "assemble TEXT with the GNU assembler (as) for x86_16, x86_32, x86_64, arm64, ppc64, ppc64le,"
                    + " riscv64 or s390x (default: the mode in which this board's vCPUs start). Returns bytes that"
                    + " load accepts and that print as a listing; at: is the address of the first byte",
            example = "asm ppc64, 'li 3, 42; sc 1'",
            js = "asm(ppc64, 'li " + "3, 42; sc 1')",
            named = "at")
    default Assembled asm(Map<String, ?> named, CodeMode mode, String text) {
        Long at = Vocabulary.named(CodeWords.class, "asm", named, here()).longOrNull("at");
        try {
            return new Assembler().assemble(mode, at == null ? 0 : at, text);
        } catch (CodeError e) {
            throw Images.refused(mode, here(), e, text);
        }
    }

    /** {@code asm ppc64, '…'}. */
    default Assembled asm(CodeMode mode, String text) {
        return asm(Map.of(), mode, text);
    }

    /** {@code asm '…'}, for the current board. */
    default Assembled asm(String text) {
        return asm(Map.of(), mode(), text);
    }

    /** {@code asm at: 0x1000, '…'}. */
    default Assembled asm(Map<String, ?> named, String text) {
        return asm(named, mode(), text);
    }

    @Word(
            value = "disassemble bytes with the system's libcapstone, or COUNT instructions (default 8) from ADDRESS"
                    + " of the current machine (default: its first vCPU's next instruction)",
            example = "dis 0x1000, 5",
            named = "at")
    default Disassembly dis(Number at, Number count) {
        return session().machine(here()).dis(at, count);
    }

    /** {@code dis 0x1000}. */
    default Disassembly dis(Number at) {
        return session().machine(here()).dis(at);
    }

    /** {@code dis()}. */
    default Disassembly dis() {
        return session().machine(here()).dis();
    }

    /** {@code dis 'main', 5}. */
    default Disassembly dis(String name, Number count) {
        return session().machine(here()).dis(name, count);
    }

    /** {@code dis 'main'}. */
    default Disassembly dis(String name) {
        return session().machine(here()).dis(name);
    }

    /** {@code dis asm('hlt')}. */
    default Disassembly dis(Object code) {
        return dis(Map.of(), code);
    }

    /** {@code dis at: 0x1000, [0xf4]}. */
    default Disassembly dis(Map<String, ?> named, Object code) {
        return dis(named, code instanceof Assembled assembled ? assembled.mode() : mode(), code);
    }

    /** {@code dis ppc64, bytes}. */
    default Disassembly dis(CodeMode mode, Object code) {
        return dis(Map.of(), mode, code);
    }

    /** {@code dis at: 0x1000, ppc64, bytes}. */
    default Disassembly dis(Map<String, ?> named, CodeMode mode, Object code) {
        Long at = Vocabulary.named(CodeWords.class, "dis", named, here()).longOrNull("at");
        return new Disassembler()
                .disassemble(
                        mode,
                        at != null ? at : code instanceof Assembled assembled ? assembled.origin() : 0,
                        ImageBytes.of(code, here()));
    }

    private CodeMode mode() {
        return CodeMode.ofReset(session().board().kernel().abi())
                .orElseThrow(() -> new ScriptError(
                        here(),
                        "no default instruction set for " + session().board().arch() + ", the architecture of board "
                                + session().board().name(),
                        "name one: asm arm64, 'hvc #0'"));
    }
}
