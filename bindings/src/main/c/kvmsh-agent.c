/*
 * kvmsh-agent: makes system calls on a board for a kvmsh that is at the other end of a byte stream.
 * The protocol is described in docs/protocol.md. Nothing of KVM's ABI is compiled in: numbers and offsets come over the link.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { VERSION = 1, HEAD = 20, DATA = 64 << 10, MOST = DATA + 4096, WINDOW = 64, ENTRIES = 64, COLLECTED = 8192, LOG = 4096 };
enum { HELLO = 1, PING, LAYOUT, OPEN, CLOSE, IOCTL, IOCTL_STRUCT, MAP, ALLOCATE, UNMAP, READ, WRITE, EVENTFD, READ_FD, WRITE_FD,
	POLL, FILE_TEXT, LIST, RUN, KICK, TABLE, BYE, REPLY = 0x80, AGAIN = 0xff };
/* What a LAYOUT request says of kvm_run, in its order. */
enum { L_RUN, L_IMMEDIATE_EXIT, L_EXIT_REASON, L_USED, L_VALID_REGS, L_REGS, L_REGS_SIZE, L_IO, L_IO_DIRECTION, L_IO_SIZE, L_IO_PORT,
	L_IO_COUNT, L_IO_DATA_OFFSET, L_IO_OUT, L_MMIO, L_MMIO_ADDRESS, L_MMIO_DATA, L_MMIO_LEN, L_MMIO_IS_WRITE, L_HCALL, L_HCALL_NR,
	L_HCALL_RET, L_HCALL_ARGS, L_COUNT };
enum { IN = 1, OUT = 2, GO_ON = 0, VALUE = 1, COLLECT = 2 };

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
struct entry { uint32_t reason, direction, action; uint64_t first, last, value; };
struct vcpu {
	int fd, running;
	uint32_t id, bare;
	uint8_t *run;
	uint64_t size, answered;
	pthread_t thread;
	pthread_cond_t wake;
	struct frame done;
	struct entry table[ENTRIES];
	uint32_t entries, collected;
	int64_t since;
	uint8_t text[COLLECTED];
};
/* A request's payload, read from the front; what is not there reads as zero and marks the request as short. */
struct in { const uint8_t *at, *end; int short_of; };
/* A reply while it is made: room for the frame's head, the result and the log is kept in front. */
struct out { uint8_t *at; size_t length, room; };

static int link_in = -1, link_out = -1, kmsg = -1, idle_limit = 15000;
static const char *token;
static uint32_t crc_table[8][256], layout[L_COUNT], expected;
static uint64_t nonce;
static struct frame saved[WINDOW];
static struct map *maps;
static size_t map_count, map_room;
static struct vcpu **vcpus;
static size_t vcpu_count;
static pthread_mutex_t sending = PTHREAD_MUTEX_INITIALIZER, running = PTHREAD_MUTEX_INITIALIZER;

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

/* CRC-32 as in IEEE 802.3 and zlib, eight bytes a step. */
static void crc_init(void)
{
	for (uint32_t i = 0; i < 256; i++) {
		uint32_t c = i;
		for (int k = 0; k < 8; k++)
			c = c & 1 ? 0xedb88320u ^ c >> 1 : c >> 1;
		crc_table[0][i] = c;
	}
	for (uint32_t i = 0; i < 256; i++)
		for (int t = 1; t < 8; t++)
			crc_table[t][i] = crc_table[t - 1][i] >> 8 ^ crc_table[0][crc_table[t - 1][i] & 255];
}

static uint32_t crc32(const uint8_t *p, size_t n)
{
	uint32_t c = ~0u;
	for (; n >= 8; n -= 8, p += 8) {
		uint32_t a = get32(p) ^ c, b = get32(p + 4);
		c = crc_table[7][a & 255] ^ crc_table[6][a >> 8 & 255] ^ crc_table[5][a >> 16 & 255] ^ crc_table[4][a >> 24]
		  ^ crc_table[3][b & 255] ^ crc_table[2][b >> 8 & 255] ^ crc_table[1][b >> 16 & 255] ^ crc_table[0][b >> 24];
	}
	while (n--)
		c = c >> 8 ^ crc_table[0][(c ^ *p++) & 255];
	return ~c;
}

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000ll + t.tv_nsec / 1000000;
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

