/*
 * kvmsh-agent: makes system calls on a board for a kvmsh that is at the other end of a byte stream.
 * The protocol is described in docs/protocol.md. Nothing of KVM's ABI is compiled in: numbers and offsets come over the link.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/reboot.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>
#include "agent-bytes.h"
#include "agent-files.h"
#include "agent-hmac.h"
#include "agent-links.h"
#include "agent-log.h"
#include "agent-tcp.h"

enum { VERSION = 2, HEAD = 20, MOST = (256 << 10) + 4096, WINDOW = 64, ENTRIES = 64, LOG = 4096,
	RUN_LEAST = 4096, RUN_MOST = 1 << 20 };
enum { HELLO = 1, PING, LAYOUT, OPEN, CLOSE, IOCTL, IOCTL_STRUCT, MAP, ALLOCATE, UNMAP, READ, WRITE, EVENTFD, READ_FD, WRITE_FD,
	POLL, FILE_TEXT, LIST, RUN, KICK, TABLE, BYE, LOG_TAIL, PROVE, REPLY = 0x80, AGAIN = 0xff };
/* What a LAYOUT request says of kvm_run, in its order. */
enum { L_RUN, L_IMMEDIATE_EXIT, L_EXIT_REASON, L_USED, L_VALID_REGS, L_REGS, L_REGS_SIZE, L_IO, L_IO_DIRECTION, L_IO_SIZE, L_IO_PORT,
	L_IO_COUNT, L_IO_DATA_OFFSET, L_IO_OUT, L_MMIO, L_MMIO_ADDRESS, L_MMIO_DATA, L_MMIO_LEN, L_MMIO_IS_WRITE, L_HCALL, L_HCALL_NR,
	L_HCALL_RET, L_HCALL_ARGS, L_COUNT };
enum { IN = 1, OUT = 2, RESULT = 12 };
#define BACK 0x80000000u

#if defined __x86_64__
#define ARCH "x86_64"
#elif defined __aarch64__
#define ARCH "arm64"
#elif defined __powerpc64__
#define ARCH "ppc64"
#elif defined __riscv && __riscv_xlen == 64
#define ARCH "riscv64"
#elif defined __s390x__
#define ARCH "s390x"
#elif defined __arm__
#define ARCH "arm"
#elif defined __mips64
#define ARCH "mips64"
#elif defined __loongarch64
#define ARCH "loongarch64"
#else
#define ARCH "unknown"
#endif

struct frame { uint8_t *at; size_t length; uint32_t id; };
struct map { uint64_t at, size; };
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
};
static int link_in = -1, link_out = -1, kmsg = -1, kmsg_errno, idle_limit = 15000, opened;
static uint32_t layout[L_COUNT], expected;
static uint64_t nonce;
static struct frame saved[WINDOW];
static struct map *maps;
static size_t map_count;
static struct vcpu **vcpus;
static size_t vcpu_count;
static pthread_mutex_t sending = PTHREAD_MUTEX_INITIALIZER, running = PTHREAD_MUTEX_INITIALIZER;

/* Where the link ends, or nobody reads it for the time that was agreed, whatever was made goes with this process. */
static void send_bytes(const uint8_t *p, size_t n)
{
	int64_t since = now_ms();
	while (n) {
		struct pollfd f = { link_out, POLLOUT, 0 };
		ssize_t w = write(link_out, p, n);
		if (w > 0) {
			p += w;
			n -= w;
			since = now_ms();
		} else if (w == 0 || (errno != EINTR && errno != EAGAIN) || (poll(&f, 1, 100) > 0 && f.revents & (POLLHUP | POLLERR))
			   || now_ms() - since > idle_limit) {
			_exit(door.status);
		}
	}
}

static void head(uint8_t *f, int kind, uint32_t id, uint32_t length)
{
	memcpy(f, "\xf5KVM", 4);
	put32(f + 4, kind | VERSION << 8);
	put32(f + 8, id);
	put32(f + 12, length);
	put32(f + 16, check(f + 4, 12) >> 32);
}

/* Asks for everything from the next expected request on once more. */
static void send_again(void)
{
	uint8_t f[HEAD];
	pthread_mutex_lock(&sending);
	head(f, AGAIN, expected, 0);
	send_bytes(f, HEAD);
	pthread_mutex_unlock(&sending);
}

