/*
 * TCP: which client has the board. Anybody may connect, so a connection must prove within a time limit that it knows the
 * token, and one client at a time has the board. Only the hello is proved; what follows is neither encrypted nor authenticated.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Shorter where a spec waits for them. */
#ifndef PROOF_MS
#define PROOF_MS 10000
#define WRONG_MS 1000
#endif
enum { HELLO_BYTES = 32, ENDING_MS = 2000, WRONG_DOUBLED = 2, WRONG_KEPT_MS = 60000, CONNECTIONS = 16, WRONG_TOKEN = 3 };

/* In memory that all connections share. */
struct board { pid_t owner; char name[32]; };
struct connection { pid_t pid; struct sockaddr_in from; };
struct wrong { int count; int64_t last; };

/* Of the connection that this process serves. A link that is not TCP has no token, and any time for its hello. */
static struct {
	struct part token;
	int64_t until;
	int wrong, status;
	struct board *board;
	char name[32];
	uint8_t hello[HELLO_BYTES], challenge[SHA256];
} door;

static void proof_of(const char *who, uint8_t *proof)
{
	hmac_sha256(door.token, (struct part[3]){ { who, strlen(who) }, { door.hello, HELLO_BYTES }, { door.challenge, SHA256 } }, proof);
}

/* Random numbers; a kernel before 3.17 has no getrandom. */
static int random_bytes(uint8_t *to, size_t n)
{
	if (getrandom(to, n, 0) == (ssize_t)n)
		return 0;
	int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
	ssize_t r = fd < 0 ? -1 : read(fd, to, n);
	close(fd);
	return r == (ssize_t)n ? 0 : -1;
}

/* Makes this process the owner of the board, after a short wait for a session that is ending. */
static int claim(void)
{
	for (int tries = 0; door.board && tries < ENDING_MS / 10; tries++, usleep(10000)) {
		pid_t none = 0;
		if (__atomic_compare_exchange_n(&door.board->owner, &none, getpid(), 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
			memcpy(door.board->name, door.name, sizeof door.name);
			return 1;
		}
	}
	return !door.board;
}

/* Compares kvmsh's proof with the one computed from the token, in constant time: 0 and the agent's own proof, or an errno. */
static int64_t prove(struct in *in, struct out *o)
{
	uint8_t proof[SHA256], differs = 0;
	const uint8_t *given = take_bytes(in, SHA256);
	proof_of("kvmsh", proof);
	for (int i = 0; i < SHA256; i++)
		differs |= proof[i] ^ given[i];
	if (differs) {
		door.status = WRONG_TOKEN;
		usleep((WRONG_MS << (door.wrong < WRONG_DOUBLED ? door.wrong : WRONG_DOUBLED)) * 1000);
		return -EACCES;
	}
	if (!claim()) {
		add(o, door.board->name, strnlen(door.board->name, sizeof door.name));
		return -EBUSY;
	}
	proof_of("agent", proof);
	add(o, proof, SHA256);
	door.until = 0;
	return 0;
}

/* Ends a connection whose last reply must arrive: closing a socket that has unread bytes would discard what was sent. */
static void part_with(int fd)
{
	uint8_t rest[1024];
	struct pollfd f = { fd, POLLIN, 0 };
	shutdown(fd, SHUT_WR);
	for (int tries = 0; tries < 10; tries++)
		if (poll(&f, 1, 100) > 0 && read(fd, rest, sizeof rest) == 0)
			break;
	_exit(door.status);
}

/* A socket that listens on, or is connected to, the one numeric address that was given; never without a token. */
static int open_socket(char *address, int listens)
{
	char *port = strrchr(address, ':'), *token = getenv("KVMSH_TOKEN");
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(port ? atoi(port + 1) : 0) };
	int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (port)
		*port = 0;
	errno = token && *token ? EINVAL : EACCES;
	if (!token || !*token || !port || inet_pton(AF_INET, address, &to.sin_addr) != 1)
		return fail(errno == EINVAL ? address : "a TCP link needs KVMSH_TOKEN");
	door.token = (struct part){ token, strlen(token) };
	if (ntohl(to.sin_addr.s_addr) >> 24 != IN_LOOPBACKNET)
		fprintf(stderr, "kvmsh-agent: warning: %s: a TCP link is neither encrypted nor authenticated after its hello; use 127.0.0.1 and ssh -L or -R\n", address);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	if (listens ? bind(fd, (struct sockaddr *)&to, sizeof to) || listen(fd, CONNECTIONS) : connect(fd, (struct sockaddr *)&to, sizeof to))
		return fail(address);
	return fd;
}

