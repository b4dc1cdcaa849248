package org.kvmsh.dsl.spec;

/**
 * A hypercall that the kernel is to handle itself, or to leave to user space.
 *
 * @param number as PAPR numbers it
 * @param on     whether the kernel handles it
 */
public record HcallSpec(long number, boolean on, Site site) { }
