package org.kvmsh.dsl.device;

/** A handler's result that ends the run. */
public interface RunEnds {
    /** The guest's code. */
    record Code(long code) implements RunEnds {}
}
