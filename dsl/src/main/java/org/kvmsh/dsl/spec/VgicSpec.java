package org.kvmsh.dsl.spec;

/** Where an ARM guest finds its interrupt controller; null for a part that was not placed. */
public record VgicSpec(Long dist, Long cpu, Site site) { }
