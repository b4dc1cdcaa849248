package org.kvmsh.dsl.register;

import java.util.List;
import org.kvmsh.bindings.code.SymbolNames;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.word.Word;

/**
 * An exception that a guest took.
 *
 * @param name in words: {@code page fault (#PF)}
 * @param address the address of a page fault; null for another exception
 * @param why the cause, one fact a line
 */
public record GuestException(
        @Word(value = "its name, such as page fault (#PF) or data abort", example = "m.vcpu(0).exception.name")
        String name,

        @Word(
                value = "the vector: on x86_64 6 for #UD, 14 for #PF; on arm64 the exception class; on riscv64 the"
                        + " exception code; on ppc64 the vector's offset, such as 0x700",
                example = "m.vcpu(0).exception.vector")
        int vector,

        @Word(
                value = "on x86_64 the error code that the processor pushed, 0 for an exception without one; on arm64"
                        + " esr_el1; on riscv64 scause; on ppc64 dsisr, or the bits that the interrupt sets in srr1",
                example = "m.vcpu(0).exception.errorCode")
        long errorCode,

        @Word(
                value = "the guest's pc at the exception, where the next run continues unless the script sets the pc",
                example = "m.vcpu(0).exception.pc")
        long pc,

        @Word(
                value = "the faulting address of a page fault or an abort (cr2, far_el1, stval or dar); null for"
                        + " other exceptions",
                example = "m.vcpu(0).exception.address")
        Long address,

        @Word(
                value = "the cause: a sentence, and the registers that the exception set",
                example = "m.vcpu(0).exception.why[0]")
        List<String> why) {
    @Override
    public String toString() {
        return inWords(SymbolNames.NONE);
    }

    /** The same with the name of the guest's function. */
    public String inWords(SymbolNames names) {
        return name + ", at " + names.place(pc) + (address == null ? "" : ", for " + Bits64.hex(address));
    }
}
