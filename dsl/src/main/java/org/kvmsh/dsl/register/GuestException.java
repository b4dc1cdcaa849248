package org.kvmsh.dsl.register;

import org.kvmsh.bindings.code.SymbolNames;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.word.Word;

/**
 * An exception that a guest took, as a ready handler found it on its stack.
 *
 * @param name in words, with its error code or syndrome: {@code vector 6, #UD, error code 0x0}
 * @param address the address of a page fault; null for another exception
 * @param frame the linear address of the saved rip, where the guest continues
 */
public record GuestException(
        String name,

        @Word(
                value =
                        "the vector: on x86_64 6 for #UD, 14 for #PF; on arm64 the exception class; on riscv64 the exception"
                                + " code",
                example = "m.vcpu(0).exception.vector")
        int vector,

        @Word(
                value =
                        "on x86_64 the error code that the processor pushed, 0 for an exception without one; on arm64 esr_el1; on"
                                + " riscv64 scause",
                example = "m.vcpu(0).exception.errorCode")
        long errorCode,

        @Word(
                value = "the guest's pc at the exception; the next run continues there",
                example = "m.vcpu(0).exception.rip")
        long rip,

        @Word(
                value = "the address of a page fault or an abort: cr2, far_el1 or stval; null for other exceptions",
                example = "m.vcpu(0).exception.address")
        Long address,

        @Word(
                value =
                        "the guest address of the saved pc, on x86_64 followed by cs, rflags, rsp and ss; the guest resumes"
                                + " with the values written there",
                example = "m.mem(m.vcpu(0).exception.frame, 40)")
        long frame) {
    @Override
    public String toString() {
        return inWords(SymbolNames.NONE);
    }

    /** The same with the name of the guest's function. */
    public String inWords(SymbolNames names) {
        return name + ", at " + names.place(rip) + (address == null ? "" : ", for " + Bits64.hex(address));
    }
}
