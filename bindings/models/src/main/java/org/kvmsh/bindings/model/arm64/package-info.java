/**
 * An arm64 KVM with a GICv2, as Linux 6.1 has it on QEMU's machine virt: {@link Arm64Model}. {@link Arm64Vm},
 * {@link Arm64Vcpu} and {@link ModelVgic} are KVM's side, {@link Arm64Run} is KVM_RUN, and {@link Psci} answers a
 * guest's HVC. {@link A64Processor} is an EL1 without MMU, with a class for each group of instructions.
 * {@code cortex-a57.tsv} has the registers of a real kernel's vCPU with their values; specs compare it and each
 * instruction with that kernel.
 */
package org.kvmsh.bindings.model.arm64;
