/* Exceptions, page tables and the timer of riscv64. */
#include "guest.h"

void guest_vcpu_begins(unsigned int id) {}
void guest_handler_is_set(unsigned int vector) {}

/* Source: The RISC-V Instruction Set Manual, volume II, "Supervisor Cause Register (scause)". */
static const char *const names[] = {
	"instruction address misaligned", "instruction access fault", "illegal instruction", "breakpoint",
	"load address misaligned", "load access fault", "store address misaligned", "store access fault",
	"ecall from U-mode", "ecall from S-mode", "cause", "cause",
	"instruction page fault", "load page fault", "cause", "store page fault",
};

void guest_describe(const struct guest_regs *regs, struct guest_cause *cause)
{
	snprintf(cause->text, CAUSE_TEXT, "%s, scause %#lx",
		 regs->vector >= VECTOR_INTERRUPT(0) ? "interrupt" : regs->vector < 16 ? names[regs->vector] : "cause",
		 regs->scause);
	cause->code = regs->scause;
	cause->address = regs->stval;
	cause->has_address = regs->vector < 16 && regs->vector != 2 && regs->vector != 8 && regs->vector != 9;
}
