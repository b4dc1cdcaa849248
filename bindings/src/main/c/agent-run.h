/*
 * KVM_RUN of a vCPU until an exit that is for kvmsh, the exits that its table answers here, and what a reply has of kvm_run.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>

enum { ENTRIES = 64, IN = 1, OUT = 2 };
/* The offsets in kvm_run that a LAYOUT request sends, in its order. */
enum { L_RUN, L_IMMEDIATE_EXIT, L_EXIT_REASON, L_USED, L_VALID_REGS, L_REGS, L_REGS_SIZE, L_IO, L_IO_DIRECTION, L_IO_SIZE, L_IO_PORT,
	L_IO_COUNT, L_IO_DATA_OFFSET, L_IO_OUT, L_MMIO, L_MMIO_ADDRESS, L_MMIO_DATA, L_MMIO_LEN, L_MMIO_IS_WRITE, L_HCALL, L_HCALL_NR,
	L_HCALL_RET, L_HCALL_ARGS, L_COUNT };

struct entry { uint32_t reason, direction, collects; uint64_t first, last, value; };
struct vcpu {
	int fd, running, kicked, flush, leave;	/* leave: kvmsh itself wrote immediate_exit for this run. */
	uint32_t id, bare;
	uint8_t *run;
	uint64_t size, answered;
	pthread_t thread;
	pthread_cond_t wake;
	struct frame done;
	struct entry table[ENTRIES];
	uint32_t entries;
	struct log *log;
	struct ring ring;
};

static uint32_t layout[L_COUNT];
/* Guards whether a vCPU runs, was kicked or should flush its log. */
static pthread_mutex_t running = PTHREAD_MUTEX_INITIALIZER;

/* A field of kvm_run, in this board's byte order. */
static uint64_t field(struct vcpu *v, int which, int bytes)
{
	uint8_t b[8] = { 0 };
	uint64_t value;
	if (layout[which] + (uint64_t)bytes <= v->size)
		memcpy(BIG ? b + 8 - bytes : b, v->run + layout[which], bytes);
	memcpy(&value, b, 8);
	return value;
}

/* H_PUT_TERM_CHAR's characters: terminal, length, then up to 16 in two registers, the first one highest (PAPR). */
static void collect_terminal(struct vcpu *v, uint32_t entry)
{
	uint64_t args[4];
	uint8_t text[16];
	memcpy(args, v->run + layout[L_HCALL_ARGS], sizeof args);
	for (int k = 0; k < 16; k++)
		text[k] = args[2 + k / 8] >> (56 - 8 * (k % 8));
	collect(v->log, v->fd, entry, text, args[1] > 16 ? 16 : args[1]);
}

/* Answers an exit that the table has an entry for. */
static int answered(struct vcpu *v)
{
	uint32_t reason = field(v, L_EXIT_REASON, 4), direction = OUT;
	uint64_t place, size = 0, times = 1, data;
	uint8_t *at = NULL;
	if (reason == layout[L_IO]) {
		uint64_t count = field(v, L_IO_COUNT, 4);
		place = field(v, L_IO_PORT, 2);
		data = field(v, L_IO_DATA_OFFSET, 8);
		size = field(v, L_IO_SIZE, 1);
		direction = field(v, L_IO_DIRECTION, 1) == layout[L_IO_OUT] ? OUT : IN;
		if (data > v->size || size * count > v->size - data || (direction == OUT && size * count > COLLECTED_AT_ONCE))
			return 0;
		/* rep outs writes all its values at once; each value that rep ins reads is answered. */
		size *= direction == OUT ? count : 1;
		times = count;
		at = v->run + data;
	} else if (reason == layout[L_MMIO]) {
		place = field(v, L_MMIO_ADDRESS, 8);
		size = field(v, L_MMIO_LEN, 4);
		if (size > 8)
			return 0;
		direction = field(v, L_MMIO_IS_WRITE, 1) ? OUT : IN;
		at = v->run + layout[L_MMIO_DATA];
	} else if (reason == layout[L_HCALL]) {
		place = field(v, L_HCALL_NR, 8);
	} else {
		return 0;
	}
	for (uint32_t i = 0; i < v->entries; i++) {
		struct entry *e = &v->table[i];
		if (e->reason != reason || !(e->direction & direction) || place < e->first || place > e->last)
			continue;
		if (reason == layout[L_HCALL]) {
			if (e->collects)
				collect_terminal(v, i);
			memcpy(v->run + layout[L_HCALL_RET], &e->value, 8);
		} else if (direction == OUT && e->collects) {
			if (reason == layout[L_MMIO] && size) {	/* A data register has one character, in the low bits of whichever width. */
				at += BIG ? size - 1 : 0;
				size = 1;
			}
			collect(v->log, v->fd, i, at, size);
		} else if (direction == IN && size <= 8) {
			for (uint64_t n = 0; n < times; n++)
				memcpy(at + n * size, (uint8_t *)&e->value + (BIG ? 8 - size : 0), size);
		}
		return 1;
	}
	return 0;
}

