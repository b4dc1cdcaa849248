/*
 * Kept replies: sent again, or in parts.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <errno.h>
#include <pthread.h>
#include <stdint.h>

/* Under both locks: the kept reply of an earlier request; NULL if the request is still running. */
static struct frame *kept(uint32_t id)
{
	struct frame *of = &saved[id % WINDOW];
	for (size_t i = 0; i < vcpu_count; i++)
		if (vcpus[i]->done.at && vcpus[i]->done.id == id)
			of = &vcpus[i]->done;
	return of->at && of->id == id ? of : NULL;
}

/* Sends the kept reply of an earlier request; nothing if the request is still running. */
static void repeat(uint32_t id)
{
	pthread_mutex_lock(&running);
	pthread_mutex_lock(&sending);
	struct frame *of = kept(id);
	if (of)
		send_bytes(of->at, of->length);
	pthread_mutex_unlock(&sending);
	pthread_mutex_unlock(&running);
}

/* A part of a kept reply, for a line on which a long frame never arrives whole. The reply is held, since its parts take its place among the kept. */
static int64_t part(struct in *in, struct out *o)
{
	uint32_t id = take(in, 4), from = take(in, 4), length = take(in, 4);
	static struct out held;
	static uint32_t held_id;
	if (!held.length || held_id != id) {
		held.length = 0;
		pthread_mutex_lock(&running);
		pthread_mutex_lock(&sending);
		struct frame *of = kept(id);
		if (of)
			add(&held, of->at + HEAD, of->length - HEAD - 8);
		pthread_mutex_unlock(&sending);
		pthread_mutex_unlock(&running);
		held_id = id;
	}
	if (from < held.length)
		add(o, held.at + from, length < held.length - from ? length : held.length - from);
	return held.length ? (int64_t)held.length : -EAGAIN;
}
