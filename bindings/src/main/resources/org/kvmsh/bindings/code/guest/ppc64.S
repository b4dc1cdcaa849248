/* A vCPU of ppc64 begins in real mode, in the byte order of its board, and with its number in r3. */
#define DEVICE 0x0b56
/* What may hold data below a stack pointer, and the size of a frame with struct guest_regs behind its header of 32 bytes. */
#define RED_ZONE 288
#define REGS 32
#define FRAME 368

	.machine "power8"
	.abiversion 2
	.section .text.start, "ax"
	.globl _start
_start:
	lis	2, .TOC.@ha
	addi	2, 2, .TOC.@l
	lis	4, guest_stacks@ha
	addi	4, 4, guest_stacks@l
	addi	5, 3, 1
	sldi	5, 5, STACK_SHIFT
	add	1, 4, 5
	addi	1, 1, -REGS
	li	0, 0
	std	0, 0(1)
	mtlr	0
	bl	guest_start

	.text
	.globl guest_exit
guest_exit:
	lis	4, DEVICE
	std	3, 0(4)
	blr

/* What is copied to 0x100, 0x120 and so on, at most 32 bytes: it leaves in r31 where it is. */
	.globl guest_vector, guest_vector_end
guest_vector:
	mtsprg	1, 31
	mflr	31
	mtsprg	2, 31
	bl	.+4
	mflr	31
	ba	common
guest_vector_end:

common:
	mtsprg	3, 30
	addi	30, 1, -(RED_ZONE + FRAME)
	std	1, 0(30)
	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29
	std	\n, REGS + \n * 8(30)
	.endr
	mr	1, 30
	mfsprg	4, 3
	mfsprg	5, 1
	std	4, REGS + 30 * 8(1)
	std	5, REGS + 31 * 8(1)
	mfsrr0	4
	mfsrr1	5
	std	4, REGS + 32 * 8(1)
	std	5, REGS + 33 * 8(1)
	/* A handler translates addresses as the code that it interrupts. */
	mfmsr	6
	rlwimi	6, 5, 0, 26, 27
	mtmsrd	6
	isync
	mfsprg	4, 2
	mfctr	5
	mfxer	6
	mfcr	7
	std	4, REGS + 34 * 8(1)
	std	5, REGS + 35 * 8(1)
	std	6, REGS + 36 * 8(1)
	std	7, REGS + 37 * 8(1)
	mfdar	4
	mfdsisr	5
	std	4, REGS + 38 * 8(1)
	std	5, REGS + 39 * 8(1)
	rldicl	31, 31, 0, 52
	rldicr	31, 31, 0, 58
	std	31, REGS + 40 * 8(1)
	addi	3, 1, REGS
	lis	2, .TOC.@ha
	addi	2, 2, .TOC.@l
	bl	guest_exception
	nop
	ld	4, REGS + 32 * 8(1)
	ld	5, REGS + 33 * 8(1)
	mtsrr0	4
	mtsrr1	5
	ld	4, REGS + 34 * 8(1)
	ld	5, REGS + 35 * 8(1)
	ld	6, REGS + 36 * 8(1)
	ld	7, REGS + 37 * 8(1)
	mtlr	4
	mtctr	5
	mtxer	6
	mtcr	7
	.irp	n, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	ld	\n, REGS + \n * 8(1)
	.endr
	ld	1, 0(1)
	rfid

	.section .note.GNU-stack, "", @progbits
