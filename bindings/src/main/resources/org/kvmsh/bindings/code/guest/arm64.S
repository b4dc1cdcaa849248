/* A vCPU of arm64 begins at EL1 with the MMU off, and its number in x0. */
#define DEVICE 0x0b560000

	.section .text.start, "ax"
	.globl _start
_start:
	ldr	x1, =guest_stacks
	add	x0, x0, #1
	lsl	x0, x0, #STACK_SHIFT
	add	sp, x1, x0
	mov	x29, #0
	mov	x30, #0
	bl	main
	bl	done

	.text
	.globl guest_exit
guest_exit:
	ldr	x1, =DEVICE
	str	x0, [x1]
	ret

	.globl vcpu_id
vcpu_id:
	mov	x0, sp
	ldr	x1, =guest_stacks
	sub	x0, x0, x1
	sub	x0, x0, #1
	lsr	x0, x0, #STACK_SHIFT
	ret

	.section .note.GNU-stack, "", @progbits
