package org.kvmsh.bindings.kvm.rule;

import java.util.List;

/** The rules of an ioctl that its argument, what its VM has and what the board can are held against once it was refused. */
interface CallRules {
    /** The rules that the call breaks, each a sentence with its source; empty where none of those that can be checked is broken. */
    List<String> broken(Refused refused);
}