static struct connection connections[CONNECTIONS];
static int connection_count;
static struct wrong wrong;

/*
 * Each wrong token within a minute doubles the time until the next one is answered, up to 4 s. The right token is never delayed: behind a
 * tunnel everybody has one address, and who guesses must not lock the owner out.
 */
static int wrong_lately(void)
{
	return now_ms() - wrong.last > WRONG_KEPT_MS ? 0 : wrong.count;
}

static void ended(pid_t pid, int status, struct board *board)
{
	for (int i = 0; i < connection_count; i++) {
		if (connections[i].pid != pid)
			continue;
		if (WIFEXITED(status) && WEXITSTATUS(status) == WRONG_TOKEN) {
			wrong = (struct wrong){ wrong_lately() + 1, now_ms() };
			fprintf(stderr, "kvmsh-agent: wrong token from %s\n", inet_ntoa(connections[i].from.sin_addr));
		}
		memmove(connections + i, connections + i + 1, (--connection_count - i) * sizeof *connections);
		break;
	}
	__atomic_compare_exchange_n(&board->owner, &pid, 0, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

/* Drops the connection that waits longest, but never the one that has the board. */
static void make_room(struct board *board)
{
	int status;
	if (connection_count < CONNECTIONS)
		return;
	pid_t pid = connections[connections[0].pid == __atomic_load_n(&board->owner, __ATOMIC_SEQ_CST)].pid;
	kill(pid, SIGKILL);
	if (waitpid(pid, &status, 0) == pid)
		ended(pid, status, board);
}

static void child_ended(int signal)
{
	(void)signal;
}

/* A session ends with the agent that began it. */
static void end_with_parent(pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(0);
}

static void begin_connection(int fd, const struct sockaddr_in *from, struct board *board)
{
	int one = 1;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	door.until = now_ms() + PROOF_MS;
	door.board = board;
	snprintf(door.name, sizeof door.name, "%s:%d", inet_ntoa(from->sin_addr), ntohs(from->sin_port));
}

/* Serves each connection in its own process until the listening socket fails. */
static void serve_listener(int listening, void (*serve)(int, int))
{
	struct board *board = mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct pollfd f = { listening, POLLIN, 0 };
	struct sigaction act = { .sa_handler = child_ended };
	sigset_t child, before;
	pid_t pid, self = getpid();
	if (board == MAP_FAILED)
		return;
	sigaction(SIGCHLD, &act, NULL);
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, &before);
	fcntl(listening, F_SETFL, O_NONBLOCK);
	for (;;) {
		struct sockaddr_in from = { 0 };
		socklen_t length = sizeof from;
		int ready = ppoll(&f, 1, NULL, &before), status;
		while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
			ended(pid, status, board);
		if (ready <= 0)
			continue;
		int fd = accept4(listening, (struct sockaddr *)&from, &length, SOCK_CLOEXEC);
		if (fd < 0) {
			usleep(10000);	/* No descriptor, no memory, or a connection that is gone again. */
			continue;
		}
		make_room(board);
		if ((pid = fork()) == 0) {
			end_with_parent(self);
			sigprocmask(SIG_SETMASK, &before, NULL);
			close(listening);
			begin_connection(fd, &from, board);
			door.wrong = wrong_lately();
			serve(fd, fd);
			_exit(0);
		}
		if (pid > 0)
			connections[connection_count++] = (struct connection){ pid, from };
		close(fd);
	}
}
