/**
 * arm64 as an {@link org.kvmsh.dsl.arch.Architecture}, in {@link Arm64}, and the planner's part that 32-bit ARM shares
 * ({@link ArmPlanning}). {@link Arm64Vcpus} plans vCPUs. {@link Vgic} plans the interrupt controller with the interface
 * that the board has: KVM_CREATE_DEVICE, KVM_ARM_SET_DEVICE_ADDR, or KVM_SET_DEVICE_ADDRESS, which was proposed and
 * never merged. {@link GicV2State}, {@link GicV3State} and {@link ItsState} are what a snapshot saves of it. System
 * registers are rows of {@code arm64-system-registers.tsv}.
 */
package org.kvmsh.dsl.arch.arm64;