/* The rest of a request as a string. */
static char *take_text(struct in *in, char *into, size_t room)
{
	size_t n = in->end - in->at;
	if (n >= room || memchr(in->at, 0, n))
		return NULL;
	memcpy(into, in->at, n);
	into[n] = 0;
	in->at = in->end;
	return into;
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

/* The links end: whatever was made goes with this process. */
static void send_bytes(const uint8_t *p, size_t n)
{
	while (n) {
		ssize_t w = write(link_out, p, n);
		if (w < 0 && (errno == EINTR || errno == EAGAIN)) {
			struct pollfd f = { link_out, POLLOUT, 0 };
			poll(&f, 1, 100);
			if (f.revents & (POLLHUP | POLLERR))
				_exit(0);
			continue;
		}
		if (w <= 0)
			_exit(0);
		p += w;
		n -= w;
	}
}

static void head(uint8_t *f, int kind, uint32_t id, uint32_t length)
{
	memcpy(f, "\xf5KVM", 4);
	put32(f + 4, kind | VERSION << 8);
	put32(f + 8, id);
	put32(f + 12, length);
	put32(f + 16, crc32(f + 4, 12));
}

/* Asks for everything from that request on once more. */
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
	char record[1024];
	size_t start = o->length, n = 0;
	add32(o, 0);
	while (kmsg >= 0 && n < LOG) {
		ssize_t r = read(kmsg, record, sizeof record - 1);
		if (r < 0 && errno == EPIPE)
			continue;
		if (r <= 0)
			break;
		record[r] = 0;
		char *text = strchr(record, ';');
		if (!text)
			continue;
		char *end = strchrnul(text, '\n');
		add(o, text + 1, end - text - 1);
		add(o, "\n", 1);
		n = o->length - start - 4;
	}
	put32(o->at + start, n);
}

static struct out begin(int64_t result)
{
	struct out o = { malloc(512), HEAD, 512 };
	if (!o.at)
		_exit(1);
	add64(&o, result);
	add_log(&o);
	return o;
}

/* Sends a reply and keeps it, in case it is asked for again. */
static void finish(struct out *o, int op, uint32_t id, struct frame *keep)
{
	head(o->at, REPLY | op, id, o->length - HEAD);
	add32(o, crc32(o->at + HEAD, o->length - HEAD));
	pthread_mutex_lock(&sending);
	free(keep->at);
	*keep = (struct frame){ o->at, o->length, id };
	send_bytes(keep->at, keep->length);
	pthread_mutex_unlock(&sending);
}

static int own_fd(int fd)
{
	return fd >= 0 && (fd == link_in || fd == link_out || fd == kmsg);
}

/* Whether an area is wholly in memory that was mapped for kvmsh. */
static uint8_t *memory(uint64_t at, uint64_t size)
{
	for (size_t i = 0; i < map_count; i++)
		if (at >= maps[i].at && size <= maps[i].size && at - maps[i].at <= maps[i].size - size)
			return (uint8_t *)(uintptr_t)at;
	return NULL;
}

static int64_t map(int fd, uint64_t size, int flags, uint64_t offset)
{
	if (size == 0 || size > SIZE_MAX)
		return -EINVAL;
	if (map_count == map_room) {
		size_t room = map_room ? 2 * map_room : 64;
		struct map *more = realloc(maps, room * sizeof *maps);
		if (!more)
			return -ENOMEM;
		maps = more;
		map_room = room;
	}
	void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, flags, fd, offset);
	if (at == MAP_FAILED)
		return -errno;
	maps[map_count++] = (struct map){ (uintptr_t)at, size };
	return (uintptr_t)at;
}

static struct vcpu *vcpu_of(int fd)
{
	for (size_t i = 0; i < vcpu_count; i++)
		if (vcpus[i]->fd == fd)
			return vcpus[i];
	return NULL;
}

static uint32_t field(struct vcpu *v, int which, int bytes, uint64_t *value)
{
	uint8_t b[8] = { 0 };
	uint32_t offset = layout[which];
	if (offset + (uint64_t)bytes <= v->size)
		memcpy(b, v->run + offset, bytes);
	uint16_t h;
	uint32_t w;
	switch (bytes) {
	case 1: *value = b[0]; break;
	case 2: memcpy(&h, b, 2); *value = h; break;
	case 4: memcpy(&w, b, 4); *value = w; break;
	default: memcpy(value, b, 8);
	}
	return *value;
}

/* The low bytes of a value, as this board's byte order has them. */
static void put_value(uint8_t *at, uint64_t value, uint32_t bytes)
{
	uint8_t b[8];
	memcpy(b, &value, 8);
	if (bytes <= 8)
		memcpy(at, __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? b + 8 - bytes : b, bytes);
}

/* Chunks of entry, length, bytes; a chunk grows while the same entry goes on. */
static void collect(struct vcpu *v, uint32_t entry, const uint8_t *p, uint32_t n)
{
	static const uint32_t chunk_head = 4;
	if (!v->collected)
		v->since = now_ms();
	if (v->collected + chunk_head + n > COLLECTED)
		n = v->collected + chunk_head > COLLECTED ? 0 : COLLECTED - v->collected - chunk_head;
	if (!n)
		return;
	put32(v->text + v->collected, entry << 16 | n);
	memcpy(v->text + v->collected + chunk_head, p, n);
	v->collected += chunk_head + n;
}

