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

        @Word(value = "the address at which the function continues", example = "m.backtrace.frames[1].pc")
        long pc,

        @Word(
                value = "the frame pointer, from which the caller's frame is found",
                example = "m.backtrace.frames[1].pointer")
        long pointer,

        String register,
        SymbolNames names) {
    @Word(
            value = "the symbol that contains the pc, and the offset in it; null if no symbol contains it",
            example = "m.backtrace.frames[1].name")
    public String getName() {
        return number == 0 ? names.at(pc) : names.afterCall(pc);
    }

    @Word(
            value = "the file and line of the call; in the innermost function, those of the next instruction; null"
                    + " if the loaded file has no line information",
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
