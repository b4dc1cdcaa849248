/*
 * Little-endian numbers of the protocol, the frame checksum, and readers and writers of requests and replies.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BIG = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ };

/* A request's payload, read from the front; missing bytes read as zero and mark the request as short. */
struct in { const uint8_t *at, *end; int short_of; };
/* A reply under construction. */
struct out { uint8_t *at; size_t length, room; };

static uint32_t get32(const uint8_t *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

static void put32(uint8_t *p, uint32_t v)
{
	p[0] = v; p[1] = v >> 8; p[2] = v >> 16; p[3] = v >> 24;
}

static void put64(uint8_t *p, uint64_t v)
{
	put32(p, v);
	put32(p + 4, v >> 32);
}

static uint64_t mix(uint64_t h, const uint8_t *p)
{
	uint64_t w;
	memcpy(&w, p, 8);
	h = (h ^ (BIG ? __builtin_bswap64(w) : w)) * 0x9e3779b97f4a7c15u;
	return h << 31 | h >> 33;
}

/*
 * Each step is one-to-one, so that a change within any eight bytes always shows; a table of bytes would cost an emulated board ten
 * times that. Four sums side by side, since a step waits for the one before.
 */
static uint64_t check(const uint8_t *p, size_t n)
{
	uint64_t h[4] = { n, 1, 2, 3 };
	uint8_t last[32] = { 0 };
	for (; n >= 32; p += 32, n -= 32)
		for (int i = 0; i < 4; i++)
			h[i] = mix(h[i], p + 8 * i);
	memcpy(last, p, n);
	for (int i = 0; i < 4; i++)
		h[i] = mix(h[i], last + 8 * i);
	return h[0] ^ (h[1] << 16 | h[1] >> 48) ^ (h[2] << 32 | h[2] >> 32) ^ (h[3] << 48 | h[3] >> 16);
}

static uint64_t take(struct in *in, int bytes)
{
	uint64_t v = 0;
	if (in->end - in->at < bytes) {
		in->short_of = 1;
		in->at = in->end;
		return 0;
	}
	for (int i = 0; i < bytes; i++)
		v |= (uint64_t)in->at[i] << 8 * i;
	in->at += bytes;
	return v;
}

static const uint8_t *take_bytes(struct in *in, uint64_t n)
{
	const uint8_t *p = in->at;
	if ((uint64_t)(in->end - in->at) < n) {
		in->short_of = 1;
		return NULL;
	}
	in->at += n;
	return p;
}

/* The rest of a request as a string; empty if nothing is left. */
static const char *take_text(struct in *in)
{
	static char text[4096];
	size_t n = in->end - in->at;
	if (n >= sizeof text || memchr(in->at, 0, n))
		n = 0;
	memcpy(text, in->at, n);
	text[n] = 0;
	return text;
}

static void need(struct out *o, size_t more)
{
	if (o->length + more > o->room) {
		o->room = 2 * (o->length + more);
		o->at = realloc(o->at, o->room);
		if (!o->at)
			_exit(1);
	}
}

static void add(struct out *o, const void *p, size_t n)
{
	need(o, n);
	memcpy(o->at + o->length, p, n);
	o->length += n;
}

static void add32(struct out *o, uint32_t v)
{
	uint8_t b[4];
	put32(b, v);
	add(o, b, 4);
}

static void add64(struct out *o, uint64_t v)
{
	uint8_t b[8];
	put64(b, v);
	add(o, b, 8);
}

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000ll + t.tv_nsec / 1000000;
}
