package org.kvmsh.dsl.config;

/** A mutable argument of a call: a plan keeps its value at the time of the call. */
public interface ArgumentValue {
    /** An equal value that is not shared. */
    Object copy();
}
