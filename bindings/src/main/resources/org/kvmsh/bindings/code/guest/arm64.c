/* Exceptions, page tables and the timer of arm64. */
#include "guest.h"

void guest_vcpu_begins(unsigned int id) {}
void guest_handler_is_set(unsigned int vector) {}

/* Source: Arm Architecture Reference Manual, "VMSAv8-64 translation table format descriptors". */
enum { VALID = 1, TABLE = 2, DEVICE = 1 << 2, READ_ONLY = 1 << 7, INNER = 3 << 8, ACCESSED = 1 << 10 };
static const uint64_t NO_EXECUTE = 1ull << 53 | 1ull << 54, ADDRESS = 0xfffffffff000;
static uint64_t root[512] __attribute__((aligned(4096)));

const int guest_levels = 3;

uint64_t *guest_root(void) { return root; }

uint64_t *guest_table(uint64_t entry, int level)
{
	return level && (entry & (VALID | TABLE)) == (VALID | TABLE) ? (uint64_t *)(entry & ADDRESS) : NULL;
}

uint64_t guest_table_entry(const uint64_t *table) { return (uintptr_t)table | VALID | TABLE; }

uint64_t guest_page_entry(uint64_t physical, int rights)
{
	return rights ? physical | VALID | TABLE | INNER | ACCESSED | (rights & MAP_WRITE ? 0 : READ_ONLY)
			| (rights & MAP_EXECUTE ? 0 : NO_EXECUTE) : 0;
}

uint64_t guest_part_of(uint64_t entry, int level, unsigned int n)
{
	return entry & VALID ? (level ? entry : entry | TABLE) + ((uint64_t)n << (12 + 9 * level)) : 0;
}

void guest_flush(uintptr_t virtual)
{
	__asm__ volatile("dsb ishst\n\ttlbi vmalle1is\n\tdsb ish\n\tisb" : : : "memory");
}

const unsigned int guest_gigabytes = 512;

/* Devices are below 1 GiB, memory is above. */
uint64_t guest_gigabyte(uint64_t n) { return n << 30 | VALID | ACCESSED | (n ? INNER : DEVICE | NO_EXECUTE); }

void mmu_on(void)
{
	guest_map_all();
	write_sysreg(0x00ff, mair_el1);
	write_sysreg(25 | 1 << 8 | 1 << 10 | 3 << 12 | 1 << 23 | (read_sysreg(id_aa64mmfr0_el1) & 7) << 32, tcr_el1);
	write_sysreg((uintptr_t)root, ttbr0_el1);
	guest_flush(0);
	write_sysreg(read_sysreg(sctlr_el1) | 1 | 1 << 2 | 1 << 12, sctlr_el1);
	__asm__ volatile("isb" : : : "memory");
}

/* Source: Arm Generic Interrupt Controller Architecture Specification, GICv2 and GICv3. */
enum { VIRTUAL_TIMER = 27 };
static uintptr_t cpu_interface;
static guest_handler timer;

void gic_v2(uintptr_t dist, uintptr_t cpu)
{
	cpu_interface = cpu;
	write32(dist, 1);
	write32(dist + 0x100, 1 << VIRTUAL_TIMER);
	write32(cpu + 4, 0xff);
	write32(cpu, 1);
}

void gic_v3(uintptr_t dist, uintptr_t redist)
{
	uintptr_t own = redist + vcpu_id() * 0x20000;

	write32(own + 0x14, 0);
	while (read32(own + 0x14) & 4)
		cpu_relax();
	write32(dist, 1 << 4 | 1 << 1);
	write32(own + 0x10080, ~0);
	write32(own + 0x10100, 1 << VIRTUAL_TIMER);
	write_sysreg(7, s3_0_c12_c12_5);
	__asm__ volatile("isb");
	write_sysreg(0xff, s3_0_c4_c6_0);
	write_sysreg(1, s3_0_c12_c12_7);
	__asm__ volatile("isb");
}

static void fired(struct guest_regs *regs)
{
	uint32_t interrupt = cpu_interface ? read32(cpu_interface + 0xc) : read_sysreg(s3_0_c12_c12_0);

	write_sysreg(0, cntv_ctl_el0);
	if (cpu_interface)
		write32(cpu_interface + 0x10, interrupt);
	else
		write_sysreg(interrupt, s3_0_c12_c12_1);
	if (interrupt == VIRTUAL_TIMER)
		timer(regs);
}

void timer_start(uint64_t ticks, guest_handler handler)
{
	timer = handler;
	on_exception(VECTOR_IRQ, fired);
	write_sysreg(read_sysreg(cntvct_el0) + ticks, cntv_cval_el0);
	write_sysreg(1, cntv_ctl_el0);
	__asm__ volatile("isb");
}
