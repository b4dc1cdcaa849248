/*
 * kvmsh-agent: makes system calls on a board for a kvmsh at the other end of a byte stream.
 * The protocol is described in docs/developers/protocol.md. No part of KVM's ABI is compiled in: numbers and offsets are sent over the link.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/reboot.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>
#include "agent-bytes.h"
#include "agent-files.h"
#include "agent-hmac.h"
#include "agent-links.h"
#include "agent-log.h"
#include "agent-net.h"
#include "agent-ring.h"
#include "agent-tcp.h"
#include "agent-frames.h"
#include "agent-memory.h"
#include "agent-run.h"
#include "agent-vcpus.h"
#include "agent-replies.h"

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

static int kmsg_errno, opened;
static uint64_t nonce;
static uint32_t turns, patience;

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

/* The shortest payload of each kind of request, in their order. */
static const uint8_t shortest[] = { 0, HELLO_BYTES, 0, 4 * L_COUNT, 0, 4, 16, 16, 24, 8, 16, 12, 8, 4, 8, 4, 8, 0, 0, 8, 4, 8, 0, 0, SHA256, 28, 16, 12, 24, 4, 32, 8, 12 };

/*
 * A request that hangs in the kernel keeps the loop that serves requests from its next turn. After the time for which kvmsh waits, it has given up:
 * the session ends, and the agent can serve the next one.
 */
static void *watch_turns(void *unused)
{
	uint32_t seen = 0;
	for (uint32_t still = 0; still < patience; sleep(1)) {
		uint32_t now = __atomic_load_n(&turns, __ATOMIC_RELAXED);
		still = now == seen ? still + 1000 : 0;
		seen = now;
	}
	_exit(0);
	return unused;
}

/* The architecture that this program was compiled for determines the struct layouts and request numbers of the board. */
static int64_t greet(struct out *o)
{
	pthread_t watcher;
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
	add32(o, sizeof shortest - 1);
	opened = 1;
	if (patience && !pthread_create(&watcher, NULL, watch_turns, NULL))
		pthread_detach(watcher);
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
	take_bytes(in, 16);
	patience = in->end - in->at >= 4 ? take(in, 4) : 0;
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

/* KVM_RUN here would block the agent until the guest exits. */
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
	uint64_t first = op == KICK || op == TABLE || op == RING || op == WRITE_AT || op == STATUS || op == IOCTL_STRUCT || op == WRITE_FD ? 0 : op == CLOSE ? 0 : take(in, 4);
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
	case READ_AT:	return read_at(fd, first, take(in, 8), o);
	case WRITE_AT:	return write_at(fd, take(in, 8), in);
	case FALLOCATE:	return reserve(fd, first, in);
	case STATUS:	return status(fd, o);
	case TABLE:	return take_table(v, in);
	case RING:	return take_ring(v, in);
	default: {
		uint64_t size = take(in, 8), offset = take(in, 8);
		return first ? map_vcpu(fd, size) : map(fd, size, MAP_SHARED, offset);
	}
	}
}

static int64_t perform(int op, struct in *in, struct out *o)
{
	uint64_t first;
	if (op < (int)sizeof shortest && in->end - in->at < shortest[op])
		return -EPROTO;
	switch (op) {
	case HELLO:	return hear_hello(in, o);
	case PROVE:	return opened ? -EINVAL : hear_proof(in, o);
	case PING:	return 0;
	case LOG_TAIL:	add64(o, log_lost); return -kmsg_errno;
	case LAYOUT:	return take_layout(in);
	case OPEN:	return or_errno(open(take_text(in), O_RDWR | O_CLOEXEC | O_NONBLOCK));
	case ALLOCATE:	return map(-1, take(in, 8), MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, 0);
	case UNMAP:	first = take(in, 8); return unmap(first, take(in, 8));
	case READ:	first = take(in, 8); return read_memory(first, take(in, 4), o);
	case WRITE:	first = take(in, 8); return write_memory(first, in);
	case HARVEST:	return harvest(in, o);
	case EVENTFD:	return or_errno(eventfd(take(in, 4), EFD_CLOEXEC | EFD_NONBLOCK));
	case FILE_TEXT:	return read_file(take_text(in), o);
	case FILE_REST:	return rest(take(in, 8), o);
	case LIST:	return list(take_text(in), o);
	case PART:	return part(in, o);
	case CLOSE: case IOCTL: case IOCTL_STRUCT: case MAP: case READ_FD: case WRITE_FD: case POLL: case KICK: case TABLE: case RING:
	case READ_AT: case WRITE_AT: case FALLOCATE: case STATUS:
		return on_fd(op, in, o);
	default:	return -ENOSYS;
	}
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

/* Handles the complete frames that have arrived, and reports skipped bytes; returns how many bytes were consumed. */
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

/* One session of a kvmsh: until the stream ends, another kvmsh says hello, or nothing has arrived for the agreed time. */
static void serve(int in, int out)
{
	static uint8_t buffer[2 * MOST];
	size_t have = 0, done;
	int64_t looked = now_ms(), silent = 0;
	link_in = in;
	link_out = out;
	fcntl(in, F_SETFL, fcntl(in, F_GETFL) | O_NONBLOCK);
	fcntl(out, F_SETFL, fcntl(out, F_GETFL) | O_NONBLOCK);
	while (!door.until || now_ms() < door.until) {
		struct pollfd f = { in, POLLIN, 0 };
		/* A board that was suspended received nothing meanwhile: a late check counts as one second. */
		int64_t now = now_ms();
		__atomic_fetch_add(&turns, 1, __ATOMIC_RELAXED);
		silent += now - looked < 1000 ? now - looked : 1000;
		looked = now;
		ssize_t r = read(in, buffer + have, sizeof buffer - have);
		if (r == 0 || (r < 0 && errno != EINTR && errno != EAGAIN) || (nonce && r < 0 && silent > idle_limit))
			return;
		if (r > 0) {
			silent = 0;
			have += r;
			done = frames(buffer, have);
		} else if (have && silent > 1000) {
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

/* Everything that a session created ends with its process. Returns its exit status, 0 if it was killed by a signal. */
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
		fprintf(stderr, "usage: kvmsh-agent - | tty:DEVICE[@BAUD] | port:NAME | listen:ADDRESS:PORT | connect:ADDRESS:PORT\n"
			"TCP needs a token in KVMSH_TOKEN.\n");
	}
	return 2;
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
	if (getpid() == 1) {
		boot();
		if (getenv("KVMSH_IP"))
			configure_network(getenv("KVMSH_IP"));
	}
	fill_standard_streams();
	raise_descriptor_limit();
	int status = serve_link(link ? link : "");
	if (getpid() == 1)
		reboot(RB_POWER_OFF);
	return status;
}
