/*
 * The library of C guests: freestanding, without libc. A guest defines
 *
 *     int main(void);
 *
 * which every vCPU that starts at the entry point runs on a stack of its own;
 * the run ends with the value that it returns.
 */
#ifndef KVMSH_H
#define KVMSH_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The number of the vCPU that runs this. */
unsigned int vcpu_id(void);

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
#elif defined(__aarch64__)
#define read_sysreg(name) ({ uint64_t value_; __asm__ volatile("mrs %0, " #name : "=r"(value_)); value_; })
#define write_sysreg(value, name) __asm__ volatile("msr " #name ", %x0" : : "rZ"((uint64_t)(value)))
#elif defined(__riscv)
#define csr_read(name) ({ uint64_t value_; __asm__ volatile("csrr %0, " #name : "=r"(value_)); value_; })
#define csr_write(name, value) __asm__ volatile("csrw " #name ", %0" : : "rK"((uint64_t)(value)))
#endif

#endif
