package org.kvmsh.dsl.machine.stop;

import org.kvmsh.bindings.code.SymbolNames;
import org.kvmsh.dsl.word.Word;

/**
 * A function that was called and has not returned.
 *
 * @param register the register that has the address; empty if it is on the stack
 */
public record StackFrame(
        int number,

        @Word(value = "the address at which execution resumes in this frame", example = "m.backtrace.frames[1].pc")
        long pc,

        @Word(
                value = "the frame pointer, from which the caller's frame is found",
                example = "m.backtrace.frames[1].pointer")
        long pointer,

        String register,
        SymbolNames names) {
    @Word(
            value = "the symbol that contains the pc, with the offset into the symbol (main+0x4), or null",
            example = "m.backtrace.frames[1].name")
    public String getName() {
        return number == 0 ? names.at(pc) : names.afterCall(pc);
    }

    @Word(
            value = "the file and line of the call in progress in this frame or, in the innermost frame, of"
                    + " the instruction at the pc; null if the loaded file has no line information",
            example = "m.backtrace.frames[1].line")
    public String getLine() {
        // A caller continues after its call, which may be in the next line.
        return names.line(number == 0 ? pc : pc - 1);
    }

    @Override
    public String toString() {
        return "#" + number + (number < 10 ? "  " : " ") + SymbolNames.place(pc, getName(), getLine())
                + (register.isEmpty() ? "" : ", in " + register);
    }
}
