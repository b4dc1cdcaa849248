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
	sub	$16, %rsp
	xor	%ebp, %ebp
	call	main
	mov	%eax, %edi
	call	done

	.text
	.globl guest_exit
guest_exit:
	mov	%edi, %eax
	mov	$PORT, %edx
	out	%eax, %dx
	ret

	.globl vcpu_id
vcpu_id:
	mov	%rsp, %rax
	sub	$guest_stacks, %rax
	shr	$STACK_SHIFT, %rax
	ret

	.section .note.GNU-stack, "", @progbits
