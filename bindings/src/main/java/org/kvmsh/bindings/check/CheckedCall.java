package org.kvmsh.bindings.check;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One call of a sequence.
 *
 * @param on the file that it is made on; the VM that a vCPU or a device belongs to is another part
 * @param call the name of the ioctl, {@link #CLOSE} or {@link #GUEST}
 * @param prior the ioctl that fills in its struct before fields are changed; null if the others are 0
 * @param fields of its struct that are changed, in order; empty for a call without a struct
 * @param value the plain argument; 0 for a call with a struct
 * @param opens the part that it opens if it succeeds; null if no later call is made on that file
 */
public record CheckedCall(Part on, String call, String prior, Map<String, Operand> fields, long value, Part opens) {
    /** Closes a descriptor. */
    public static final String CLOSE = "close";

    /** Starts a vCPU of a VM with a guest that stores a byte, which shows that the VM still works. */
    public static final String GUEST = "guest";

    /** Runs a vCPU to an exit. */
    public static final String RUN = "KVM_RUN";

    /** Keeps the order of the fields. */
    public CheckedCall {
        fields = new LinkedHashMap<>(fields);
    }

    /** A call without a struct. */
    static CheckedCall plain(Part on, String call, long value, Part opens) {
        return new CheckedCall(on, call, null, Map.of(), value, opens);
    }

    /** Whether it is an ioctl whose answer the rules judge. */
    public boolean isJudged() {
        return !call.equals(CLOSE) && !call.equals(GUEST) && !call.equals(RUN);
    }

    /** The same of which nothing follows: what it opens has no name. */
    public CheckedCall alone() {
        return new CheckedCall(on, call, prior, fields, value, null);
    }

    CheckedCall with(Map<String, Operand> others) {
        return new CheckedCall(on, call, prior, others, value, opens);
    }

    CheckedCall from(String otherPrior) {
        return new CheckedCall(on, call, otherPrior, fields, value, opens);
    }

    CheckedCall withValue(long other) {
        return new CheckedCall(on, call, prior, fields, other, opens);
    }
}