/* Answers an exit that the table has an entry for. */
static int answered(struct vcpu *v)
{
	uint64_t reason, place, value, size, count, data, direction = OUT;
	uint8_t *at = NULL;
	field(v, L_EXIT_REASON, 4, &reason);
	size = 0;
	if (reason == layout[L_IO]) {
		field(v, L_IO_PORT, 2, &place);
		field(v, L_IO_SIZE, 1, &size);
		field(v, L_IO_COUNT, 4, &count);
		field(v, L_IO_DATA_OFFSET, 8, &data);
		direction = field(v, L_IO_DIRECTION, 1, &value) == layout[L_IO_OUT] ? OUT : IN;
		if (data > v->size || size * count > v->size - data || size == 0)
			return 0;
		if (direction == OUT)
			size *= count;
		else if (count != 1)
			return 0;
		at = v->run + data;
	} else if (reason == layout[L_MMIO]) {
		field(v, L_MMIO_ADDRESS, 8, &place);
		field(v, L_MMIO_LEN, 4, &size);
		direction = field(v, L_MMIO_IS_WRITE, 1, &value) ? OUT : IN;
		if (size > 8)
			return 0;
		at = v->run + layout[L_MMIO_DATA];
	} else if (reason == layout[L_HCALL]) {
		field(v, L_HCALL_NR, 8, &place);
	} else {
		return 0;
	}
	for (uint32_t i = 0; i < v->entries; i++) {
		struct entry *e = &v->table[i];
		if (e->reason != reason || !(e->direction & direction) || place < e->first || place > e->last)
			continue;
		if (reason == layout[L_HCALL]) {
			if (e->action & COLLECT) {
				/* H_PUT_TERM_CHAR: terminal, length, then up to 16 characters in two registers, first one highest (PAPR). */
				uint64_t args[4];
				uint8_t text[16];
				memcpy(args, v->run + layout[L_HCALL_ARGS], sizeof args);
				for (int k = 0; k < 16; k++)
					text[k] = args[2 + k / 8] >> (56 - 8 * (k % 8));
				collect(v, i, text, args[1] > 16 ? 16 : args[1]);
			}
			memcpy(v->run + layout[L_HCALL_RET], &e->value, 8);
		} else if (e->action & COLLECT && direction == OUT) {
			collect(v, i, at, size > 1024 ? 1024 : size);
		} else if (direction == IN) {
			put_value(at, e->value, size);
		}
		return 1;
	}
	return 0;
}

/* kvm_run as far as it is used: its head and union without trailing zeros, the data of an IO exit, the synchronised registers. */
static void add_run(struct out *o, struct vcpu *v)
{
	uint64_t reason, size, count, data, valid;
	uint32_t used = layout[L_USED] < v->size ? layout[L_USED] : v->size;
	while (used && !v->run[used - 1])
		used--;
	add32(o, 0);
	add32(o, used);
	add(o, v->run, used);
	if (field(v, L_EXIT_REASON, 4, &reason) == layout[L_IO]) {
		field(v, L_IO_SIZE, 1, &size);
		field(v, L_IO_COUNT, 4, &count);
		field(v, L_IO_DATA_OFFSET, 8, &data);
		if (data < v->size && size * count <= v->size - data && size * count < DATA) {
			add32(o, data);
			add32(o, size * count);
			add(o, v->run + data, size * count);
		}
	}
	field(v, L_VALID_REGS, 8, &valid);
	if (valid && layout[L_REGS] + (uint64_t)layout[L_REGS_SIZE] <= v->size) {
		add32(o, layout[L_REGS]);
		add32(o, layout[L_REGS_SIZE]);
		add(o, v->run + layout[L_REGS], layout[L_REGS_SIZE]);
	}
}

static int full(struct vcpu *v)
{
	return v->collected && (v->collected > COLLECTED / 2 || now_ms() - v->since > 100);
}

/* KVM_RUN until an exit that is for kvmsh: 0, or 1 where only what was collected is to be taken. */
static int run(struct vcpu *v)
{
	for (uint32_t left = v->bare; left; left--)
		if (ioctl(v->fd, layout[L_RUN], 0) < 0)
			return -errno;
	if (v->bare)
		return 0;
	for (;;) {
		if (ioctl(v->fd, layout[L_RUN], 0) < 0)
			return -errno;
		if (!answered(v))
			return 0;
		v->answered++;
		if (full(v))
			return 1;
	}
}

