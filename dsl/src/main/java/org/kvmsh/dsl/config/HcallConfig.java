package org.kvmsh.dsl.config;

import org.kvmsh.dsl.script.Site;

/**
 * A hypercall that the kernel is to handle itself, or to leave to user space.
 *
 * @param number as PAPR numbers it
 * @param on whether the kernel handles it
 */
public record HcallConfig(long number, boolean on, Site site) {}
