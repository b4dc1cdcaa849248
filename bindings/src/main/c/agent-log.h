/*
 * What guests wrote to exits that are answered here, until a reply sends it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <pthread.h>

enum { COLLECTED = 4096, COLLECTED_AT_ONCE = 2048, COLLECTED_MOST = 64 << 10, CHUNK_MOST = 0xffff, DELAY = 100 };

/* What the vCPUs of one VM wrote, in the order of their exits. The next reply of any of them sends all of it. */
struct log {
	struct log *next;
	uint32_t id, due;	/* When it is to be taken, in ms; 0 while there is nothing. */
	uint64_t taken;
	size_t last;		/* Where the last chunk begins. */
	struct out text;
};

static struct log *logs;
static pthread_mutex_t collecting = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t drained = PTHREAD_COND_INITIALIZER;

/* NULL where there is no memory for it. */
static struct log *log_named(uint32_t id)
{
	struct log *l = logs;
	while (l && l->id != id)
		l = l->next;
	if (!l && (l = calloc(1, sizeof *l))) {
		l->id = id;
		l->next = logs;
		logs = l;
	}
	return l;
}

/* When what is due at once is due. A vCPU that brought the log above COLLECTED must find it due, or it waits for itself to take it. */
static uint32_t at_once(void)
{
	uint32_t now = now_ms();
	return now ? now : UINT32_MAX;
}

/* Whether the last chunk is of this vCPU and entry, and its 16 bits of length leave room. */
static int continues(const struct log *l, uint32_t fd, uint32_t entry, uint64_t n)
{
	const uint8_t *chunk = l->text.at + l->last;
	if (!l->text.length || get32(chunk) != fd)
		return 0;
	uint32_t head = get32(chunk + 4);
	return head >> 16 == entry && (head & CHUNK_MOST) + n <= CHUNK_MOST;
}

/* Waits under the lock while the log is too long: whoever brought it above COLLECTED is on the way to take it. */
static void await_room(struct log *l)
{
	while (l->text.length > COLLECTED_MOST)
		pthread_cond_wait(&drained, &collecting);
}

/* Appends to the last chunk if possible, otherwise starts one: descriptor, length, entry, bytes. The caller holds the lock. */
static void add_chunk(struct log *l, uint32_t fd, uint32_t entry, const uint8_t *p, uint64_t n)
{
	struct out *o = &l->text;
	if (!o->length)
		__atomic_store_n(&l->due, (now_ms() + DELAY) | 1, __ATOMIC_RELAXED);
	if (!continues(l, fd, entry, n)) {
		l->last = o->length;
		add32(o, fd);
		add32(o, entry << 16);
	}
	add(o, p, n);
	put32(o->at + l->last + 4, get32(o->at + l->last + 4) + n);
	if (o->length > COLLECTED)
		__atomic_store_n(&l->due, at_once(), __ATOMIC_RELAXED);
}

static void collect(struct log *l, uint32_t fd, uint32_t entry, const uint8_t *p, uint64_t n)
{
	pthread_mutex_lock(&collecting);
	await_room(l);
	add_chunk(l, fd, entry, p, n);
	pthread_mutex_unlock(&collecting);
}

/* Whether the collected bytes should be sent now. */
static int is_due(struct log *l)
{
	uint32_t due = __atomic_load_n(&l->due, __ATOMIC_RELAXED);
	return due && (int32_t)((uint32_t)now_ms() - due) >= 0;
}

/* Takes all collected bytes: the offset of the first, their number and the bytes. */
static void add_collected(struct out *o, struct log *l)
{
	pthread_mutex_lock(&collecting);
	size_t n = l ? l->text.length : 0;
	add64(o, l ? l->taken : 0);
	add32(o, n);
	if (n) {
		add(o, l->text.at, n);
		l->taken += n;
		l->text.length = 0;
		__atomic_store_n(&l->due, 0, __ATOMIC_RELAXED);
		pthread_cond_broadcast(&drained);
	}
	pthread_mutex_unlock(&collecting);
}
