package org.kvmsh.dsl.compare;

import org.kvmsh.dsl.script.Site;

/**
 * Where two boards answered differently.
 *
 * @param call   the ioctl's or system call's name; {@link #SCRIPT} for how a script or a test ended
 * @param what   a field, a register, a capability, or one of the words that the table's head explains
 * @param site   where the script made the call
 * @param first  what the one board answered
 * @param second what the other one answered
 */
public record Difference(String call, String what, Site site, String first, String second) {
    /** Not a call: the script itself went another way. */
    static final String SCRIPT = "script";
    /** A call that was made on one of the two alone; what it is about follows where that is a capability or a register. */
    static final String MADE = "made";
}