static void *vcpu_thread(void *argument)
{
	struct vcpu *v = argument;
	pthread_mutex_lock(&running);
	for (;;) {
		while (!v->running)
			pthread_cond_wait(&v->wake, &running);
		pthread_mutex_unlock(&running);
		v->answered = v->collected = 0;
		int result = run(v);
		/* One kick stops one KVM_RUN. */
		if (result == -EINTR)
			v->run[layout[L_IMMEDIATE_EXIT]] = 0;
		struct out o = begin(result);
		add64(&o, v->answered);
		add32(&o, v->collected);
		add(&o, v->text, v->collected);
		add_run(&o, v);
		pthread_mutex_lock(&running);
		v->running = 0;
		finish(&o, RUN, v->id, &v->done);
	}
	return NULL;
}

static int start(struct vcpu *v)
{
	pthread_attr_t small;
	sigset_t all, before;
	pthread_cond_init(&v->wake, NULL);
	pthread_attr_init(&small);
	pthread_attr_setstacksize(&small, 128 << 10);
	sigfillset(&all);
	sigdelset(&all, SIGURG);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int error = pthread_create(&v->thread, &small, vcpu_thread, v);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&small);
	return -error;
}

/* A mapping of a vCPU's start is its kvm_run; the vCPU gets its thread with it. */
static int add_vcpu(int fd, uint64_t at, uint64_t size)
{
	struct vcpu *v = calloc(1, sizeof *v), **more = realloc(vcpus, (vcpu_count + 1) * sizeof *vcpus);
	if (more)
		vcpus = more;
	if (!v || !more) {
		free(v);
		return -ENOMEM;
	}
	v->fd = fd;
	v->run = (uint8_t *)(uintptr_t)at;
	v->size = size;
	int error = start(v);
	if (error) {
		free(v);
		return error;
	}
	vcpus[vcpu_count++] = v;
	return 0;
}

/* A thread stays with its vCPU's memory when the descriptor is closed; it is free to serve a later vCPU. */
static int64_t map_vcpu(int fd, uint64_t size)
{
	int64_t at = map(fd, size, MAP_SHARED, 0);
	if (at < 0)
		return at;
	struct vcpu *v = vcpu_of(fd);
	if (!v && (v = vcpu_of(-1)))
		v->fd = fd;
	if (v) {
		v->run = (uint8_t *)(uintptr_t)at;
		v->size = size;
		v->entries = 0;
		return at;
	}
	int error = add_vcpu(fd, at, size);
	if (!error)
		return at;
	map_count--;
	munmap((void *)(uintptr_t)at, size);
	return error;
}

static int64_t unmap(uint64_t at, uint64_t size)
{
	for (size_t i = 0; i < map_count; i++) {
		if (maps[i].at != at || maps[i].size != size)
			continue;
		for (size_t k = 0; k < vcpu_count; k++)
			if ((uintptr_t)vcpus[k]->run == at) {
				if (vcpus[k]->running)
					return -EBUSY;
				vcpus[k]->run = NULL;
				vcpus[k]->fd = -1;
			}
		maps[i] = maps[--map_count];
		return munmap((void *)(uintptr_t)at, size) ? -errno : 0;
	}
	return -EFAULT;
}

static void kick(struct vcpu *v)
{
	v->run[layout[L_IMMEDIATE_EXIT]] = 1;
	pthread_kill(v->thread, SIGURG);
}

/* Bytes as pairs of a run of zeros and what follows it. */
static void add_elided(struct out *o, const uint8_t *p, uint32_t n)
{
	static const uint8_t zeros[32];
	uint32_t i = 0;
	while (i < n) {
		uint32_t start = i;
		while (i < n && p[i] == 0)
			i++;
		uint32_t literal = i;
		while (i < n && (p[i] || n - i < sizeof zeros || memcmp(p + i, zeros, sizeof zeros)))
			i++;
		add32(o, literal - start);
		add32(o, i - literal);
		add(o, p + literal, i - literal);
	}
}

static int64_t write_elided(struct in *in, uint64_t at)
{
	while (in->at < in->end && !in->short_of) {
		uint64_t zeros = take(in, 4), n = take(in, 4);
		const uint8_t *bytes = take_bytes(in, n);
		if (!bytes || !memory(at, zeros + n))
			return bytes ? -EFAULT : -EPROTO;
		memset((uint8_t *)(uintptr_t)at, 0, zeros);
		memcpy((uint8_t *)(uintptr_t)at + zeros, bytes, n);
		at += zeros + n;
	}
	return in->short_of ? -EPROTO : 0;
}

