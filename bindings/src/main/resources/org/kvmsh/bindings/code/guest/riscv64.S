/* A vCPU of riscv64 begins in S-mode with the MMU off, and its number in a0. */
#define DEVICE 0x0b560000

	.section .text.start, "ax"
	.globl _start
_start:
	la	t0, guest_stacks
	addi	t1, a0, 1
	slli	t1, t1, STACK_SHIFT
	add	sp, t0, t1
	li	s0, 0
	li	ra, 0
	call	main
	call	done

	.text
	.globl guest_exit
guest_exit:
	li	t0, DEVICE
	sd	a0, 0(t0)
	ret

	.globl vcpu_id
vcpu_id:
	la	t0, guest_stacks
	sub	a0, sp, t0
	addi	a0, a0, -1
	srli	a0, a0, STACK_SHIFT
	ret

	.section .note.GNU-stack, "", @progbits
