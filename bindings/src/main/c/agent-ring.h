/*
 * The ring of a VM's coalesced writes, which is in the mapping of each of its vCPUs; its entries go to the VM's log.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <pthread.h>
#include <stdint.h>
#include <string.h>

enum { OF_RING = 0xffff };	/* An entry of the ring, in place of an entry of a table. */

/* Offsets of the ring's two indices and its entries in the mapping; the count is 0 without a ring. */
struct ring { uint32_t first, last, entries, size, count; };

/* Whether all of it lies in a mapping, its indices where they can be read at once. */
static int is_inside(const struct ring *r, uint64_t mapping)
{
	uint64_t bytes = (uint64_t)r->size * r->count;
	return !(r->first % 4 || r->last % 4) && r->first + 4ull <= mapping && r->last + 4ull <= mapping && r->size && r->size <= COLLECTED_AT_ONCE
		&& bytes <= COLLECTED_MOST && r->entries + bytes <= mapping;
}

/*
 * Takes all entries of the ring, in order. The kernel appends under its own lock; readers hold the log's lock. Others may have
 * filled the log above its limit: they are about to send it, and this vCPU takes nothing from the ring before that.
 * The guest's vCPUs write to the ring while this reads it; its two indices allow that.
 */
__attribute__((no_sanitize_thread))
static void drain(const struct ring *r, uint8_t *run, struct log *l, int fd)
{
	uint32_t *first = (uint32_t *)(run + r->first), *last = (uint32_t *)(run + r->last);
	pthread_mutex_lock(&collecting);
	await_room(l);
	uint32_t next = __atomic_load_n(first, __ATOMIC_RELAXED) % r->count, end = __atomic_load_n(last, __ATOMIC_ACQUIRE);
	for (; end < r->count && next != end; next = (next + 1) % r->count)
		add_chunk(l, fd, OF_RING, run + r->entries + (uint64_t)next * r->size, r->size);
	if (end < r->count)
		__atomic_store_n(first, end, __ATOMIC_RELEASE);
	pthread_mutex_unlock(&collecting);
}
