/*
 * The links that the agent serves, and what a board's first program does. No part of the protocol.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

static int fail(const char *what)
{
	fprintf(stderr, "kvmsh-agent: %s: %s\n", what, strerror(errno));
	return -1;
}

/* A serial device or a terminal as a line without any of its conveniences, at DEVICE's own speed or that of DEVICE@BAUD. */
static int open_tty(char *name)
{
	static const int speeds[][2] = { { 9600, B9600 }, { 19200, B19200 }, { 38400, B38400 }, { 57600, B57600 }, { 115200, B115200 },
		{ 230400, B230400 }, { 460800, B460800 }, { 921600, B921600 }, { 1500000, B1500000 }, { 3000000, B3000000 } };
	char *baud = strrchr(name, '@');
	struct termios t;
	if (baud)
		*baud++ = 0;
	int fd = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (fd < 0 || tcgetattr(fd, &t))
		return fd < 0 ? fail(name) : fd;
	cfmakeraw(&t);
	t.c_cflag |= CLOCAL | CREAD;
	for (size_t i = 0; baud && i < sizeof speeds / sizeof *speeds; i++)
		if (speeds[i][0] == atoi(baud))
			cfsetspeed(&t, speeds[i][1]);
	tcsetattr(fd, TCSANOW, &t);
	return fd;
}

/* Whether /sys/class/virtio-ports/PORT/name is that name. */
static int is_port(const char *port, const char *name)
{
	char path[300], text[128] = "";
	snprintf(path, sizeof path, "/sys/class/virtio-ports/%.200s/name", port);
	FILE *f = fopen(path, "re");
	char *line = f ? fgets(text, sizeof text, f) : NULL;
	if (f)
		fclose(f);
	return line && strcspn(line, "\n") == strlen(name) && !strncmp(line, name, strlen(name));
}

/* Opens a virtio serial port by the name that its host gave it; waits up to 30 s for the port and its host. */
static int open_port(const char *name)
{
	struct pollfd port = { -1, POLLIN | POLLOUT, 0 };
	for (int tries = 0; tries < 6000; tries++, usleep(5000)) {
		DIR *dir = port.fd < 0 ? opendir("/sys/class/virtio-ports") : NULL;
		for (struct dirent *e; dir && (e = readdir(dir));)
			if (port.fd < 0 && is_port(e->d_name, name)) {
				char path[300];
				snprintf(path, sizeof path, "/dev/%.200s", e->d_name);
				port.fd = open(path, O_RDWR | O_CLOEXEC);
			}
		if (dir)
			closedir(dir);
		if (port.fd >= 0 && poll(&port, 1, 0) >= 0 && !(port.revents & POLLHUP))
			return port.fd;
	}
	errno = ENODEV;
	return fail(name);
}

/* The first program of an initramfs: the file systems that a kernel shows itself in, and the modules that /modules names. */
static void boot(void)
{
	char line[512];
	mount("proc", "/proc", "proc", 0, NULL);
	mount("sysfs", "/sys", "sysfs", 0, NULL);
	mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
	mount("tracefs", "/sys/kernel/tracing", "tracefs", 0, NULL);
	FILE *modules = fopen("/modules", "re");
	while (modules && fgets(line, sizeof line, modules)) {
		char *path = strtok(line, " \n"), *options = strtok(NULL, "\n");
		int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
		if (path && (fd < 0 || syscall(SYS_finit_module, fd, options ? options : "", 0)))
			fail(path);
		close(fd);
	}
	if (modules)
		fclose(modules);
}

/*
 * A board with many VMs and vCPUs needs more descriptors than the limit of 1024 after a login, or of 4096 for a kernel's first program: raise it to
 * the system's maximum if that is allowed, otherwise to the hard limit.
 */
static void raise_descriptor_limit(void)
{
	struct rlimit limit;
	unsigned long most = 0;
	FILE *f = fopen("/proc/sys/fs/nr_open", "re");
	int known = f && fscanf(f, "%lu", &most) == 1;
	if (f)
		fclose(f);
	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	if (known && most > limit.rlim_max && !setrlimit(RLIMIT_NOFILE, &(struct rlimit){ most, most }))
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

/* A program started without standard streams would take its first descriptors for them. */
static void fill_standard_streams(void)
{
	int fd;
	while ((fd = open("/dev/null", O_RDWR)) >= 0 && fd <= STDERR_FILENO)
		;
	if (fd > STDERR_FILENO)
		close(fd);
}