static void add_part(struct out *o, struct vcpu *v, uint64_t offset, uint64_t length)
{
	if (offset > v->size || length > v->size - offset || length > DATA / 2)
		return;
	add32(o, offset);
	add32(o, length);
	add(o, v->run + offset, length);
}

/* kvm_run as far as it is used: its head and union without trailing zeros, the data of an IO exit, the synchronized registers. */
static void add_run(struct out *o, struct vcpu *v)
{
	uint32_t used = layout[L_USED] < v->size ? layout[L_USED] : v->size;
	while (used && !v->run[used - 1])
		used--;
	add_part(o, v, 0, used);
	if (field(v, L_EXIT_REASON, 4) == layout[L_IO])
		add_part(o, v, field(v, L_IO_DATA_OFFSET, 8), field(v, L_IO_SIZE, 1) * field(v, L_IO_COUNT, 4));
	if (field(v, L_VALID_REGS, 8))
		add_part(o, v, layout[L_REGS], layout[L_REGS_SIZE]);
}

/* KVM reads immediate_exit at any time, also while it is written: no lock could help. */
__attribute__((no_sanitize_thread))
static void set_immediate_exit(struct vcpu *v, int value)
{
	__atomic_store_n(v->run + layout[L_IMMEDIATE_EXIT], value, __ATOMIC_SEQ_CST);
}

/* Consumes an interruption: one kick stops one run. Returns 1 if only the log was to be flushed. */
static int interrupted(struct vcpu *v)
{
	pthread_mutex_lock(&running);
	int result = v->flush && !v->kicked && !v->leave ? 1 : -EINTR;
	v->flush = v->kicked = 0;
	set_immediate_exit(v, 0);
	pthread_mutex_unlock(&running);
	return result;
}

/* A flush that arrived as the run ended does not affect the next run; a kick does. */
static void forget_flush(struct vcpu *v)
{
	if (v->flush && !v->kicked && !v->leave)
		set_immediate_exit(v, 0);
	v->flush = 0;
}

/* KVM_RUN, once, and what its guest left in the ring: 0 or an errno. */
static int enter(struct vcpu *v)
{
	int error = ioctl(v->fd, layout[L_RUN], 0) < 0 ? errno : 0;
	if (v->ring.count)
		drain(&v->ring, v->run, v->log, v->fd);
	return error;
}

/* KVM_RUN until an exit for kvmsh: returns 0, or 1 if only collected output is to be sent. */
static int run(struct vcpu *v)
{
	uint32_t left = v->bare;
	do {
		int error = enter(v);
		if (error)
			return error == EINTR ? interrupted(v) : -error;
		if (v->bare)
			continue;
		if (!answered(v))
			return 0;
		v->answered++;
		if (is_due(v->log))
			return 1;
	} while (!v->bare || --left);
	return 0;
}