/* What the kernel logged since the last reply: /dev/kmsg gives one record a read, its text after the first semicolon. */
static void add_log(struct out *o)
{
	char record[8192], *text;
	size_t start = o->length;
	ssize_t r;
	while (kmsg >= 0 && o->length - start < LOG && ((r = read(kmsg, record, sizeof record - 1)) > 0 || (r < 0 && (errno == EPIPE || errno == EINVAL)))) {
		record[r > 0 ? r : 0] = 0;
		if ((text = strchr(record, ';'))) {
			add(o, text + 1, strcspn(text + 1, "\n"));
			add(o, "\n", 1);
		}
	}
}

/* A reply's room: the head, the result and the length of the data come before the data. */
static struct out begin(void)
{
	struct out o = { NULL, HEAD + RESULT, 0 };
	need(&o, 512);
	return o;
}

/* Sends a reply and keeps it, in case it is asked for again. */
static void finish(struct out *o, int op, uint32_t id, int64_t result, struct frame *keep)
{
	put64(o->at + HEAD, result);
	put32(o->at + HEAD + 8, o->length - HEAD - RESULT);
	add_log(o);
	head(o->at, REPLY | op, id, o->length - HEAD);
	add64(o, check(o->at + HEAD, o->length - HEAD));
	pthread_mutex_lock(&sending);
	free(keep->at);
	*keep = (struct frame){ o->at, o->length, id };
	send_bytes(keep->at, keep->length);
	pthread_mutex_unlock(&sending);
}

static int is_running(struct vcpu *v)
{
	pthread_mutex_lock(&running);
	int answer = v->running;
	pthread_mutex_unlock(&running);
	return answer;
}

/* Whether an area lies wholly in memory that was mapped for kvmsh, and not in the kvm_run of a vCPU that runs: 0 or an errno. */
static int64_t reach(uint64_t at, uint64_t size)
{
	for (size_t i = 0; i < map_count; i++) {
		if (at < maps[i].at || size > maps[i].size || at - maps[i].at > maps[i].size - size)
			continue;
		for (size_t k = 0; k < vcpu_count; k++)
			if ((uintptr_t)vcpus[k]->run == maps[i].at && is_running(vcpus[k]))
				return -EBUSY;
		return 0;
	}
	return -EFAULT;
}

/* Where this thread goes on if mapped memory has no page behind it: beyond a file's end, a guest_memfd's private page. */
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
		for (size_t k = 0; k < vcpu_count; k++)
			if ((uintptr_t)vcpus[k]->run == at) {
				if (is_running(vcpus[k]))
					return -EBUSY;
				vcpus[k]->run = NULL;
				vcpus[k]->fd = -1;
			}
		maps[i] = maps[--map_count];
		return or_errno(munmap(pointer(at), size));
	}
	return -EFAULT;
}

