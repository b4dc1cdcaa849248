package org.kvmsh.dsl.spec;

/** A real mode area that the script counts on: the kernel fixes its size at boot, so the size can only be expected. */
public record RmaSpec(long size, Site site) { }
