/**
 * 64-bit powerpc in both byte orders as an {@link org.kvmsh.dsl.arch.Architecture}, in {@link Ppc64}. {@link Spapr}
 * plans the platform: with KVM_PPC_SET_PLATFORM if the kernel has that proposal, and otherwise with the VM's type,
 * KVM_CAP_PPC_PAPR and KVM_REG_PPC_ARCH_COMPAT. {@link Ppc64Mode} chooses between HV and PR, {@link RealModeArea} plans
 * the RMA, and {@link Ppc64Vm} everything else that precedes the vCPUs.
 */
package org.kvmsh.dsl.arch.ppc64;
