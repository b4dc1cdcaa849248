/* Exceptions and the timer of ppc64. */
#include "guest.h"

enum { FIRST = 0x100, STEP = 0x20, DECREMENTER = 0x900 };

extern const uint32_t guest_vector[], guest_vector_end[];

/* Memory is not where a compiler expects objects. */
static uint32_t *physical(uintptr_t at)
{
	__asm__("" : "+r"(at));
	return (uint32_t *)at;
}

static guest_handler timer;

/* It always runs, and is pending for as long as it is negative. */
static void fired(struct guest_regs *regs)
{
	mtspr(22, 0x7fffffff);
	if (timer)
		timer(regs);
}

void guest_vcpu_begins(unsigned int id)
{
	on_exception(DECREMENTER, fired);
	for (uintptr_t at = FIRST; at < VECTORS; at += STEP) {
		for (unsigned int i = 0; guest_vector + i < guest_vector_end; i++)
			physical(at)[i] = guest_vector[i];
		__asm__ volatile("dcbst 0, %0; sync; icbi 0, %0; isync" : : "r"(at) : "memory");
	}
}

void guest_handler_is_set(unsigned int vector) {}

/* Source: Power ISA, book III, "Interrupt Definitions". */
static const struct {
	unsigned int vector;
	const char *name;
} names[] = {
	{0x100, "system reset"}, {0x200, "machine check"}, {0x300, "data storage"}, {0x380, "data segment"},
	{0x400, "instruction storage"}, {0x480, "instruction segment"}, {0x500, "external"}, {0x600, "alignment"},
	{0x700, "program"}, {0x800, "floating-point unavailable"}, {DECREMENTER, "decrementer"}, {0xc00, "system call"},
	{0xd00, "trace"}, {0xf20, "vector unavailable"}, {0xf40, "VSX unavailable"}, {0xf60, "facility unavailable"},
};

enum { ILLEGAL = 1 << 19, PRIVILEGED = 1 << 18, TRAP = 1 << 17 };

void guest_describe(const struct guest_regs *regs, struct guest_cause *cause)
{
	const char *name = "exception";
	bool data = regs->vector == 0x300 || regs->vector == 0x380 || regs->vector == 0x600;

	for (unsigned int i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i].vector == regs->vector)
			name = names[i].name;
	snprintf(cause->text, CAUSE_TEXT, "%s%s, srr1 %#lx%s", name,
		 regs->vector != 0x700 ? "" : regs->msr & ILLEGAL ? ", illegal instruction" : regs->msr & PRIVILEGED
		 ? ", privileged instruction" : regs->msr & TRAP ? ", trap" : "", regs->msr, "");
	cause->code = data ? regs->dsisr : regs->msr;
	cause->address = regs->dar;
	cause->has_address = data;
}

void timer_start(uint64_t ticks, guest_handler handler)
{
	timer = handler;
	mtspr(22, ticks);
}
