/*
 * Files and descriptors of the board; nothing here blocks.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DATA = 64 << 10 };	/* What a reply has of a file or of memory at most. */
enum { TEXT = 8 << 20 };	/* What is read of a file at most. */

static int64_t or_errno(int64_t result)
{
	return result < 0 ? -errno : result;
}

/* The bytes that a descriptor has now; EAGAIN if a read would block. */
static int64_t read_fd(int fd, uint32_t n, struct out *o)
{
	struct pollfd ready = { fd, POLLIN, 0 };
	if (n > DATA)
		return -EINVAL;
	if (poll(&ready, 1, 0) <= 0)
		return -EAGAIN;
	need(o, n);
	ssize_t r = read(fd, o->at + o->length, n);
	o->length += r > 0 ? r : 0;
	return or_errno(r);
}

/* The file that was read last, whole: /proc/self/maps, read in parts, would be another file each time. */
static struct out text;

/* A part of it, as much as a reply has. */
static int64_t rest(uint64_t from, struct out *o)
{
	if (from < text.length)
		add(o, text.at + from, text.length - from < DATA ? text.length - from : DATA);
	return 0;
}

/* Its first part; the result is its length. */
static int64_t read_file(const char *path, struct out *o)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int64_t r = or_errno(fd);
	text.length = 0;
	while (fd >= 0 && text.length < TEXT && (r = read_fd(fd, 4096, &text)) > 0)
		;
	close(fd);
	rest(0, o);
	return r < 0 ? r : (int64_t)text.length;
}

static int64_t list(const char *path, struct out *o)
{
	DIR *dir = opendir(path);
	if (!dir)
		return -errno;
	for (struct dirent *e; (e = readdir(dir)) && o->length < DATA;)
		if (e->d_name[0] != '.')
			add(o, e->d_name, strlen(e->d_name) + 1);
	return closedir(dir);
}

static int64_t write_fd(int fd, struct in *in)
{
	/* /dev/kmsg is written to without being ready for it, by poll(2); what is open without waiting never waits. */
	struct pollfd ready = { fd, POLLOUT, 0 };
	return fcntl(fd, F_GETFL) & O_NONBLOCK || poll(&ready, 1, 0) > 0 ? or_errno(write(fd, in->at, in->end - in->at)) : -EAGAIN;
}

static int64_t poll_fd(int fd, int events)
{
	struct pollfd f = { fd, events, 0 };
	return poll(&f, 1, 0) < 0 ? -errno : f.revents & 0xffff;
}

/* A read or write at a file offset never blocks. */
static int64_t read_at(int fd, uint32_t n, uint64_t offset, struct out *o)
{
	if (n > DATA)
		return -EINVAL;
	need(o, n);
	ssize_t r = pread(fd, o->at + o->length, n, offset);
	o->length += r > 0 ? r : 0;
	return or_errno(r);
}

static int64_t write_at(int fd, uint64_t offset, struct in *in)
{
	return or_errno(pwrite(fd, in->at, in->end - in->at, offset));
}

static int64_t reserve(int fd, int mode, struct in *in)
{
	uint64_t offset = take(in, 8);
	return or_errno(fallocate(fd, mode, offset, take(in, 8)));
}

static int64_t status(int fd, struct out *o)
{
	struct stat s;
	if (fstat(fd, &s))
		return -errno;
	add64(o, s.st_size);
	add64(o, s.st_blocks);
	add32(o, s.st_blksize);
	add32(o, s.st_mode);
	return 0;
}