/* Areas of memory that go in before an ioctl, and those of them that come back after it. */
static struct out ioctl_struct(struct in *in)
{
	uint32_t fd = take(in, 4), request = take(in, 4);
	uint64_t argument = take(in, 8);
	struct in first = *in;
	while (in->at < in->end && !in->short_of) {
		uint64_t at = take(in, 8);
		uint32_t n = take(in, 4) & 0x7fffffff;
		const uint8_t *bytes = take_bytes(in, n);
		uint8_t *to = memory(at, n);
		if (!bytes || !to)
			return begin(bytes ? -EFAULT : -EPROTO);
		memcpy(to, bytes, n);
	}
	struct vcpu *v = vcpu_of(fd);
	if (in->short_of || own_fd(fd) || (v && v->running))
		return begin(in->short_of ? -EPROTO : own_fd(fd) ? -EBADF : -EBUSY);
	int result = ioctl(fd, request, (void *)(uintptr_t)argument);
	struct out o = begin(result < 0 ? -errno : result);
	while (first.at < first.end) {
		uint64_t at = take(&first, 8);
		uint32_t flags = take(&first, 4), n = flags & 0x7fffffff;
		take_bytes(&first, n);
		if (flags >> 31)
			add(&o, (uint8_t *)(uintptr_t)at, n);
	}
	return o;
}

static int64_t take_table(struct in *in)
{
	struct vcpu *v = vcpu_of(take(in, 4));
	uint32_t n = (in->end - in->at) / 36;
	if (!v || v->running || n > ENTRIES)
		return !v ? -EBADF : v->running ? -EBUSY : -E2BIG;
	for (uint32_t i = 0; i < n; i++) {
		struct entry *e = &v->table[i];
		e->reason = take(in, 4);
		e->direction = take(in, 4);
		e->action = take(in, 4);
		e->first = take(in, 8);
		e->last = take(in, 8);
		e->value = take(in, 8);
	}
	v->entries = n;
	return 0;
}

/* Starts a vCPU; its thread replies. What kvmsh wrote to kvm_run since the last exit goes in first. */
static int64_t start_run(struct in *in, uint32_t id)
{
	struct vcpu *v = vcpu_of(take(in, 4));
	uint32_t bare = take(in, 4);
	if (!v || v->running || !layout[L_RUN])
		return !v ? -EBADF : v->running ? -EBUSY : -EPROTO;
	while (in->at < in->end && !in->short_of) {
		uint32_t offset = take(in, 4), n = take(in, 4);
		const uint8_t *bytes = take_bytes(in, n);
		if (!bytes || offset > v->size || n > v->size - offset)
			return bytes ? -EFAULT : -EPROTO;
		memcpy(v->run + offset, bytes, n);
	}
	pthread_mutex_lock(&running);
	v->id = id;
	v->bare = bare;
	v->running = 1;
	pthread_cond_signal(&v->wake);
	pthread_mutex_unlock(&running);
	return 1;
}

static int64_t take_layout(struct in *in)
{
	uint32_t given[L_COUNT];
	for (int i = 0; i < L_COUNT; i++)
		given[i] = take(in, 4);
	for (int i = L_IMMEDIATE_EXIT; i < L_COUNT; i++)
		if (given[i] > 4096 - 64 && i != L_REGS_SIZE)
			return -EINVAL;
	if (in->short_of || given[L_REGS_SIZE] > DATA)
		return -EPROTO;
	memcpy(layout, given, sizeof layout);
	return 0;
}

static struct out read_file(struct in *in)
{
	char path[4096];
	if (!take_text(in, path, sizeof path))
		return begin(-EPROTO);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return begin(-errno);
	uint8_t *text = malloc(DATA);
	size_t n = 0;
	ssize_t r = 0;
	while (text && n < DATA && (r = read(fd, text + n, DATA - n)) > 0)
		n += r;
	struct out o = begin(r < 0 && !n ? -errno : (int64_t)n);
	add(&o, text, n);
	free(text);
	close(fd);
	return o;
}

static struct out list(struct in *in)
{
	char path[4096];
	DIR *dir = take_text(in, path, sizeof path) ? opendir(path) : NULL;
	if (!dir)
		return begin(-errno);
	struct out o = begin(0);
	for (struct dirent *e; (e = readdir(dir)) && o.length < DATA;)
		if (e->d_name[0] != '.')
			add(&o, e->d_name, strlen(e->d_name) + 1);
	closedir(dir);
	return o;
}

static struct out read_fd(struct in *in)
{
	int fd = take(in, 4);
	uint32_t n = take(in, 4);
	uint8_t *bytes = malloc(DATA);
	struct pollfd ready = { fd, POLLIN, 0 };
	ssize_t r = -EAGAIN;
	if (own_fd(fd) || n > DATA || !bytes)
		r = own_fd(fd) ? -EBADF : -EINVAL;
	else if (poll(&ready, 1, 0) > 0 && (r = read(fd, bytes, n)) < 0)
		r = -errno;
	struct out o = begin(r);
	add(&o, bytes, r > 0 ? r : 0);
	free(bytes);
	return o;
}

