/* A vCPU of riscv64 begins in S-mode with the MMU off, and its number in a0. */
#define DEVICE 0x0b560000
/* The size of struct guest_regs, a multiple of 16. */
#define FRAME 304

	.section .text.start, "ax"
	.globl _start
_start:
	la	t0, guest_stacks
	addi	t1, a0, 1
	slli	t1, t1, STACK_SHIFT
	add	sp, t0, t1
	la	t0, vectors
	csrw	stvec, t0
	li	s0, 0
	li	ra, 0
	call	guest_start

	.text
	.globl guest_exit
guest_exit:
	li	t0, DEVICE
	sd	a0, 0(t0)
	ret

/* The order of struct guest_regs. */
	.balign	4
vectors:
	addi	sp, sp, -FRAME
	.irp	n, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	sd	x\n, \n * 8(sp)
	.endr
	addi	t0, sp, FRAME
	sd	t0, 2 * 8(sp)
	csrr	t0, sepc
	csrr	t1, sstatus
	csrr	t2, scause
	csrr	t3, stval
	sd	t0, 32 * 8(sp)
	sd	t1, 33 * 8(sp)
	sd	t2, 34 * 8(sp)
	sd	t3, 35 * 8(sp)
	/* An interrupt's vector is 64 more than its code. */
	srli	t3, t2, 63
	slli	t3, t3, 6
	slli	t2, t2, 1
	srli	t2, t2, 1
	add	t2, t2, t3
	sd	t2, 36 * 8(sp)
	mv	a0, sp
	call	guest_exception
	ld	t0, 32 * 8(sp)
	ld	t1, 33 * 8(sp)
	csrw	sepc, t0
	csrw	sstatus, t1
	.irp	n, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	ld	x\n, \n * 8(sp)
	.endr
	addi	sp, sp, FRAME
	sret

	.section .note.GNU-stack, "", @progbits
