/* A vCPU of x86_64 begins in 64-bit mode, with its number in rdi. */
#define PORT 0x6b63

	.section .text.start, "ax"
	.globl _start
_start:
	mov	$guest_stacks, %rsp
	mov	%rdi, %rax
	inc	%rax
	shl	$STACK_SHIFT, %rax
	add	%rax, %rsp
	xor	%ebp, %ebp
	call	guest_start

	.text
	.globl guest_exit
guest_exit:
	mov	%edi, %eax
	mov	$PORT, %edx
	out	%eax, %dx
	ret

	.globl wait_for_interrupt
wait_for_interrupt:
	sti
halt:
	hlt
	cli
	ret

/* One for each vector, 16 bytes apart. */
	.balign	16
	.globl guest_stubs
guest_stubs:
	.set	vector, 0
	.rept	256
	.balign	16
	.if	vector == 8 || vector >= 10 && vector <= 14 || vector == 17 || vector == 21 || vector == 29 || vector == 30
	.else
	push	$0
	.endif
	push	$vector
	jmp	trap
	.set	vector, vector + 1
	.endr

/* The order of struct guest_regs, from its end. */
trap:
	.irp	register, r15, r14, r13, r12, r11, r10, r9, r8, rdi, rsi, rbp, rbx, rdx, rcx, rax
	push	%\register
	.endr
	/* QEMU's emulated SVM may forget at VMRUN that STI holds interrupts back until after HLT. HLT would miss this one: it is skipped. */
	cmpq	$halt, 136(%rsp)
	jne	1f
	incq	136(%rsp)
1:	cld
	mov	%rsp, %rdi
	call	guest_exception
	.irp	register, rax, rcx, rdx, rbx, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15
	pop	%\register
	.endr
	add	$16, %rsp
	iretq

	.section .note.GNU-stack, "", @progbits
