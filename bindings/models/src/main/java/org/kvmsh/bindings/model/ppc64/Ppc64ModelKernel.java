package org.kvmsh.bindings.model.ppc64;

/**
 * A powerpc kernel of 2011 as its configuration and its processor make it.
 *
 * @param hypervisor CONFIG_KVM_BOOK3S_64_HV: "a given kernel binary can only do one or the other" ([PATCH 09/15] KVM:
 *     PPC: Add support for Book3S processors in hypervisor mode)
 */
public record Ppc64ModelKernel(Ppc64ModelCpu cpu, boolean hypervisor) {}
