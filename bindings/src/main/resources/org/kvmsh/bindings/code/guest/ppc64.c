/* Exceptions, page tables and the timer of ppc64. */
#include "guest.h"

/* kvmsh has told KVM where the process table is. */
enum { FIRST = 0x100, STEP = 0x20, DECREMENTER = 0x900, PROCESS_TABLE = 0x1000 };

extern const uint32_t guest_vector[], guest_vector_end[];

/* Memory is not where a compiler expects objects. */
static void *physical(uintptr_t at)
{
	__asm__("" : "+r"(at));
	return (void *)at;
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
			((uint32_t *)physical(at))[i] = guest_vector[i];
		__asm__ volatile("dcbst 0, %0; sync; icbi 0, %0; isync" : : "r"(at) : "memory");
	}
}

void guest_handler_is_set(unsigned int vector) {}

/* Source: Power ISA 3.0B, book III, "Radix Tree Translation"; the tables are big-endian. */
enum { EXECUTE = 1, WRITE = 2, READ = 4, PRIVILEGED = 8, CHANGED = 0x80, REFERENCED = 0x100, TABLE_SHIFT = 9, ROOT_SHIFT = 13, POWER9 = 0x4e };
#define VALID (1ull << 63)
#define LEAF (1ull << 62)
#define TABLE 0x0fffffffffffff00ull
/* 52 bits of effective address. */
#define TREE_SIZE (2ull << 61 | 5ull << 5)

/* An entry of the root is 512 GiB, one of the table below it 1 GiB. */
static uint64_t root[1 << ROOT_SHIFT] __attribute__((aligned(8 << ROOT_SHIFT)));
static uint64_t first[512] __attribute__((aligned(4096)));

static uint64_t big(uint64_t value)
{
	return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? value : __builtin_bswap64(value);
}

const int guest_levels = 3;

uint64_t *guest_root(void) { return first; }

uint64_t *guest_table(uint64_t entry, int level)
{
	return (big(entry) & (VALID | LEAF)) == VALID ? (uint64_t *)(big(entry) & TABLE) : NULL;
}

uint64_t guest_table_entry(const uint64_t *table) { return big(VALID | (uintptr_t)table | TABLE_SHIFT); }

uint64_t guest_page_entry(uint64_t physical, int rights)
{
	return rights ? big(VALID | LEAF | physical | REFERENCED | CHANGED | PRIVILEGED | READ
			    | (rights & MAP_WRITE ? WRITE : 0) | (rights & MAP_EXECUTE ? EXECUTE : 0)) : 0;
}

uint64_t guest_part_of(uint64_t entry, int level, unsigned int n)
{
	return big(entry) & VALID ? big(big(entry) + ((uint64_t)n << (12 + 9 * level))) : 0;
}

/* All that is cached of process 0. */
void guest_flush(uintptr_t virtual)
{
	__asm__ volatile(".machine push; .machine power9; ptesync; tlbie %0, %1, 2, 1, 1; eieio; tlbsync; ptesync; .machine pop"
			 : : "r"(1ul << 10), "r"(0ul) : "memory");
}

const unsigned int guest_gigabytes = 512;

uint64_t guest_gigabyte(uint64_t n) { return guest_page_entry(n << 30, MAP_READ | MAP_WRITE | MAP_EXECUTE); }

void guest_mmu_on(const char *file, int line)
{
	if (mfspr(287) >> 16 < POWER9)
		guest_wrong(file, line, "called mmu_on(), which needs POWER9 or later,");
	guest_map_all();
	root[0] = guest_table_entry(first);
	((uint64_t *)physical(PROCESS_TABLE))[0] = big(TREE_SIZE | (uintptr_t)root | ROOT_SHIFT);
	guest_flush(0);
	mtmsr(mfmsr() | 0x30);
	__asm__ volatile("isync" : : : "memory");
}

void timer_start(uint64_t ticks, guest_handler handler)
{
	timer = handler;
	mtspr(22, ticks);
}
