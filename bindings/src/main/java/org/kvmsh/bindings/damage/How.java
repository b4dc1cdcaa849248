package org.kvmsh.bindings.damage;

import java.util.Locale;

/** The ways in which a call's effect or result can be wrong. */
public enum How {
    /** The call is not made and returns 0; a struct that it reads is zero. */
    DROPPED,
    /** The second call on a descriptor, and each one after it, is not made. */
    REPEAT_DROPPED,
    /** A memslot is not deleted. */
    DELETION_DROPPED,
    /** The call is not made and refused, as by a kernel without what it is for. */
    REFUSED,
    /** A refusal is returned as success. */
    ACCEPTED,
    /** A refusal has another errno. */
    RENAMED,
    /** A value that is written does not reach the kernel: it keeps its own, or gets 0 if it has no call to read it. */
    LOST,
    /** One bit of a value that is written is wrong. */
    FLIPPED,
    /** A value that is read is 0. */
    READ_ZERO,
    /** One bit of a value that is read is wrong. */
    READ_FLIPPED,
    /** A value that is read is that of the last call. */
    READ_STALE,
    /** The call returns 0 instead of more. */
    RETURNED_0,
    /** The call returns 1 instead of 0. */
    RETURNED_1,
    /** The call returns one more. */
    RETURNED_MORE,
    /** What user space wrote to complete an exit does not reach the kernel. */
    COMPLETION_LOST,
    /** The first set bit of a bitmap that is read is clear. */
    BIT_LOST,
    /** The first clear bit of a bitmap that is read is set. */
    BIT_EXTRA,
    /** The oldest entry of a ring is not there. */
    ENTRY_LOST,
    /** What is written to, or read from, an eventfd of the VM is lost. */
    SWALLOWED;

    /** The word in an id: {@code read-zero}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static How of(String word) {
        for (How how : values()) {
            if (how.toString().equals(word)) {
                return how;
            }
        }
        throw new IllegalArgumentException("unknown damage '" + word + "'");
    }
}
