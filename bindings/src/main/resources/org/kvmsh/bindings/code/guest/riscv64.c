/* Exceptions, page tables and the timer of riscv64. */
#include "guest.h"

void guest_vcpu_begins(unsigned int id) {}
void guest_handler_is_set(unsigned int vector) {}

/* Source: The RISC-V Instruction Set Manual, volume II, "Sv39: Page-Based 39-bit Virtual-Memory System". */
enum { VALID = 1, READ = 2, WRITE = 4, EXECUTE = 8, ACCESSED = 1 << 6, DIRTY = 1 << 7 };
static uint64_t root[512] __attribute__((aligned(4096)));

const int guest_levels = 3;
uint64_t *guest_root(void) { return root; }

uint64_t *guest_table(uint64_t entry, int level)
{
	return (entry & (VALID | READ | WRITE | EXECUTE)) == VALID ? (uint64_t *)(entry >> 10 << 12) : NULL;
}

uint64_t guest_table_entry(const uint64_t *table) { return (uintptr_t)table >> 2 | VALID; }

uint64_t guest_page_entry(uint64_t physical, int rights)
{
	return rights ? physical >> 2 | VALID | READ | ACCESSED | DIRTY | (rights & MAP_WRITE ? WRITE : 0)
			| (rights & MAP_EXECUTE ? EXECUTE : 0) : 0;
}

uint64_t guest_part_of(uint64_t entry, int level, unsigned int n)
{
	return entry & VALID ? entry + ((uint64_t)n << (10 + 9 * level)) : 0;
}

void guest_flush(uintptr_t virtual) { __asm__ volatile("sfence.vma" : : : "memory"); }

const unsigned int guest_gigabytes = 256;

uint64_t guest_gigabyte(uint64_t n) { return guest_page_entry(n << 30, MAP_READ | MAP_WRITE | MAP_EXECUTE); }

void mmu_on(void)
{
	guest_map_all();
	guest_flush(0);
	csr_write(satp, 8ull << 60 | (uintptr_t)root >> 12);
	guest_flush(0);
}

/* Source: RISC-V Supervisor Binary Interface Specification, "Timer Extension". */
enum { TIME = 0x54494d45, TIMER = 5 };
static guest_handler timer;

/*
 * Sets it twice: KVM (Linux 7.2, arch/riscv/kvm/vcpu_timer.c) loses a new deadline if the vCPU thread is preempted before
 * it enters the guest again. The exit for the second call saves the deadline that the first has set.
 */
static void set_timer(uint64_t time)
{
	for (int i = 0; i < 2; i++)
		sbi_call(TIME, 0, time, 0, 0, 0, 0, 0);
}

static void fired(struct guest_regs *regs)
{
	set_timer(~0ull);
	timer(regs);
}

void timer_start(uint64_t ticks, guest_handler handler)
{
	timer = handler;
	on_exception(VECTOR_INTERRUPT(TIMER), fired);
	set_timer(timer_now() + ticks);
	csr_write(sie, csr_read(sie) | 1 << TIMER);
}
