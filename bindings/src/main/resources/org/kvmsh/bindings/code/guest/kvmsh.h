/*
 * The library of C guests: freestanding, without libc. A guest defines
 *
 *     int main(void);
 *
 * which vCPU 0 runs on a stack of its own; the run ends with the value that it
 * returns. The other vCPUs run it too, or wait for start_vcpu if the guest
 * calls that.
 */
#ifndef KVMSH_H
#define KVMSH_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The number of the vCPU that runs this. */
unsigned int vcpu_id(void);

/* Element n of the script's args: [...]. */
uint64_t guest_arg(unsigned int n);

/* Has a vCPU of the script run a function, as soon as it has returned from the one before. */
void start_vcpu(unsigned int id, void (*function)(void *argument), void *argument);

/* One exit for each call: the text is in m.console. %c %d %i %p %s %u %x %X %%, with flags, width, h, l, ll and z. */
int printf(const char *format, ...) __attribute__((format(printf, 1, 2)));

int snprintf(char *to, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));
int vsnprintf(char *to, size_t size, const char *format, va_list arguments);

/* Ends the run with a code. */
void done(int code) __attribute__((noreturn));

/* Ends the run, and fails the test at this line unless the condition is true. */
#define assert(condition)                                                                            \
	do {                                                                                        \
		if (!(condition))                                                                   \
			guest_fail(__FILE__, __LINE__, #condition, false, 0, 0);                    \
	} while (0)

/* The same unless two integers are equal; the error has both. */
#define assert_eq(a, b)                                                                              \
	do {                                                                                        \
		__auto_type one_ = (a);                                                              \
		__auto_type other_ = (b);                                                            \
		if (one_ != other_)                                                                 \
			guest_fail(__FILE__, __LINE__, #a " == " #b, true, (uint64_t)one_, (uint64_t)other_); \
	} while (0)

void guest_fail(const char *file, int line, const char *condition, bool values, uint64_t a, uint64_t b)
	__attribute__((noreturn));

/*
 * Calls the script's on(ucall: nr) { e -> } with up to seven more arguments in e.args, integers or pointers, and returns
 * the number that the handler returns.
 */
#define sync(nr, ...)                                                                                \
	guest_sync(__FILE__, __LINE__, (uint64_t)(nr), guest_count_(0, ##__VA_ARGS__, 7, 6, 5, 4, 3, 2, 1, 0), \
		   (const uint64_t[8]){guest_list_(guest_count_(0, ##__VA_ARGS__, 7, 6, 5, 4, 3, 2, 1, 0), ##__VA_ARGS__)})

uint64_t guest_sync(const char *file, int line, uint64_t nr, unsigned int count, const uint64_t *args);

#define guest_count_(zero, a, b, c, d, e, f, g, n, ...) n
#define guest_list_(n, ...) guest_paste_(n, ##__VA_ARGS__)
#define guest_paste_(n, ...) guest_list_##n(__VA_ARGS__)
#define guest_list_0()
#define guest_list_1(a) (uint64_t)(a)
#define guest_list_2(a, ...) (uint64_t)(a), guest_list_1(__VA_ARGS__)
#define guest_list_3(a, ...) (uint64_t)(a), guest_list_2(__VA_ARGS__)
#define guest_list_4(a, ...) (uint64_t)(a), guest_list_3(__VA_ARGS__)
#define guest_list_5(a, ...) (uint64_t)(a), guest_list_4(__VA_ARGS__)
#define guest_list_6(a, ...) (uint64_t)(a), guest_list_5(__VA_ARGS__)
#define guest_list_7(a, ...) (uint64_t)(a), guest_list_6(__VA_ARGS__)

void *memset(void *to, int value, size_t size);
void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
int memcmp(const void *a, const void *b, size_t size);
size_t strlen(const char *text);
int strcmp(const char *a, const char *b);

/* Loads and stores that the compiler keeps as they are: of a device's address they are MMIO exits. */
static inline uint8_t read8(uintptr_t at) { return *(volatile uint8_t *)at; }
static inline uint16_t read16(uintptr_t at) { return *(volatile uint16_t *)at; }
static inline uint32_t read32(uintptr_t at) { return *(volatile uint32_t *)at; }
static inline uint64_t read64(uintptr_t at) { return *(volatile uint64_t *)at; }
static inline void write8(uintptr_t at, uint8_t value) { *(volatile uint8_t *)at = value; }
static inline void write16(uintptr_t at, uint16_t value) { *(volatile uint16_t *)at = value; }
static inline void write32(uintptr_t at, uint32_t value) { *(volatile uint32_t *)at = value; }
static inline void write64(uintptr_t at, uint64_t value) { *(volatile uint64_t *)at = value; }

/* The registers of the interrupted code, at which it continues; a handler may change all but the stack pointer. */
struct guest_regs {
#if defined(__x86_64__)
	uint64_t rax, rcx, rdx, rbx, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15;
	uint64_t vector, error_code;
	union { uint64_t rip, pc; };
	uint64_t cs, rflags, rsp, ss;
#elif defined(__aarch64__)
	uint64_t regs[31];
	uint64_t sp, pc, pstate;
	/* The exception class of esr, or one of the three below. */
	uint64_t vector, esr, far;
#elif defined(__riscv)
	uint64_t regs[32];
	uint64_t pc, sstatus, scause, stval;
	/* The exception code of scause; of an interrupt, 64 more. */
	uint64_t vector;
#elif defined(__powerpc64__)
	uint64_t gpr[32];
	uint64_t pc, msr, lr, ctr, xer, cr, dar, dsisr;
	/* The address of the exception's vector, 0x100 to 0xfe0. */
	uint64_t vector;
#endif
};

#if defined(__aarch64__)
enum { VECTOR_IRQ = 64, VECTOR_FIQ, VECTOR_SERROR };
#elif defined(__riscv)
#define VECTOR_INTERRUPT(code) (64 + (code))
#endif

/* Sets the handler of an exception or interrupt on all vCPUs. One without a handler ends the run with its name. */
typedef void (*guest_handler)(struct guest_regs *regs);
void on_exception(unsigned int vector, guest_handler handler);

/*
 * A virtual address is the same physical address until map_page maps its page of 4 KiB to another one: on x86_64 below
 * 4 GiB, on arm64 and ppc64 below 512 GiB, on riscv64 below 256 GiB. An address that the page tables cannot map is
 * refused. A page with rights 0 faults at each access. Address translation begins with mmu_on on each vCPU, and on x86_64
 * from the start. On ppc64 mmu_on needs POWER9 or later, and mmu RADIX in vm { }, which is there unless the script says
 * otherwise. Stacks stay where they are.
 */
enum { MAP_READ = 1, MAP_WRITE = 2, MAP_EXECUTE = 4 };
#if defined(__powerpc64__)
#define mmu_on() guest_mmu_on(__FILE__, __LINE__)
void guest_mmu_on(const char *file, int line);
#else
void mmu_on(void);
#endif
#define map_page(virtual, physical, rights) guest_map_page(__FILE__, __LINE__, virtual, physical, rights)
void guest_map_page(const char *file, int line, uintptr_t virtual, uint64_t physical, int rights);

/*
 * wait_for_interrupt() waits for one and takes it. It is called with interrupts off, as they are when it returns: none is
 * missed between a check and the wait.
 *
 * One timer interrupt on this vCPU after a number of ticks, if interrupts_on() was called: of x86_64's local APIC, in
 * nanoseconds; of arm64's virtual timer, after gic_v2 or gic_v3; of riscv64's SBI and of ppc64's decrementer, in ticks of
 * timer_now.
 */
void timer_start(uint64_t ticks, guest_handler handler);

#if defined(__x86_64__)
static inline void outb(uint16_t port, uint8_t value) { __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port)); }
static inline void outw(uint16_t port, uint16_t value) { __asm__ volatile("outw %0, %1" : : "a"(value), "Nd"(port)); }
static inline void outl(uint16_t port, uint32_t value) { __asm__ volatile("outl %0, %1" : : "a"(value), "Nd"(port)); }
static inline uint8_t inb(uint16_t port) { uint8_t value; __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port)); return value; }
static inline uint16_t inw(uint16_t port) { uint16_t value; __asm__ volatile("inw %1, %0" : "=a"(value) : "Nd"(port)); return value; }
static inline uint32_t inl(uint16_t port) { uint32_t value; __asm__ volatile("inl %1, %0" : "=a"(value) : "Nd"(port)); return value; }
static inline uint64_t rdmsr(uint32_t msr)
{
	uint32_t low, high;
	__asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(msr));
	return (uint64_t)high << 32 | low;
}
static inline void wrmsr(uint32_t msr, uint64_t value)
{
	__asm__ volatile("wrmsr" : : "c"(msr), "a"((uint32_t)value), "d"((uint32_t)(value >> 32)));
}
static inline void cpuid(uint32_t function, uint32_t index, uint32_t *eax, uint32_t *ebx, uint32_t *ecx, uint32_t *edx)
{
	__asm__ volatile("cpuid" : "=a"(*eax), "=b"(*ebx), "=c"(*ecx), "=d"(*edx) : "a"(function), "c"(index));
}
/* A hypercall with KVM's convention, as Intel's and AMD's processors have it. */
#define guest_hypercall_(instruction, nr, a, b, c, d)                                                \
	({                                                                                          \
		uint64_t result_;                                                                    \
		__asm__ volatile(instruction : "=a"(result_) : "a"((uint64_t)(nr)), "b"((uint64_t)(a)), "c"((uint64_t)(b)), \
				 "d"((uint64_t)(c)), "S"((uint64_t)(d)) : "memory");                 \
		result_;                                                                            \
	})
#define vmcall(nr, a, b, c, d) guest_hypercall_("vmcall", nr, a, b, c, d)
#define vmmcall(nr, a, b, c, d) guest_hypercall_("vmmcall", nr, a, b, c, d)
static inline void cpu_relax(void) { __asm__ volatile("pause" : : : "memory"); }
void wait_for_interrupt(void);
static inline uint64_t timer_now(void)
{
	uint32_t low, high;
	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
	return (uint64_t)high << 32 | low;
}
static inline void interrupts_on(void) { __asm__ volatile("sti" : : : "memory"); }
static inline void interrupts_off(void) { __asm__ volatile("cli" : : : "memory"); }
static inline void mb(void) { __asm__ volatile("lock addl $0, (%%rsp)" : : : "memory", "cc"); }
#elif defined(__aarch64__)
#define read_sysreg(name) ({ uint64_t value_; __asm__ volatile("mrs %0, " #name : "=r"(value_)); value_; })
#define write_sysreg(value, name) __asm__ volatile("msr " #name ", %x0" : : "rZ"((uint64_t)(value)))
void gic_v2(uintptr_t dist, uintptr_t cpu);
void gic_v3(uintptr_t dist, uintptr_t redist);
static inline uint64_t timer_now(void) { return read_sysreg(cntvct_el0); }
/* A call with the SMC Calling Convention: x0 is the function's number, and its result. */
struct smccc { uint64_t x[8]; };
#define guest_smccc_(instruction, call)                                                              \
	({                                                                                          \
		uint64_t *x_ = (call)->x;                                                            \
		register uint64_t x0_ __asm__("x0") = x_[0], x1_ __asm__("x1") = x_[1], x2_ __asm__("x2") = x_[2], \
			x3_ __asm__("x3") = x_[3], x4_ __asm__("x4") = x_[4], x5_ __asm__("x5") = x_[5],        \
			x6_ __asm__("x6") = x_[6], x7_ __asm__("x7") = x_[7];                        \
		__asm__ volatile(instruction : "+r"(x0_), "+r"(x1_), "+r"(x2_), "+r"(x3_), "+r"(x4_), "+r"(x5_), \
				 "+r"(x6_), "+r"(x7_) : : "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16", \
				 "x17", "memory");                                                   \
		x_[0] = x0_, x_[1] = x1_, x_[2] = x2_, x_[3] = x3_;                                   \
		x_[4] = x4_, x_[5] = x5_, x_[6] = x6_, x_[7] = x7_;                                   \
		x0_;                                                                                \
	})
static inline uint64_t hvc(struct smccc *call) { return guest_smccc_("hvc #0", call); }
static inline uint64_t smc(struct smccc *call) { return guest_smccc_("smc #0", call); }
static inline void cpu_relax(void) { __asm__ volatile("yield" : : : "memory"); }
static inline void wait_for_interrupt(void)
{
	__asm__ volatile("wfi; msr daifclr, #2; isb; msr daifset, #2" : : : "memory");
}
static inline void interrupts_on(void) { __asm__ volatile("msr daifclr, #2" : : : "memory"); }
static inline void interrupts_off(void) { __asm__ volatile("msr daifset, #2" : : : "memory"); }
static inline void mb(void) { __asm__ volatile("dsb sy" : : : "memory"); }
#elif defined(__riscv)
#define csr_read(name) ({ uint64_t value_; __asm__ volatile("csrr %0, " #name : "=r"(value_)); value_; })
#define csr_write(name, value) __asm__ volatile("csrw " #name ", %0" : : "rK"((uint64_t)(value)))
static inline uint64_t timer_now(void) { return csr_read(time); }
struct sbi_result { int64_t error; uint64_t value; };
static inline struct sbi_result sbi_call(uint64_t extension, uint64_t function, uint64_t a, uint64_t b, uint64_t c,
					 uint64_t d, uint64_t e, uint64_t f)
{
	register uint64_t a0 __asm__("a0") = a, a1 __asm__("a1") = b, a2 __asm__("a2") = c, a3 __asm__("a3") = d,
		a4 __asm__("a4") = e, a5 __asm__("a5") = f, a6 __asm__("a6") = function, a7 __asm__("a7") = extension;
	__asm__ volatile("ecall" : "+r"(a0), "+r"(a1) : "r"(a2), "r"(a3), "r"(a4), "r"(a5), "r"(a6), "r"(a7) : "memory");
	return (struct sbi_result){(int64_t)a0, a1};
}
static inline void cpu_relax(void) { __asm__ volatile(".4byte 0x0100000f" : : : "memory"); }
static inline void wait_for_interrupt(void) { __asm__ volatile("wfi; csrsi sstatus, 2; csrci sstatus, 2" : : : "memory"); }
static inline void interrupts_on(void) { __asm__ volatile("csrsi sstatus, 2" : : : "memory"); }
static inline void interrupts_off(void) { __asm__ volatile("csrci sstatus, 2" : : : "memory"); }
static inline void mb(void) { __asm__ volatile("fence iorw, iorw" : : : "memory"); }
#elif defined(__powerpc64__)
#define mfspr(number) ({ uint64_t value_; __asm__ volatile("mfspr %0, " #number : "=r"(value_)); value_; })
#define mtspr(number, value) __asm__ volatile("mtspr " #number ", %0" : : "r"((uint64_t)(value)))
static inline uint64_t mfmsr(void) { uint64_t value; __asm__ volatile("mfmsr %0" : "=r"(value)); return value; }
static inline void mtmsr(uint64_t value) { __asm__ volatile("mtmsrd %0" : : "r"(value) : "memory"); }
static inline uint64_t timer_now(void) { return mfspr(268); }
/* A hypercall of PAPR: r3 is its number and its result, r4 to r7 its arguments and further results. */
struct hcall { uint64_t r[5]; };
static inline int64_t hcall(struct hcall *call)
{
	register uint64_t r3 __asm__("r3") = call->r[0], r4 __asm__("r4") = call->r[1], r5 __asm__("r5") = call->r[2],
		r6 __asm__("r6") = call->r[3], r7 __asm__("r7") = call->r[4];
	__asm__ volatile("sc 1" : "+r"(r3), "+r"(r4), "+r"(r5), "+r"(r6), "+r"(r7) : : "r0", "r8", "r9", "r10", "r11", "r12",
			 "ctr", "xer", "cr0", "cr1", "cr5", "cr6", "cr7", "memory");
	*call = (struct hcall){{r3, r4, r5, r6, r7}};
	return (int64_t)r3;
}
static inline void cpu_relax(void) { __asm__ volatile("or 1, 1, 1; or 2, 2, 2" : : : "memory"); }
static inline void interrupts_on(void) { mtmsr(mfmsr() | 0x8000); }
static inline void interrupts_off(void) { mtmsr(mfmsr() & ~0x8000ul); }
/* H_CEDE, which enables interrupts. */
static inline void wait_for_interrupt(void) { hcall(&(struct hcall){{0xe0}}); interrupts_off(); }
static inline void mb(void) { __asm__ volatile("sync" : : : "memory"); }
#endif

#endif
