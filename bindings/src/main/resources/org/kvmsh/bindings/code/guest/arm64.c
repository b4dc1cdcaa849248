/* Exceptions, page tables and the timer of arm64. */
#include "guest.h"

void guest_vcpu_begins(unsigned int id) {}
void guest_handler_is_set(unsigned int vector) {}

/* Source: Arm Architecture Reference Manual, "ESR_EL1, Exception Syndrome Register (EL1)". */
static const char *name(uint64_t vector)
{
	switch (vector) {
	case 0x00: return "unknown instruction";
	case 0x07: return "SVE, SIMD or floating point is off";
	case 0x0e: return "illegal execution state";
	case 0x15: return "svc";
	case 0x16: return "hvc";
	case 0x17: return "smc";
	case 0x18: return "msr, mrs or system instruction";
	case 0x19: return "SVE is off";
	case 0x20: return "instruction abort from EL0";
	case 0x21: return "instruction abort";
	case 0x22: return "pc is not aligned";
	case 0x24: return "data abort from EL0";
	case 0x25: return "data abort";
	case 0x26: return "sp is not aligned";
	case 0x30: case 0x31: return "breakpoint";
	case 0x32: case 0x33: return "single step";
	case 0x34: case 0x35: return "watchpoint";
	case 0x3c: return "brk";
	case VECTOR_IRQ: return "irq";
	case VECTOR_FIQ: return "fiq";
	case VECTOR_SERROR: return "serror";
	default: return "exception class";
	}
}

void guest_describe(const struct guest_regs *regs, struct guest_cause *cause)
{
	snprintf(cause->text, CAUSE_TEXT, "%s, esr_el1 %#lx", name(regs->vector), regs->esr);
	cause->code = regs->esr;
	cause->address = regs->far;
	cause->has_address = (regs->vector >= 0x20 && regs->vector <= 0x25) || regs->vector == 0x34 || regs->vector == 0x35;
}
