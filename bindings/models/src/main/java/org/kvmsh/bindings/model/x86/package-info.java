/**
 * An x86_64 KVM with one VM type and no interrupt controller: {@link X86Model}. {@link X86Vcpu} has the ioctls,
 * {@link X86Exits} kvm_run, {@link X86Processor} the loop. {@link X86Instruction} decodes, and a class for each group
 * of instructions executes ({@link X86Arithmetic}, {@link X86Shifts}, {@link X86Moves}, {@link X86ControlFlow},
 * {@link X86Strings}, {@link X86System}).
 *
 * <p>An instruction is executed completely or not at all: a fault, or a read that user space must answer
 * ({@link X86Outside}), restores the registers, and after the answer the instruction restarts, as in KVM's own
 * emulator. {@link X86Memory} is segments and slots, {@link X86Paging} the page tables, {@link X86Events} the delivery
 * of exceptions.
 */
package org.kvmsh.bindings.model.x86;
