/* A vCPU of arm64 begins at EL1 with the MMU off, and its number in x0. */
#define DEVICE 0x0b560000
/* The size of struct guest_regs, a multiple of 16. */
#define FRAME 304

	.section .text.start, "ax"
	.globl _start
_start:
	ldr	x1, =guest_stacks
	add	x2, x0, #1
	lsl	x2, x2, #STACK_SHIFT
	add	sp, x1, x2
	ldr	x1, =vectors
	msr	vbar_el1, x1
	isb
	mov	x29, #0
	mov	x30, #0
	bl	guest_start

	.text
	.globl guest_exit
guest_exit:
	ldr	x1, =DEVICE
	str	x0, [x1]
	ret

	.balign	2048
vectors:
	.rept	4
	.irp	kind, 0, 1, 2, 3
	.balign	128
	sub	sp, sp, #FRAME
	stp	x0, x1, [sp]
	mov	x0, #\kind
	b	trap
	.endr
	.endr

/* The order of struct guest_regs. */
	.balign	128
trap:
	.irp	n, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28
	stp	x\n, x30, [sp, #\n * 8]
	.endr
	.irp	n, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29
	str	x\n, [sp, #\n * 8]
	.endr
	str	x30, [sp, #30 * 8]
	add	x1, sp, #FRAME
	mrs	x2, elr_el1
	mrs	x3, spsr_el1
	stp	x1, x2, [sp, #31 * 8]
	mrs	x4, esr_el1
	mrs	x5, far_el1
	ubfx	x6, x4, #26, #6
	add	x7, x0, #63
	cmp	x0, #0
	csel	x6, x6, x7, eq
	stp	x3, x6, [sp, #33 * 8]
	stp	x4, x5, [sp, #35 * 8]
	mov	x0, sp
	bl	guest_exception
	ldp	x2, x3, [sp, #32 * 8]
	msr	elr_el1, x2
	msr	spsr_el1, x3
	.irp	n, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30
	ldr	x\n, [sp, #\n * 8]
	.endr
	ldp	x0, x1, [sp], #FRAME
	eret

	.section .note.GNU-stack, "", @progbits
