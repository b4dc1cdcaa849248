package org.kvmsh.bindings.code;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The syntax of x86 code, both of what is assembled and of what listings print: AT&amp;T's, as in the kernel's sources
 * and oopses. GNU as has it by default; the disassemblers are told. What libcapstone prints and as refuses, or
 * assembles to another instruction, is corrected here: a listing is text for as.
 */
final class AttSyntax {
    private static final Set<CodeMode> MODES = Set.of(CodeMode.X86_16, CodeMode.X86_32, CodeMode.X86_64);

    /** CS_OPT_SYNTAX and CS_OPT_SYNTAX_ATT of capstone.h. */
    private static final int OPTION = 1;

    private static final long ATT = 2;
    private static final List<String> OBJDUMP = List.of("-M", "att", "--insn-width=15");
    private static final byte OPERAND_SIZE = 0x66;

    /** What libcapstone 4 or 5 prints, with mnemonic and operands, and what as takes. */
    private static final Map<Pattern, String> CORRECTIONS = Map.of(
            Pattern.compile("(l(?:jmp|call)[wlq] \\S+):(\\S+)"), "$1, $2",
            Pattern.compile("bound (.+), (%\\w+)"), "bound $2, $1",
            Pattern.compile("invlpga (%ecx), (%\\w+)"), "invlpga $2, $1",
            Pattern.compile("(rd(?:rand|seed|[fg]sbase)|wr[fg]sbase)[wlq] (.+)"), "$1 $2",
            Pattern.compile("sysexitl (.*)"), "sysexit $1",
            Pattern.compile("(lar|lsl)q %e(\\w+), (.+)"), "$1q %r$2, $3",
            Pattern.compile("(lar|lsl)q %(r\\d+)d, (.+)"), "$1q %$2, $3");

    /** The same for operands of 16 bits, which libcapstone takes for 32 in these. */
    private static final Map<Pattern, String> WORDS = Map.of(
            Pattern.compile("cwtl (.*)"), "cbtw $1",
            Pattern.compile("cltd (.*)"), "cwtd $1",
            Pattern.compile("(rep\\w* (?:ins|outs|movs|cmps))l (.+)"), "$1w $2",
            Pattern.compile("(rep\\w* stos)l %eax, (.+)"), "$1w %ax, $2",
            Pattern.compile("(rep\\w* (?:lods|scas))l (.+), %eax"), "$1w $2, %ax");

    private AttSyntax() {}

    /** Whether code of a mode is in this syntax. */
    static boolean isOf(CodeMode mode) {
        return MODES.contains(mode);
    }

    /** Tells libcapstone to print it; false if the library was built without it. */
    static boolean set(NativeLibrary library, Pointer handle) {
        return library.getFunction("cs_option").invokeInt(new Object[] {handle, OPTION, ATT}) == 0;
    }

    /** The options that make objdump print it, with all bytes of an instruction in its line. */
    static List<String> objdump(CodeMode mode) {
        return isOf(mode) ? OBJDUMP : List.of();
    }

    /** An instruction as libcapstone prints it, as text for as. */
    static Instruction corrected(CodeMode mode, Instruction printed) {
        Instruction corrected = replaced(printed, CORRECTIONS);
        return mode == CodeMode.X86_16 == hasOperandSize(printed.bytes()) ? corrected : replaced(corrected, WORDS);
    }

    private static Instruction replaced(Instruction printed, Map<Pattern, String> replacements) {
        String text = printed.mnemonic() + " " + printed.operands();
        for (Map.Entry<Pattern, String> each : replacements.entrySet()) {
            Matcher found = each.getKey().matcher(text);
            if (found.matches()) {
                String[] parts = found.replaceFirst(each.getValue()).split(" ", 2);
                return new Instruction(printed.address(), printed.bytes(), parts[0], parts[1]);
            }
        }
        return printed;
    }

    /** The instructions that this is asked of have no other byte of this value. */
    private static boolean hasOperandSize(byte... bytes) {
        for (byte each : bytes) {
            if (each == OPERAND_SIZE) {
                return true;
            }
        }
        return false;
    }
}
