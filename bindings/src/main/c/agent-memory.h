/*
 * Memory that was mapped for kvmsh: no request reaches any other, nor the kvm_run of a vCPU that runs.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

struct map { uint64_t at, size; };

static struct map *maps;
static size_t map_count;

/* From agent-vcpus.h: whether a vCPU runs whose kvm_run is in this range, and the removal of kvm_run pages in it. */
static int runs_with(uint64_t at);
static void forget_run(uint64_t at);

/* Whether an area lies wholly in memory that was mapped for kvmsh, and not in the kvm_run of a vCPU that runs: 0 or an errno. */
static int64_t reach(uint64_t at, uint64_t size)
{
	for (size_t i = 0; i < map_count; i++) {
		if (at < maps[i].at || size > maps[i].size || at - maps[i].at > maps[i].size - size)
			continue;
		return runs_with(maps[i].at) ? -EBUSY : 0;
	}
	return -EFAULT;
}

/* Where this thread continues after a fault in mapped memory: beyond a file's end, or in a guest_memfd's private page. */
static __thread sigjmp_buf *volatile on_fault;

static void faulted(int signal)
{
	struct sigaction act = { .sa_handler = SIG_DFL };
	sigset_t again;
	sigemptyset(&again);
	sigaddset(&again, signal);
	pthread_sigmask(SIG_UNBLOCK, &again, NULL);	/* The handler is left without returning. */
	if (on_fault)
		siglongjmp(*on_fault, 1);
	sigaction(signal, &act, NULL);
}

/* Copies from or to a session's memory, with zeros before what is copied: 0 or -EFAULT. */
static int64_t copy(void *to, uint64_t zeros, const void *from, size_t n)
{
	sigjmp_buf here;
	if (!sigsetjmp(here, 0)) {
		on_fault = &here;
		__atomic_signal_fence(__ATOMIC_SEQ_CST);
		memset(to, 0, zeros);
		memcpy((uint8_t *)to + zeros, from, n);
		__atomic_signal_fence(__ATOMIC_SEQ_CST);
		on_fault = NULL;
		return 0;
	}
	on_fault = NULL;
	return -EFAULT;
}

static void *pointer(uint64_t at)
{
	return (void *)(uintptr_t)at;
}

static int64_t map(int fd, uint64_t size, int flags, uint64_t offset)
{
	if (size == 0 || size > SIZE_MAX / 2)
		return -EINVAL;
	struct map *more = realloc(maps, (map_count + 1) * sizeof *maps);
	if (!more)
		return -ENOMEM;
	maps = more;
	void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, flags, fd, offset);
	if (at == MAP_FAILED)
		return -errno;
	maps[map_count++] = (struct map){ (uintptr_t)at, size };
	return (uintptr_t)at;
}

static int64_t unmap(uint64_t at, uint64_t size)
{
	for (size_t i = 0; i < map_count; i++) {
		if (maps[i].at != at || maps[i].size != size)
			continue;
		if (runs_with(at))
			return -EBUSY;
		forget_run(at);
		maps[i] = maps[--map_count];
		return or_errno(munmap(pointer(at), size));
	}
	return -EFAULT;
}

/* Whether the next 32 bytes, or all that are left, are zero. */
static int zeros(const uint8_t *p, uint32_t n)
{
	uint64_t w[4] = { 0 };
	memcpy(w, p, n < sizeof w ? n : sizeof w);
	return !(w[0] | w[1] | w[2] | w[3]);
}

/* Bytes as pairs of a run of zeros and what follows it. */
static int64_t read_memory(uint64_t at, uint32_t n, struct out *o)
{
	static uint8_t p[DATA];
	int64_t result = n > DATA ? -EINVAL : reach(at, n);
	if (!result)
		result = copy(p, 0, pointer(at), n);
	for (uint32_t i = 0, start, literal; !result && i < n;) {
		for (start = i; i < n && zeros(p + i, n - i); i += 32)
			;
		for (literal = i = i < n ? i : n; i < n && !zeros(p + i, n - i); i += 32)
			;
		i = i < n ? i : n;
		add32(o, literal - start);
		add32(o, i - literal);
		add(o, p + literal, i - literal);
	}
	return result;
}

static int64_t write_memory(uint64_t at, struct in *in)
{
	int64_t result = 0;
	while (!result && in->at < in->end) {
		uint64_t zeros = take(in, 4), n = take(in, 4);
		const uint8_t *bytes = take_bytes(in, n);
		if (in->short_of)
			return -EPROTO;
		if (!(result = reach(at, zeros + n)))
			result = copy(pointer(at), zeros, bytes, n);
		at += zeros + n;
	}
	return result;
}

/*
 * Takes the filled entries of a ring, up to the room in a reply: the flag is read before the entry (acquire), and
 * the reset flag is written after it (release).
 */
__attribute__((no_sanitize_thread))
static int64_t harvest(struct in *in, struct out *o)
{
	uint64_t at = take(in, 8);
	uint32_t count = take(in, 4), next = take(in, 4), size = take(in, 4), flags = take(in, 4), dirty = take(in, 4), reset = take(in, 4);
	if (!count || !size || size > DATA || (at | size | flags) % 4 || flags > size - 4)
		return -EINVAL;
	int64_t result = reach(at, (uint64_t)count * size);
	uint8_t byte;
	uint32_t n;
	for (n = 0; !result && n < count && (uint64_t)(n + 1) * size <= DATA; n++) {
		uint8_t *entry = pointer(at + (uint64_t)((next + n) % count) * size);
		if ((result = copy(&byte, 0, entry + flags, 1)))
			break;
		if (!(__atomic_load_n((uint32_t *)(entry + flags), __ATOMIC_ACQUIRE) & dirty))
			break;
		add(o, entry, size);
		__atomic_store_n((uint32_t *)(entry + flags), reset, __ATOMIC_RELEASE);
	}
	return result ? result : n;
}
