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

        @Word(value = "where the function continues", example = "m.backtrace.frames[1].pc")
        long pc,

        @Word(
                value = "the frame pointer, from which the caller's frame is found",
                example = "m.backtrace.frames[1].pointer")
        long pointer,

        String register,
        SymbolNames names) {
    @Word(
            value = "the symbol that contains that address, with the offset in it; null if no symbol does",
            example = "m.backtrace.frames[1].name")
    public String getName() {
        return names.at(pc);
    }

    @Override
    public String toString() {
        return "#" + number + (number < 10 ? "  " : " ") + names.place(pc)
                + (register.isEmpty() ? "" : ", in " + register);
    }
}
