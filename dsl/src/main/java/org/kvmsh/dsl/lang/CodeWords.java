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
            value = "assemble TEXT with the GNU assembler (as) for x86_16, x86_32, x86_64, arm64, a32, t32, ppc64,"
                    + " ppc64le, riscv64 or s390x (default: the mode in which this board's vCPUs start). Returns"
                    + " bytes that load accepts and that print as a listing; at: is the address of the first byte",
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
            value = "disassemble bytes, or the result of asm, with the system's libcapstone. Modes: x86_16,"
                    + " x86_32, x86_64, arm64, a32, t32, ppc64, ppc64le, riscv64, s390x. Default: for the result of"
                    + " asm, the mode it was assembled for; for bytes, the mode in which this board's vCPUs start."
                    + " at: is the address of the first byte",
            example = "decode asm('hlt')",
            js = "decode(asm('hlt'))",
            named = "at")
    default Disassembly decode(Object code) {
        return decode(Map.of(), code);
    }

    /** {@code decode at: 0x1000, [0xf4]}. */
    default Disassembly decode(Map<String, ?> named, Object code) {
        return decode(named, code instanceof Assembled assembled ? assembled.mode() : mode(), code);
    }

    /** {@code decode ppc64, bytes}. */
    default Disassembly decode(CodeMode mode, Object code) {
        return decode(Map.of(), mode, code);
    }

    /** {@code decode at: 0x1000, ppc64, bytes}. */
    default Disassembly decode(Map<String, ?> named, CodeMode mode, Object code) {
        Long at = Vocabulary.named(CodeWords.class, "decode", named, here()).longOrNull("at");
        return new Disassembler()
                .disassemble(
                        mode,
                        at != null ? at : code instanceof Assembled assembled ? assembled.origin() : 0,
                        ImageBytes.of(code, here()));
    }

    /**
     * A former form of {@link #decode(Object)}, which is rejected: dis has the code in guest memory.
     *
     * @deprecated use decode
     */
    @Deprecated
    default Disassembly dis(Object code) {
        throw new ScriptError(
                here(), "dis takes an address or a symbol in guest memory", "to disassemble bytes, write: decode …");
    }

    /**
     * The former forms of decode with a mode or an address.
     *
     * @deprecated use decode
     */
    @Deprecated
    default Disassembly dis(Object modeOrNamed, Object code) {
        return dis(code);
    }

    /**
     * The former form of decode with both.
     *
     * @deprecated use decode
     */
    @Deprecated
    default Disassembly dis(Object named, Object mode, Object code) {
        return dis(code);
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
