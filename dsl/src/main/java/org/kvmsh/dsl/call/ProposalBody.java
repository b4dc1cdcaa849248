package org.kvmsh.dsl.call;

import java.util.LinkedHashMap;

/** What a script's proposal does when its ioctl comes, in either language. */
@FunctionalInterface
public interface ProposalBody {
    /** The ioctl's result: a number, or nothing for 0. */
    Object answer(ProposalCall call);

    /** What is kept for a VM, empty: an object of the language's to which anything can be added by name. */
    default Object emptyState() {
        return new LinkedHashMap<String, Object>();
    }
}
