package org.kvmsh.dsl.device;

/** What a device answers that ends the run, with the guest's code. */
public record RunEnds(long code) { }
