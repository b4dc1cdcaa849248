/* Exceptions, page tables and the timer of x86_64. */
#include "guest.h"

/* Those of kvmsh's tables, one for each vCPU; kvmsh reports what they have no handler for. */
static struct gate {
	uint64_t low;
	uint64_t high;
} *tables[VCPUS];

extern char guest_stubs[];

static void set_gate(struct gate *table, unsigned int vector)
{
	uint64_t at = (uintptr_t)guest_stubs + vector * 16, cs;

	__asm__("mov %%cs, %0" : "=r"(cs));
	table[vector].high = at >> 32;
	table[vector].low = (at & 0xffff) | cs << 16 | 0x8e00ull << 32 | (at >> 16 & 0xffff) << 48;
}

void guest_vcpu_begins(unsigned int id)
{
	struct __attribute__((packed)) {
		uint16_t limit;
		struct gate *base;
	} idt;

	__asm__("sidt %0" : "=m"(idt));
	for (unsigned int vector = 0; idt.limit && vector < VECTORS; vector++)
		if (guest_handlers[vector])
			set_gate(idt.base, vector);
	tables[id] = idt.limit ? idt.base : NULL;
}

void guest_handler_is_set(unsigned int vector)
{
	for (unsigned int id = 0; id < VCPUS; id++)
		if (tables[id])
			set_gate(tables[id], vector);
}

void guest_describe(const struct guest_regs *regs, struct guest_cause *cause)
{
	snprintf(cause->text, CAUSE_TEXT, "vector %d, error code %#lx", (int)regs->vector, regs->error_code);
	cause->code = regs->error_code;
	cause->has_address = regs->vector == 14;
	__asm__("mov %%cr2, %0" : "=r"(cause->address));
}
