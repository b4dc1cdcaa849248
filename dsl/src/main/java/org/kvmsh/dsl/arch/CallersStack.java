package org.kvmsh.dsl.arch;

/**
 * The stack as a caller has it after the return: only its stack pointer and its frame pointer are known.
 *
 * @param called the stack of the innermost function
 */
public record CallersStack(GuestStack called, long top, long pointer) implements GuestStack {
    @Override
    public int word() {
        return called.word();
    }

    @Override
    public int dwarfTop() {
        return called.dwarfTop();
    }

    @Override
    public int dwarfPointer() {
        return called.dwarfPointer();
    }

    @Override
    public long code(long saved) {
        return called.code(saved);
    }

    @Override
    public long data(long saved) {
        return called.data(saved);
    }

    @Override
    public Frame caller(long from, Numbers numbers) {
        return called.caller(from, numbers);
    }
}
