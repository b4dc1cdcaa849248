package org.kvmsh.dsl.compare;

import org.kvmsh.dsl.script.Site;

/**
 * A difference between the answers of two boards.
 *
 * @param call the ioctl's or system call's name; {@link #SCRIPT} for how a script or a test ended
 * @param what a field, a register, a capability, or one of the words explained in the table's head
 * @param site where the script made the call
 * @param first the first board's result
 * @param second what the other one answered
 */
public record Difference(String call, String what, Site site, String first, String second) {
    /** The name of what differs, without the values: {@code KVM_GET_SREGS cs.type}. */
    public String name() {
        return call + " " + what;
    }

    /** The name used instead of a call's: the script itself behaved differently. */
    static final String SCRIPT = "script";
    /** A call made on only one of the two; its subject follows if that is a capability or a register. */
    static final String MADE = "made";
}