/* What this program was compiled for says how the board's structs are laid out and its requests are numbered. */
static struct out greet(struct in *in)
{
	uint32_t version = take(in, 4), order = 0x01020304;
	uint64_t session = take(in, 8);
	uint32_t idle = take(in, 4);
	char given[256];
	struct utsname u;
	char *text = take_text(in, given, sizeof given);
	if (in->short_of || version != VERSION)
		return begin(-EPROTO);
	if (token && (!text || strcmp(text, token)))
		return begin(-EACCES);
	nonce = session;
	if (idle >= 1000)
		idle_limit = idle;
	uname(&u);
	struct out o = begin(0);
	add32(&o, VERSION);
	add(&o, &order, 4);
	add32(&o, sizeof(void *) * 8);
	add32(&o, sysconf(_SC_PAGESIZE));
	add32(&o, _IO(0xae, 1));
	add32(&o, _IOR(0xae, 1, int));
	add32(&o, _IOW(0xae, 1, int));
	add(&o, ARCH, sizeof ARCH);
	add(&o, u.release, strlen(u.release) + 1);
	add(&o, u.nodename, strlen(u.nodename) + 1);
	return o;
}

static int64_t close_fd(int fd)
{
	struct vcpu *v = vcpu_of(fd);
	if (own_fd(fd) || (v && v->running))
		return v ? -EBUSY : -EBADF;
	return close(fd) ? -errno : 0;
}

static int64_t plain_ioctl(struct in *in)
{
	int fd = take(in, 4);
	uint32_t request = take(in, 4);
	uint64_t value = take(in, 8);
	struct vcpu *v = vcpu_of(fd);
	if (in->short_of || own_fd(fd) || (v && v->running))
		return in->short_of ? -EPROTO : own_fd(fd) ? -EBADF : -EBUSY;
	int result = ioctl(fd, request, (void *)(uintptr_t)value);
	return result < 0 ? -errno : result;
}

static int64_t write_fd(struct in *in)
{
	int fd = take(in, 4);
	struct pollfd ready = { fd, POLLOUT, 0 };
	if (own_fd(fd))
		return -EBADF;
	if (poll(&ready, 1, 0) <= 0)
		return -EAGAIN;
	ssize_t w = write(fd, in->at, in->end - in->at);
	return w < 0 ? -errno : w;
}

static int64_t poll_fd(struct in *in)
{
	struct pollfd f = { take(in, 4), take(in, 4), 0 };
	int n = own_fd(f.fd) ? -1 : poll(&f, 1, 0);
	return n < 0 ? -EBADF : f.revents & 0xffff;
}

static int64_t open_path(struct in *in)
{
	char path[4096];
	int fd = take_text(in, path, sizeof path) ? open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK) : -1;
	return fd < 0 ? -errno : fd;
}

static int64_t simple(int op, struct in *in)
{
	struct vcpu *v;
	uint64_t at, size, offset;
	int fd, vcpu;
	switch (op) {
	case PING:	return 0;
	case LAYOUT:	return take_layout(in);
	case OPEN:	return open_path(in);
	case CLOSE:	return close_fd(take(in, 4));
	case IOCTL:	return plain_ioctl(in);
	case MAP:
		fd = take(in, 4);
		vcpu = take(in, 4);
		size = take(in, 8);
		offset = take(in, 8);
		if (own_fd(fd) || in->short_of)
			return -EBADF;
		return vcpu ? map_vcpu(fd, size) : map(fd, size, MAP_SHARED, offset);
	case ALLOCATE:	return map(-1, take(in, 8), MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, 0);
	case UNMAP:
		at = take(in, 8);
		return unmap(at, take(in, 8));
	case WRITE:
		at = take(in, 8);
		return write_elided(in, at);
	case EVENTFD:
		fd = eventfd(take(in, 4), EFD_CLOEXEC | EFD_NONBLOCK);
		return fd < 0 ? -errno : fd;
	case WRITE_FD:	return write_fd(in);
	case POLL:	return poll_fd(in);
	case KICK:
		v = vcpu_of(take(in, 4));
		if (!v || !v->run)
			return -EBADF;
		kick(v);
		return 0;
	case TABLE:	return take_table(in);
	default:	return -ENOSYS;
	}
}

static struct out perform(int op, struct in *in)
{
	uint64_t at, n;
	switch (op) {
	case HELLO:	return greet(in);
	case IOCTL_STRUCT: return ioctl_struct(in);
	case FILE_TEXT:	return read_file(in);
	case LIST:	return list(in);
	case READ_FD:	return read_fd(in);
	case READ:
		at = take(in, 8);
		n = take(in, 4);
		if (n > DATA || !memory(at, n))
			return begin(-EFAULT);
		struct out o = begin(0);
		add_elided(&o, (uint8_t *)(uintptr_t)at, n);
		return o;
	default:	return begin(simple(op, in));
	}
}

