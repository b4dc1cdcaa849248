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

/* Source: Intel SDM volume 3, "4-Level Paging and 5-Level Paging". */
enum { PRESENT = 1, WRITABLE = 2, LARGE = 1 << 7 };

const int guest_levels = 4;

uint64_t *guest_root(void)
{
	uint64_t cr3;

	__asm__("mov %%cr3, %0" : "=r"(cr3));
	return (uint64_t *)(cr3 & 0xffffffffff000);
}

uint64_t *guest_table(uint64_t entry, int level)
{
	return level && (entry & (PRESENT | LARGE)) == PRESENT ? (uint64_t *)(entry & 0xffffffffff000) : NULL;
}

uint64_t guest_table_entry(const uint64_t *table) { return (uintptr_t)table | PRESENT | WRITABLE; }

uint64_t guest_page_entry(uint64_t physical, int rights)
{
	uint64_t no_execute = rights & MAP_EXECUTE || !(rdmsr(0xc0000080) & 1 << 11) ? 0 : 1ull << 63;

	return rights ? physical | PRESENT | (rights & MAP_WRITE ? WRITABLE : 0) | no_execute : 0;
}

uint64_t guest_part_of(uint64_t entry, int level, unsigned int n)
{
	return entry & PRESENT ? (level ? entry : entry & ~(uint64_t)LARGE) + ((uint64_t)n << (12 + 9 * level)) : 0;
}

void guest_flush(uintptr_t virtual) { __asm__ volatile("invlpg (%0)" : : "r"(virtual) : "memory"); }

void mmu_on(void) {}

/* Source: Intel SDM volume 3, "Local APIC". One tick is a nanosecond on KVM. */
enum { APIC = 0xfee00000, EOI = 0xb0, SPURIOUS = 0xf0, LVT_TIMER = 0x320, INITIAL = 0x380, DIVIDE = 0x3e0, TIMER = 0xec };

static guest_handler timer;

static void fired(struct guest_regs *regs)
{
	write32(APIC + EOI, 0);
	timer(regs);
}

void timer_start(uint64_t ticks, guest_handler handler)
{
	timer = handler;
	on_exception(TIMER, fired);
	write32(APIC + SPURIOUS, 0x1ff);
	write32(APIC + DIVIDE, 0xb);
	write32(APIC + LVT_TIMER, TIMER);
	write32(APIC + INITIAL, ticks);
}
