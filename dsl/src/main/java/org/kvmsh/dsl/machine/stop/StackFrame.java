package org.kvmsh.dsl.machine.stop;

import org.kvmsh.bindings.code.SymbolNames;
import org.kvmsh.dsl.word.Word;

/** A function that was called and has not returned. */
public final class StackFrame {
    private final int number;
    private final long pc;
    private final long pointer;
    private final String register;
    private final SymbolNames names;

    /** @param register the register that has the address; empty if it is on the stack */
    StackFrame(int number, long pc, long pointer, String register, SymbolNames names) {
        this.number = number;
        this.pc = pc;
        this.pointer = pointer;
        this.register = register;
        this.names = names;
    }

    @Word(value = "where the function continues", example = "m.backtrace.frames[1].pc")
    public long getPc() {
        return pc;
    }

    @Word(
            value = "the name of that address, with its offset; null without a symbol",
            example = "m.backtrace.frames[1].name")
    public String getName() {
        return names.at(pc);
    }

    @Word(value = "the frame pointer that leads to its caller", example = "m.backtrace.frames[1].pointer")
    public long getPointer() {
        return pointer;
    }

    @Override
    public String toString() {
        return "#" + number + (number < 10 ? "  " : " ") + names.place(pc)
                + (register.isEmpty() ? "" : ", in " + register);
    }
}