/* Sends the kept reply of a request that came before; nothing where it is still under way. */
static void repeat(uint32_t id)
{
	struct frame *kept = saved[id % WINDOW].id == id ? &saved[id % WINDOW] : NULL;
	pthread_mutex_lock(&running);
	pthread_mutex_lock(&sending);
	for (size_t i = 0; i < vcpu_count; i++)
		if (vcpus[i]->done.at && vcpus[i]->done.id == id)
			kept = &vcpus[i]->done;
	if (kept && kept->at)
		send_bytes(kept->at, kept->length);
	pthread_mutex_unlock(&sending);
	pthread_mutex_unlock(&running);
}

/* Requests are performed in the order of their ids, each once. */
static void request(int op, uint32_t id, const uint8_t *payload, uint32_t length)
{
	struct in in = { payload, payload + length, 0 };
	if (op == HELLO) {
		struct in hello = { payload + 4, payload + length, 0 };
		uint64_t session = take(&hello, 8);
		if (nonce && nonce != session)
			_exit(0);	/* Another kvmsh: what this one made goes with this process. */
		if (nonce)
			return repeat(id);
	} else if (!nonce || id > expected) {
		if (nonce)
			send_again();
		return;
	} else if (id < expected) {
		return repeat(id);
	}
	if (op == BYE)
		_exit(0);
	expected = id + 1;
	int64_t refused = op == RUN ? start_run(&in, id) : 0;
	if (refused > 0)
		return;
	struct out o = refused ? begin(refused) : perform(op, &in);
	finish(&o, op, id, &saved[id % WINDOW]);
}

/* Takes the whole frames from what has come; returns how many bytes are done with. */
static size_t frames(const uint8_t *p, size_t n)
{
	size_t i = 0;
	while (n - i >= HEAD) {
		uint32_t length = get32(p + i + 12);
		if (memcmp(p + i, "\xf5KVM", 4) || get32(p + i + 16) != crc32(p + i + 4, 12) || length > MOST) {
			i++;
			continue;
		}
		size_t whole = HEAD + length + (length ? 4 : 0);
		if (n - i < whole)
			break;
		if (length && get32(p + i + HEAD + length) != crc32(p + i + HEAD, length)) {
			if (nonce)
				send_again();
			i++;
			continue;
		}
		request(p[i + 4], get32(p + i + 8), p + i + HEAD, length);
		i += whole;
	}
	return i;
}

/* One kvmsh's session: until the stream ends, another kvmsh says hello, or nothing has come for the time that was agreed. */
static void serve(int in, int out)
{
	static uint8_t buffer[4 * MOST];
	size_t have = 0;
	int64_t heard = now_ms();
	link_in = in;
	link_out = out;
	kmsg = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (kmsg >= 0)
		lseek(kmsg, 0, SEEK_END);
	for (;;) {
		struct pollfd f = { in, POLLIN, 0 };
		int n = poll(&f, 1, 500);
		if (n < 0 && errno != EINTR)
			return;
		if (n <= 0) {
			if (nonce && now_ms() - heard > idle_limit)
				return;
			/* The rest of a frame that was cut off will not come; what follows its start may hold another. */
			if (have && now_ms() - heard > 1000) {
				size_t done = 1 + frames(buffer + 1, have - 1);
				memmove(buffer, buffer + done, have -= done);
				heard = now_ms();
			}
			continue;
		}
		ssize_t r = read(in, buffer + have, sizeof buffer - have);
		if (r == 0 || (r < 0 && errno != EINTR && errno != EAGAIN))
			return;
		if (r < 0)
			continue;
		heard = now_ms();
		have += r;
		size_t done = frames(buffer, have);
		memmove(buffer, buffer + done, have - done);
		have -= done;
	}
}

static void serve_in_child(int in, int out)
{
	pid_t child = fork();
	if (child == 0) {
		serve(in, out);
		_exit(0);
	}
	while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
}

static int fail(const char *what)
{
	fprintf(stderr, "kvmsh-agent: %s: %s\n", what, strerror(errno));
	return -1;
}

/* The line that a serial device or a virtual terminal is, without any of its conveniences. */
static int open_tty(char *name)
{
	static const struct { int baud; speed_t speed; } speeds[] = { { 9600, B9600 }, { 19200, B19200 }, { 38400, B38400 },
		{ 57600, B57600 }, { 115200, B115200 }, { 230400, B230400 }, { 460800, B460800 }, { 921600, B921600 },
		{ 1000000, B1000000 }, { 1500000, B1500000 }, { 3000000, B3000000 } };
	char *at = strrchr(name, '@');
	if (at)
		*at++ = 0;
	int fd = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
	struct termios t;
	if (fd < 0 || tcgetattr(fd, &t))
		return fd < 0 ? fail(name) : fd;
	cfmakeraw(&t);
	t.c_cflag |= CLOCAL | CREAD;
	for (size_t i = 0; at && i < sizeof speeds / sizeof *speeds; i++)
		if (speeds[i].baud == atoi(at))
			cfsetspeed(&t, speeds[i].speed);
	tcsetattr(fd, TCSANOW, &t);
	return fd;
}

