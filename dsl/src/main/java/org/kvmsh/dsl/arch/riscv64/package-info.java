/**
 * riscv64 as an {@link org.kvmsh.dsl.arch.Architecture}, in {@link Riscv64}: the smallest one, and the example of
 * docs/developers/extending.md. {@link Riscv64Vcpus} plans vCPUs, {@link Aia} the interrupt controller, and
 * {@link SbiHandlers} enables the SBI extensions that a script's handlers need. Every register is a one-reg
 * ({@link Riscv64Registers}).
 */
package org.kvmsh.dsl.arch.riscv64;
