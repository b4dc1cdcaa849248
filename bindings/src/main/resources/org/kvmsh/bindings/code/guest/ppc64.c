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

void timer_start(uint64_t ticks, guest_handler handler)
{
	timer = handler;
	mtspr(22, ticks);
}