/* A virtio serial port by the name that its host gave it; it can be used once its host is there. */
static int open_port(const char *name)
{
	for (int tries = 0; tries < 3000; tries++, usleep(10000)) {
		char path[512], text[128];
		DIR *dir = opendir("/sys/class/virtio-ports");
		for (struct dirent *e; dir && (e = readdir(dir));) {
			snprintf(path, sizeof path, "/sys/class/virtio-ports/%s/name", e->d_name);
			FILE *f = fopen(path, "re");
			if (f && fgets(text, sizeof text, f) && !strcmp(strtok(text, "\n") ?: "", name)) {
				snprintf(path, sizeof path, "/dev/%s", e->d_name);
				int fd = open(path, O_RDWR | O_CLOEXEC);
				struct pollfd ready = { fd, POLLIN | POLLOUT, 0 };
				fclose(f);
				closedir(dir);
				while (fd >= 0 && (poll(&ready, 1, 0), ready.revents & POLLHUP) && tries++ < 3000)
					usleep(5000);
				return fd;
			}
			if (f)
				fclose(f);
		}
		if (dir)
			closedir(dir);
	}
	errno = ENODEV;
	return fail(name);
}

/* A socket that listens on, or connects to, the one address that was given. */
static int open_socket(char *address, int listens)
{
	char *port = strrchr(address, ':');
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *found;
	if (!port || port == address)
		return errno = EINVAL, fail(address);
	*port++ = 0;
	if (getaddrinfo(address, port, &hints, &found))
		return errno = EADDRNOTAVAIL, fail(address);
	int one = 1, fd = socket(found->ai_family, found->ai_socktype | SOCK_CLOEXEC, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	int bad = listens ? bind(fd, found->ai_addr, found->ai_addrlen) || listen(fd, 1) : connect(fd, found->ai_addr, found->ai_addrlen);
	freeaddrinfo(found);
	return bad ? fail(address) : fd;
}

static int serve_link(char *link)
{
	char *rest = strchr(link, ':');
	if (!strcmp(link, "-")) {
		serve(0, 1);
		return 0;
	}
	if (!rest)
		return errno = EINVAL, fail(link);
	*rest++ = 0;
	int listens = !strcmp(link, "listen"), connects = !strcmp(link, "connect");
	int fd = !strcmp(link, "port") ? open_port(rest) : !strcmp(link, "tty") ? open_tty(rest)
		: (listens || connects) && token ? open_socket(rest, listens) : (errno = EACCES, fail("a TCP link needs KVMSH_TOKEN"));
	if (fd < 0)
		return 1;
	while (!strcmp(link, "tty"))
		serve_in_child(fd, fd);
	for (int peer; listens && (peer = accept4(fd, NULL, NULL, SOCK_CLOEXEC)) >= 0; close(peer))
		serve_in_child(peer, peer);
	serve_in_child(fd, fd);
	return 0;
}

/* The first program of an initramfs: the file systems that a kernel shows itself in, and the modules that /modules names. */
static void boot(void)
{
	char line[512];
	mount("proc", "/proc", "proc", 0, NULL);
	mount("sysfs", "/sys", "sysfs", 0, NULL);
	mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
	FILE *modules = fopen("/modules", "re");
	while (modules && fgets(line, sizeof line, modules)) {
		char *path = strtok(line, " \n"), *options = strtok(NULL, "\n");
		int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
		if (fd < 0 || syscall(SYS_finit_module, fd, options ?: "", 0))
			fail(path ?: "a module");
		close(fd);
	}
	if (modules)
		fclose(modules);
}

static void kicked(int signal)
{
	(void)signal;
}

int main(int argc, char **argv)
{
	struct sigaction act = { .sa_handler = kicked };
	char *link = argc > 1 ? argv[1] : getenv("KVMSH_LINK");
	crc_init();
	sigaction(SIGURG, &act, NULL);
	signal(SIGPIPE, SIG_IGN);
	token = getenv("KVMSH_TOKEN");
	if (getpid() == 1)
		boot();
	if (argc > 2 || !link) {
		fprintf(stderr, "use: kvmsh-agent - | tty:DEVICE[@BAUD] | port:NAME | listen:ADDRESS:PORT | connect:ADDRESS:PORT\n"
			"TCP wants a token in KVMSH_TOKEN.\n");
		return 2;
	}
	int status = serve_link(link);
	if (getpid() == 1)
		reboot(RB_POWER_OFF);
	return status;
}
