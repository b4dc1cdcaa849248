/*
 * The names of the guest code of Linux's KVM selftests, so that it runs with the library. UCALL_SYNC is on(ucall: 1), its
 * first argument the stage.
 */
#ifndef KVMSH_SELFTEST_H
#define KVMSH_SELFTEST_H

#include "kvmsh.h"

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

enum { UCALL_NONE, UCALL_SYNC, UCALL_ABORT, UCALL_DONE, UCALL_UNHANDLED };
struct ucall { uint64_t cmd, args[7]; };

#define GUEST_SYNC(stage) sync(UCALL_SYNC, stage)
#define GUEST_SYNC_ARGS(stage, a, b, c, d) sync(UCALL_SYNC, stage, a, b, c, d)
#define GUEST_DONE() done(0)
#define GUEST_PRINTF(...) printf(__VA_ARGS__)
#define GUEST_FAIL(...) (printf(__VA_ARGS__), guest_fail(__FILE__, __LINE__, "GUEST_FAIL", false, 0, 0))

#define GUEST_ASSERT(condition) assert(condition)
#define GUEST_ASSERT_1(condition, a) GUEST_ASSERT_2(condition, a, 0)
#define GUEST_ASSERT_2(condition, a, b)                                                              \
	do {                                                                                        \
		if (!(condition))                                                                   \
			guest_fail(__FILE__, __LINE__, #condition, true, (uint64_t)(a), (uint64_t)(b)); \
	} while (0)
#define GUEST_ASSERT_3(condition, a, b, c) GUEST_ASSERT_2(condition, a, b)
#define GUEST_ASSERT_4(condition, a, b, c, d) GUEST_ASSERT_2(condition, a, b)
#define GUEST_ASSERT_EQ(a, b) assert_eq(a, b)
#define GUEST_ASSERT_NE(a, b) GUEST_ASSERT_2((a) != (b), a, b)
#define __GUEST_ASSERT(condition, ...) assert(condition)

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#define BIT(n) (1ul << (n))
#define GENMASK(high, low) ((~0ul << (low)) & (~0ul >> (63 - (high))))
#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, value) (*(volatile __typeof__(x) *)&(x) = (value))
#define NSEC_PER_SEC 1000000000ll
#define noinline __attribute__((noinline))
#define align_down(x, size) ((x) & ~((uint64_t)(size) - 1))

/* Their struct ex_regs has these members too. */
#define ex_regs guest_regs

#if defined(__x86_64__)
static inline uint64_t rdtsc(void) { return timer_now(); }
#elif defined(__aarch64__)
struct arm_smccc_res { unsigned long a0, a1, a2, a3; };
static inline void smccc_hvc(uint32_t function, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f,
			     uint64_t g, struct arm_smccc_res *res)
{
	struct smccc call = {{function, a, b, c, d, e, f, g}};

	hvc(&call);
	*res = (struct arm_smccc_res){call.x[0], call.x[1], call.x[2], call.x[3]};
}
#endif

#endif
