package org.kvmsh.dsl.device;

/** What a handler answers that ends the run. */
public interface RunEnds {
    /** The guest's code. */
    record Code(long code) implements RunEnds {}
}
