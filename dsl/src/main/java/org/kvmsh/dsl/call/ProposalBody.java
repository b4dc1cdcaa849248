package org.kvmsh.dsl.call;

import java.util.LinkedHashMap;

/** The script's implementation of a proposed ioctl, in either language. */
@FunctionalInterface
public interface ProposalBody {
    /** The ioctl's result: a number, or nothing for 0. */
    Object answer(ProposalCall call);

    /** The state kept for a VM, empty: an object of the language's to which anything can be added by name. */
    default Object emptyState() {
        return new LinkedHashMap<String, Object>();
    }
}
