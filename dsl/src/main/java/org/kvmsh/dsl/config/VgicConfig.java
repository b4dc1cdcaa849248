package org.kvmsh.dsl.config;

import org.kvmsh.dsl.script.Site;

/**
 * The addresses of an ARM guest's interrupt controller; null for a part that was not placed.
 *
 * @param dist the distributor
 * @param cpu a GICv2's CPU interface
 * @param redist a GICv3's redistributors
 * @param irqs how many interrupts it has; null for the kernel's own number
 * @param api how the kernel is to be asked; null for the way that it has
 */
public record VgicConfig(Long dist, Long cpu, Long redist, Long irqs, Api api, Site site) {}
