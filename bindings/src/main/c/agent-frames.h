/*
 * Frames on the link: each reply is kept for retransmission, and carries what the kernel logged meanwhile.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { VERSION = 2, HEAD = 20, MOST = (256 << 10) + 4096, WINDOW = 64, LOG = 4096, RESULT = 12 };
enum { HELLO = 1, PING, LAYOUT, OPEN, CLOSE, IOCTL, IOCTL_STRUCT, MAP, ALLOCATE, UNMAP, READ, WRITE, EVENTFD, READ_FD, WRITE_FD,
	POLL, FILE_TEXT, LIST, RUN, KICK, TABLE, BYE, LOG_TAIL, PROVE, RING, READ_AT, WRITE_AT,
	FALLOCATE, STATUS, HARVEST, FILE_REST, PART, REPLY = 0x80, AGAIN = 0xff };

struct frame { uint8_t *at; size_t length; uint32_t id; };

static int link_in = -1, link_out = -1, kmsg = -1, idle_limit = 15000;
static uint32_t expected;
static uint64_t log_lost;
static struct frame saved[WINDOW];
static pthread_mutex_t sending = PTHREAD_MUTEX_INITIALIZER;

/* If the link ends, or the other end reads nothing for the agreed time, this process exits and with it everything it created. */
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

/* Requests everything from the next expected request on again. */
static void send_again(void)
{
	uint8_t f[HEAD];
	pthread_mutex_lock(&sending);
	head(f, AGAIN, expected, 0);
	send_bytes(f, HEAD);
	pthread_mutex_unlock(&sending);
}

/*
 * What the kernel logged since the last reply: each read of /dev/kmsg returns one record, with its text after the first semicolon. EPIPE tells that
 * records were overwritten before they were read, EINVAL that one did not fit.
 */
static void add_log(struct out *o)
{
	char record[8192], *text;
	size_t start = o->length;
	ssize_t r;
	while (kmsg >= 0 && o->length - start < LOG && ((r = read(kmsg, record, sizeof record - 1)) > 0 || (r < 0 && (errno == EPIPE || errno == EINVAL)))) {
		record[r > 0 ? r : 0] = 0;
		log_lost += r < 0;
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

/* Sends a reply and keeps it for retransmission. */
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