static struct vcpu *vcpu_of(int fd)
{
	for (size_t i = 0; i < vcpu_count; i++)
		if (vcpus[i]->fd == fd)
			return vcpus[i];
	return NULL;
}

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
	uint64_t place, size = 0, data;
	uint8_t *at = NULL;
	if (reason == layout[L_IO]) {
		uint64_t count = field(v, L_IO_COUNT, 4);
		place = field(v, L_IO_PORT, 2);
		data = field(v, L_IO_DATA_OFFSET, 8);
		size = field(v, L_IO_SIZE, 1);
		direction = field(v, L_IO_DIRECTION, 1) == layout[L_IO_OUT] ? OUT : IN;
		if (data > v->size || size * count > v->size - data || size * count > COLLECTED_AT_ONCE || (direction == IN && count != 1))
			return 0;
		size *= count;
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
			collect(v->log, v->fd, i, at, size);
		} else if (direction == IN && size <= 8) {
			memcpy(at, (uint8_t *)&e->value + (BIG ? 8 - size : 0), size);
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

/* kvm_run as far as it is used: its head and union without trailing zeros, the data of an IO exit, the synchronised registers. */
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

/* What asked for an interruption is done: one kick stops one run. 1 where it was only the log that is to be taken. */
static int interrupted(struct vcpu *v)
{
	pthread_mutex_lock(&running);
	int result = v->flush && !v->kicked && !v->leave ? 1 : -EINTR;
	v->flush = v->kicked = 0;
	set_immediate_exit(v, 0);
	pthread_mutex_unlock(&running);
	return result;
}

/* A flush that came when the run was already at its end asks nothing of the next one; a kick does. */
static void forget_flush(struct vcpu *v)
{
	if (v->flush && !v->kicked && !v->leave)
		set_immediate_exit(v, 0);
	v->flush = 0;
}

/* KVM_RUN until an exit that is for kvmsh: 0, or 1 where only what was collected is to be taken. */
static int run(struct vcpu *v)
{
	uint32_t left = v->bare;
	do {
		if (ioctl(v->fd, layout[L_RUN], 0) < 0)
			return errno == EINTR ? interrupted(v) : -errno;
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

/* A vCPU of its own thread; that of a vCPU which was unmapped serves the next one. */
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

/* A vCPU's kvm_run, each page of which is there. */
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
	v->kicked = v->flush = 0;
	return at;
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

/* Brings vCPUs out of guests that make no exit while there is something to be taken. */
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

/* Whether there are 32 zeros, or nothing but zeros to the end. */
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

/* Areas of memory that go in before an ioctl, and those of them, marked by the length's highest bit, that come back after it. */
static int64_t ioctl_struct(int fd, struct in *in, struct out *o)
{
	uint32_t request = take(in, 4), back = 0;
	uint64_t argument = take(in, 8);
	struct in first = *in;
	while (in->at < in->end) {
		uint64_t at = take(in, 8);
		uint32_t n = take(in, 4), length = n & ~BACK;
		const uint8_t *bytes = take_bytes(in, length);
		back += n & BACK ? length : 0;
		if (in->short_of || back > DATA)
			return in->short_of ? -EPROTO : -E2BIG;
		int64_t result = reach(at, length);
		if (result || (result = copy(pointer(at), 0, bytes, length)))
			return result;
	}
	int64_t result = or_errno(ioctl(fd, request, pointer(argument)));
	while (first.at < first.end) {
		uint64_t at = take(&first, 8);
		uint32_t n = take(&first, 4), length = n & ~BACK;
		take_bytes(&first, length);
		if (n & BACK) {
			need(o, length);
			if (copy(o->at + o->length, 0, pointer(at), length))
				return -EFAULT;
			o->length += length;
		}
	}
	return result;
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

/* Starts a vCPU, whose thread will reply: 1. What kvmsh wrote to kvm_run since the last exit goes in first. */
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

/* What this program was compiled for says how the board's structs are laid out and its requests are numbered. */
static int64_t greet(struct out *o)
{
	uint32_t order = 0x01020304, numbers[] = { sizeof(void *) * 8, sysconf(_SC_PAGESIZE), _IO(0xae, 1), _IOR(0xae, 1, int), _IOW(0xae, 1, int) };
	struct utsname u;
	uname(&u);
	add32(o, VERSION);
	add(o, &order, 4);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		add32(o, numbers[i]);
	add(o, ARCH, sizeof ARCH);
	add(o, u.release, strlen(u.release) + 1);
	add(o, u.nodename, strlen(u.nodename) + 1);
	opened = 1;
	kmsg = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	kmsg_errno = kmsg < 0 ? errno : 0;
	if (kmsg >= 0)
		lseek(kmsg, 0, SEEK_END);
	return 0;
}

/* The greeting, or on TCP, with result 1, what the token's proof is made of. */
static int64_t hear_hello(struct in *in, struct out *o)
{
	memcpy(door.hello, in->at, HELLO_BYTES);
	uint32_t version = take(in, 4);
	uint64_t session = take(in, 8);
	uint32_t idle = take(in, 4);
	if (version != VERSION || !session)
		return -EPROTO;
	if (door.token.length && random_bytes(door.challenge, SHA256))
		return -EIO;
	nonce = session;
	idle_limit = idle < 1000 ? 1000 : idle;
	if (!door.token.length)
		return greet(o);
	add(o, door.challenge, SHA256);
	return 1;
}

static int64_t hear_proof(struct in *in, struct out *o)
{
	int64_t result = prove(in, o);
	return result ? result : greet(o);
}

/* KVM_RUN here would keep the agent from everything else until the guest exits. */
static int64_t ioctl_plain(int fd, struct vcpu *v, uint32_t request, uint64_t argument)
{
	return v && !argument && request == layout[L_RUN] ? -EOPNOTSUPP : or_errno(ioctl(fd, request, pointer(argument)));
}

/* A vCPU's thread serves another one once its descriptor is closed; its kvm_run is mapped until it is unmapped. */
static int64_t close_fd(int fd, struct vcpu *v)
{
	if (v) {
		v->run = NULL;
		v->fd = -1;
	}
	return or_errno(close(fd));
}

/* Requests whose first word is a descriptor: not one of the agent's own, and not a vCPU that is running. */
static int64_t on_fd(int op, struct in *in, struct out *o)
{
	int fd = take(in, 4);
	uint64_t first = op == KICK || op == TABLE || op == IOCTL_STRUCT || op == WRITE_FD ? 0 : op == CLOSE ? 0 : take(in, 4);
	struct vcpu *v = vcpu_of(fd);
	if (fd <= STDERR_FILENO || fd == link_in || fd == link_out || fd == kmsg)
		return -EBADF;
	if (op == KICK)
		return kick(v);
	if (v && is_running(v))
		return -EBUSY;
	switch (op) {
	case CLOSE:	return close_fd(fd, v);
	case IOCTL:	return ioctl_plain(fd, v, first, take(in, 8));
	case IOCTL_STRUCT: return ioctl_struct(fd, in, o);
	case READ_FD:	return read_fd(fd, first, o);
	case WRITE_FD:	return write_fd(fd, in);
	case POLL:	return poll_fd(fd, first);
	case TABLE:	return take_table(v, in);
	default: {
		uint64_t size = take(in, 8), offset = take(in, 8);
		return first ? map_vcpu(fd, size) : map(fd, size, MAP_SHARED, offset);
	}
	}
}

/* The shortest payload of each kind of request, in their order. */
static const uint8_t shortest[] = { 0, HELLO_BYTES, 0, 4 * L_COUNT, 0, 4, 16, 16, 24, 8, 16, 12, 8, 4, 8, 4, 8, 0, 0, 8, 4, 8, 0, 0, SHA256 };

static int64_t perform(int op, struct in *in, struct out *o)
{
	uint64_t first;
	if (op < (int)sizeof shortest && in->end - in->at < shortest[op])
		return -EPROTO;
	switch (op) {
	case HELLO:	return hear_hello(in, o);
	case PROVE:	return opened ? -EINVAL : hear_proof(in, o);
	case PING:	return 0;
	case LOG_TAIL:	return -kmsg_errno;
	case LAYOUT:	return take_layout(in);
	case OPEN:	return or_errno(open(take_text(in), O_RDWR | O_CLOEXEC | O_NONBLOCK));
	case ALLOCATE:	return map(-1, take(in, 8), MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, 0);
	case UNMAP:	first = take(in, 8); return unmap(first, take(in, 8));
	case READ:	first = take(in, 8); return read_memory(first, take(in, 4), o);
	case WRITE:	first = take(in, 8); return write_memory(first, in);
	case EVENTFD:	return or_errno(eventfd(take(in, 4), EFD_CLOEXEC | EFD_NONBLOCK));
	case FILE_TEXT:	return read_file(take_text(in), o);
	case LIST:	return list(take_text(in), o);
	case CLOSE: case IOCTL: case IOCTL_STRUCT: case MAP: case READ_FD: case WRITE_FD: case POLL: case KICK: case TABLE:
		return on_fd(op, in, o);
	default:	return -ENOSYS;
	}
}

/* Sends the kept reply of a request that came before; nothing where it is still under way. */
static void repeat(uint32_t id)
{
	struct frame *kept = &saved[id % WINDOW];
	pthread_mutex_lock(&running);
	pthread_mutex_lock(&sending);
	for (size_t i = 0; i < vcpu_count; i++)
		if (vcpus[i]->done.at && vcpus[i]->done.id == id)
			kept = &vcpus[i]->done;
	if (kept->at && kept->id == id)
		send_bytes(kept->at, kept->length);
	pthread_mutex_unlock(&sending);
	pthread_mutex_unlock(&running);
}

/* Requests are performed in the order of their ids, each once. */
static void request(int op, uint32_t id, const uint8_t *payload, uint32_t length)
{
	struct in in = { payload, payload + length, 0 };
	if (op == HELLO && nonce) {
		take(&in, 4);
		if (take(&in, 8) != nonce)
			_exit(0);	/* Another kvmsh: what this one made goes with this process. */
		return repeat(id);
	}
	if (op != HELLO && (!nonce || id != expected)) {
		if (nonce && id > expected)
			send_again();
		return nonce && id < expected ? repeat(id) : (void)0;
	}
	if (op == BYE || (op != HELLO && op != PROVE && !opened))
		_exit(0);
	expected = id + 1;
	int64_t result = op == RUN ? start_run(&in, id) : 0;
	if (result > 0)
		return;
	struct out o = begin();
	result = result ? result : perform(op, &in, &o);
	finish(&o, op, id, result, &saved[id % WINDOW]);
	if (op == PROVE && !opened)
		part_with(link_out);
}

/* Takes the whole frames from what has come, and says so where there was something else; returns how many bytes are done with. */
static size_t frames(const uint8_t *p, size_t n)
{
	size_t i = 0, noise = 0;
	uint8_t sum[8];
	while (n - i >= HEAD) {
		uint32_t length = get32(p + i + 12);
		if (memcmp(p + i, "\xf5KVM", 4) || get32(p + i + 16) != (uint32_t)(check(p + i + 4, 12) >> 32) || length > (opened ? MOST : LOG)) {
			noise = ++i;
			continue;
		}
		size_t whole = HEAD + length + (length ? 8 : 0);
		if (n - i < whole)
			break;
		if (length && memcmp(p + i + HEAD + length, (put64(sum, check(p + i + HEAD, length)), sum), 8)) {
			noise = ++i;
			continue;
		}
		request(p[i + 4], get32(p + i + 8), p + i + HEAD, length);
		i += whole;
	}
	if (noise && nonce)
		send_again();
	return i;
}

/* One kvmsh's session: until the stream ends, another kvmsh says hello, or nothing has come for the time that was agreed. */
static void serve(int in, int out)
{
	static uint8_t buffer[2 * MOST];
	size_t have = 0, done;
	int64_t heard = now_ms();
	link_in = in;
	link_out = out;
	fcntl(in, F_SETFL, fcntl(in, F_GETFL) | O_NONBLOCK);
	fcntl(out, F_SETFL, fcntl(out, F_GETFL) | O_NONBLOCK);
	while (!door.until || now_ms() < door.until) {
		struct pollfd f = { in, POLLIN, 0 };
		ssize_t r = read(in, buffer + have, sizeof buffer - have);
		if (r == 0 || (r < 0 && errno != EINTR && errno != EAGAIN) || (nonce && r < 0 && now_ms() - heard > idle_limit))
			return;
		if (r > 0) {
			heard = now_ms();
			have += r;
			done = frames(buffer, have);
		} else if (have && now_ms() - heard > 1000) {
			/* The rest of a frame that was cut off will not come; what follows its start may hold another. */
			done = 1 + frames(buffer + 1, have - 1);
		} else {
			poll(&f, 1, DELAY);
			flush();
			continue;
		}
		have -= done;
		if (done && have)
			memmove(buffer, buffer + done, have);
	}
}

/* Whatever a session made ends with its process. Its exit status, 0 where a signal ended it. */
static int serve_in_child(int fd)
{
	int status = 0;
	pid_t self = getpid(), child = fork();
	if (child == 0) {
		end_with_parent(self);
		serve(fd, fd);
		_exit(0);
	}
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 0;
}

/* One session with the kvmsh that listens there. */
static int serve_connected(char *address)
{
	struct sockaddr_in peer = { 0 };
	socklen_t length = sizeof peer;
	int fd = open_socket(address, 0);
	if (fd < 0)
		return 2;
	getpeername(fd, (struct sockaddr *)&peer, &length);
	begin_connection(fd, &peer, NULL);
	if (serve_in_child(fd) != WRONG_TOKEN)
		return 0;
	fprintf(stderr, "kvmsh-agent: kvmsh at %s has another token\n", door.name);
	return 1;
}

static int serve_link(char *link)
{
	char *rest = strchr(link, ':');
	int fd;
	if (!strcmp(link, "-"))
		return serve(0, 1), 0;
	if (rest)
		*rest++ = 0;
	if (rest && !strcmp(link, "tty")) {
		while ((fd = open_tty(rest)) >= 0) {
			serve_in_child(fd);
			close(fd);
		}
	} else if (rest && !strcmp(link, "listen")) {
		if ((fd = open_socket(rest, 1)) >= 0)
			serve_listener(fd, serve);
	} else if (rest && !strcmp(link, "connect")) {
		return serve_connected(rest);
	} else if (rest && !strcmp(link, "port")) {
		if ((fd = open_port(rest)) >= 0)
			return serve_in_child(fd), 0;
	} else {
		fprintf(stderr, "use: kvmsh-agent - | tty:DEVICE[@BAUD] | port:NAME | listen:ADDRESS:PORT | connect:ADDRESS:PORT\n"
			"TCP wants a token in KVMSH_TOKEN.\n");
	}
	return 2;
}

static void kicked(int signal)
{
	(void)signal;
}

int main(int argc, char **argv)
{
	struct sigaction act = { .sa_handler = kicked };
	char *link = argc == 2 ? argv[1] : getenv("KVMSH_LINK");
	struct sigaction fault = { .sa_handler = faulted };
	sigaction(SIGURG, &act, NULL);
	sigaction(SIGBUS, &fault, NULL);
	signal(SIGPIPE, SIG_IGN);
	if (argc == 4 && !strcmp(argv[1], "hmac-sha256"))
		return print_hmac(argv[2], argv[3]);
	if (getpid() == 1)
		boot();
	fill_standard_streams();
	raise_descriptor_limit();
	int status = serve_link(link ? link : "");
	if (getpid() == 1)
		reboot(RB_POWER_OFF);
	return status;
}
