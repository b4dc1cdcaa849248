package org.kvmsh.dsl.register;

import org.kvmsh.dsl.device.RunEnds;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.word.Word;

/**
 * An exception that a guest took, as a ready handler found it on its stack.
 *
 * @param name in words: {@code vector 6, #UD}
 * @param address the address of a page fault; null for another exception
 * @param frame the linear address of the saved rip, where the guest continues
 */
public record GuestException(
        String name,

        @Word(value = "the vector: 6 for #UD, 14 for #PF", example = "m.vcpu(0).exception.vector")
        int vector,

        @Word(
                value = "the error code that the processor pushed; 0 for an exception without one",
                example = "m.vcpu(0).exception.errorCode")
        long errorCode,

        @Word(
                value = "the guest's rip at the exception; the next run continues there",
                example = "m.vcpu(0).exception.rip")
        long rip,

        @Word(
                value = "the address of a page fault, cr2; null for other exceptions",
                example = "m.vcpu(0).exception.address")
        Long address,

        @Word(
                value = "the guest address of the saved rip, cs, rflags, rsp and ss; the guest resumes with the values"
                        + " written there",
                example = "m.mem(m.vcpu(0).exception.frame, 40)")
        long frame)
        implements RunEnds {
    @Override
    public String toString() {
        return name + ", error code " + Bits64.hex(errorCode) + ", at " + Bits64.hex(rip)
                + (address == null ? "" : ", for " + Bits64.hex(address));
    }
}
