/*
 * The session's vCPUs, each with its own thread, and their requests: map, run, kick, answer table.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { RUN_LEAST = 4096, RUN_MOST = 1 << 20 };

static struct vcpu **vcpus;
static size_t vcpu_count;

static int is_running(struct vcpu *v)
{
	pthread_mutex_lock(&running);
	int answer = v->running;
	pthread_mutex_unlock(&running);
	return answer;
}

/* Whether a vCPU runs whose kvm_run is in this range. */
static int runs_with(uint64_t at)
{
	for (size_t i = 0; i < vcpu_count; i++)
		if ((uintptr_t)vcpus[i]->run == at && is_running(vcpus[i]))
			return 1;
	return 0;
}

/* A vCPU ends with the mapping of its kvm_run. */
static void forget_run(uint64_t at)
{
	for (size_t i = 0; i < vcpu_count; i++)
		if ((uintptr_t)vcpus[i]->run == at) {
			vcpus[i]->run = NULL;
			vcpus[i]->fd = -1;
		}
}

static struct vcpu *vcpu_of(int fd)
{
	for (size_t i = 0; i < vcpu_count; i++)
		if (vcpus[i]->fd == fd)
			return vcpus[i];
	return NULL;
}

static void *vcpu_thread(void *argument)
{
	struct vcpu *v = argument;
	pthread_mutex_lock(&running);
	for (;;) {
		while (!v->running)
			pthread_cond_wait(&v->wake, &running);
		pthread_mutex_unlock(&running);
		v->answered = 0;
		int result = run(v);
		pthread_mutex_lock(&running);
		forget_flush(v);
		struct out o = begin();
		add64(&o, v->answered);
		add_collected(&o, v->log);
		add_run(&o, v);
		v->running = 0;
		finish(&o, RUN, v->id, result, &v->done);
	}
	return NULL;
}

/* A vCPU with its own thread; the thread of an unmapped vCPU serves the next one. */
static struct vcpu *new_vcpu(void)
{
	struct vcpu *v = vcpu_of(-1), **more;
	sigset_t all, before;
	if (v)
		return v;
	more = realloc(vcpus, (vcpu_count + 1) * sizeof *vcpus);
	vcpus = more ? more : vcpus;
	if (!more || !(v = calloc(1, sizeof *v)))
		return NULL;
	v->fd = -1;
	pthread_cond_init(&v->wake, NULL);
	sigfillset(&all);
	sigdelset(&all, SIGURG);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int error = pthread_create(&v->thread, NULL, vcpu_thread, v);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (error)
		return free(v), NULL;
	return vcpus[vcpu_count++] = v;
}

/* A vCPU's kvm_run; every page of it is mapped. */
static int64_t map_vcpu(int fd, uint64_t size)
{
	uint8_t byte;
	if (size < RUN_LEAST || size > RUN_MOST)
		return -EINVAL;
	struct vcpu *v = vcpu_of(fd) ? NULL : new_vcpu();
	int64_t at = v ? map(fd, size, MAP_SHARED, 0) : -EBUSY;
	if (!v || (at < 0 && at >= -4095))
		return at;
	for (uint64_t page = 0; page < size; page += RUN_LEAST)
		if (copy(&byte, 0, pointer(at + page), 1)) {
			unmap(at, size);
			return -EFAULT;
		}
	v->fd = fd;
	v->run = pointer(at);
	v->size = size;
	v->entries = 0;
	v->log = NULL;
	v->ring.count = 0;
	v->kicked = v->flush = 0;
	return at;
}

/* A signal that is ignored interrupts no KVM_RUN. */
static void kicked(int signal)
{
	(void)signal;
}

static int64_t kick(struct vcpu *v)
{
	if (!v)
		return -EBADF;
	pthread_mutex_lock(&running);
	v->kicked = 1;
	set_immediate_exit(v, 1);
	int error = pthread_kill(v->thread, SIGURG);
	pthread_mutex_unlock(&running);
	return -error;
}

/* Interrupts vCPUs whose guests make no exits while collected output waits. */
static void flush(void)
{
	for (size_t i = 0; i < vcpu_count; i++) {
		struct vcpu *v = vcpus[i];
		if (!v->log || !is_due(v->log))
			continue;
		pthread_mutex_lock(&running);
		if (v->running && !v->bare && !v->flush) {
			v->flush = 1;
			set_immediate_exit(v, 1);
			pthread_kill(v->thread, SIGURG);
		}
		pthread_mutex_unlock(&running);
	}
}

static int64_t take_table(struct vcpu *v, struct in *in)
{
	uint32_t id = take(in, 4), n = (in->end - in->at) / 36;
	struct log *l;
	if (!v || n > ENTRIES)
		return v ? -E2BIG : -EBADF;
	if (in->short_of || (in->end - in->at) % 36)
		return -EPROTO;
	if (!(l = log_named(id)))
		return -ENOMEM;
	v->log = l;
	for (struct entry *e = v->table; e < v->table + n; e++) {
		e->reason = take(in, 4);
		e->direction = take(in, 4);
		e->collects = take(in, 4);
		e->first = take(in, 8);
		e->last = take(in, 8);
		e->value = take(in, 8);
	}
	v->entries = n;
	return 0;
}

/* The ring is drained after each KVM_RUN of the vCPU from now on; not where it has no entries. */
static int64_t take_ring(struct vcpu *v, struct in *in)
{
	uint32_t id = take(in, 4);
	struct ring r;
	r.first = take(in, 4);
	r.last = take(in, 4);
	r.entries = take(in, 4);
	r.size = take(in, 4);
	r.count = take(in, 4);
	if (!v || in->short_of)
		return v ? -EPROTO : -EBADF;
	if (r.count && !is_inside(&r, v->size))
		return -EINVAL;
	struct log *l = log_named(id);
	if (!l)
		return -ENOMEM;
	v->log = l;
	v->ring = r;
	return 0;
}

/* Starts a vCPU, whose thread will reply, and returns 1. What kvmsh wrote to kvm_run since the last exit is copied in first. */
static int64_t start_run(struct in *in, uint32_t id)
{
	int fd = take(in, 4);
	uint32_t bare = take(in, 4);
	struct vcpu *v = fd < 0 ? NULL : vcpu_of(fd);
	if (in->short_of || !v)
		return in->short_of ? -EPROTO : -EBADF;
	if (is_running(v) || !layout[L_RUN])
		return is_running(v) ? -EBUSY : -EINVAL;
	while (in->at < in->end) {
		uint32_t offset = take(in, 4), n = take(in, 4);
		const uint8_t *bytes = take_bytes(in, n);
		if (in->short_of)
			return -EPROTO;
		if (offset > v->size || n > v->size - offset)
			return -EFAULT;
		memcpy(v->run + offset, bytes, n);
	}
	pthread_mutex_lock(&running);
	v->id = id;
	v->bare = bare;
	v->leave = v->run[layout[L_IMMEDIATE_EXIT]];
	v->running = 1;
	pthread_cond_signal(&v->wake);
	pthread_mutex_unlock(&running);
	return 1;
}

static int64_t take_layout(struct in *in)
{
	uint32_t given[L_COUNT];
	for (int i = 0; i < L_COUNT; i++) {
		given[i] = take(in, 4);
		if (i != L_RUN && given[i] > 4096 - 64)
			return -EINVAL;
	}
	for (size_t k = 0; k < vcpu_count; k++)
		if (is_running(vcpus[k]))
			return -EBUSY;
	memcpy(layout, given, sizeof layout);
	return 0;
}
