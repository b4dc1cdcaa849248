package org.kvmsh.dsl.config;

/** An argument of a call that a script can change afterwards: a plan keeps it as it was when the call was asked for. */
public interface ArgumentValue {
    /** The same value, which nobody else changes. */
    Object copy();
}
