/*
 * The agent, whose first HLT is held back until flush() has requested the end of its vCPU's run for the log: a race
 * between the end of a run and its log then occurs every time.
 */
#define _GNU_SOURCE
#include <sys/ioctl.h>
static int held_ioctl(int fd, unsigned long request, unsigned long argument);
#define ioctl(fd, request, argument) held_ioctl(fd, request, (unsigned long)(argument))
#include "../../../../bindings/src/main/c/kvmsh-agent.c"
#undef ioctl

enum { EXIT_HLT = 5 };	/* KVM_EXIT_HLT */

static int asked(struct vcpu *v)
{
	pthread_mutex_lock(&running);
	int answer = v->flush;
	pthread_mutex_unlock(&running);
	return answer;
}

static int held_ioctl(int fd, unsigned long request, unsigned long argument)
{
	static int held;
	int result = ioctl(fd, request, argument);
	struct vcpu *v = request == layout[L_RUN] ? vcpu_of(fd) : NULL;
	if (!result && v && !held && field(v, L_EXIT_REASON, 4) == EXIT_HLT) {
		held = 1;
		collect(v->log, fd, 0, (const uint8_t *)"x", 1);	/* As another vCPU of the VM would. */
		while (!asked(v))
			usleep(1000);
	}
	return result;
}
