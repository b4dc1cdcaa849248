package org.kvmsh.dsl.register;

import org.kvmsh.dsl.device.RunEnds;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.word.Word;

/** An exception that a guest took, as a ready handler found it on its stack. */
public final class GuestException implements RunEnds {
    private final String name;
    private final long vector;
    private final long errorCode;
    private final long rip;
    private final Long address;
    private final long frame;

    /**
     * An exception.
     *
     * @param name in words: {@code vector 6, #UD}
     * @param address the address of a page fault; null for another exception
     * @param frame the linear address of the saved rip, where the guest continues
     */
    public GuestException(String name, long vector, long errorCode, long rip, Long address, long frame) {
        this.name = name;
        this.vector = vector;
        this.errorCode = errorCode;
        this.rip = rip;
        this.address = address;
        this.frame = frame;
    }

    @Word(value = "the vector: 6 for #UD, 14 for #PF", example = "m.vcpu(0).exception.vector")
    public int getVector() {
        return (int) vector;
    }

    @Word(
            value = "the error code that the processor pushed; 0 for an exception without one",
            example = "m.vcpu(0).exception.errorCode")
    public long getErrorCode() {
        return errorCode;
    }

    @Word(value = "the guest's rip at the exception; the next run continues there", example = "m.vcpu(0).exception.rip")
    public long getRip() {
        return rip;
    }

    @Word(
            value = "the address of a page fault, cr2; null for other exceptions",
            example = "m.vcpu(0).exception.address")
    public Long getAddress() {
        return address;
    }

    @Word(
            value = "the guest address of the saved rip, cs, rflags, rsp and ss; the guest resumes with the values"
                    + " written there",
            example = "m.mem(m.vcpu(0).exception.frame, 40)")
    public long getFrame() {
        return frame;
    }

    @Override
    public String toString() {
        return name + ", error code " + Bits64.hex(errorCode) + ", at " + Bits64.hex(rip)
                + (address == null ? "" : ", for " + Bits64.hex(address));
    }
}
