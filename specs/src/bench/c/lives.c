/*
 * The C baseline for kvmsh: a VM's whole life in C, created with 64 KiB of memory and one vCPU, run to its first halt, closed. For each
 * line on standard input, a number of milliseconds, it repeats that for that long and prints how often.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define MEMORY 0x10000
#define START 0x1000
/* Intel processors need three pages for real mode (api.rst, KVM_SET_TSS_ADDR). */
#define TSS 0xfffbd000
static const uint8_t halt = 0xf4;

static void check(int answer, const char *call)
{
    if (answer < 0) {
        perror(call);
        exit(1);
    }
}

static void *mapped(size_t size, int flags, int fd, const char *what)
{
    void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, flags, fd, 0);
    if (at == MAP_FAILED)
        check(-1, what);
    return at;
}

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * UINT64_C(1000000000) + t.tv_nsec;
}

static void live(int kvm)
{
    int vm = ioctl(kvm, KVM_CREATE_VM, 0);
    check(vm, "KVM_CREATE_VM");
    uint8_t *memory = mapped(MEMORY, MAP_PRIVATE | MAP_ANONYMOUS, -1, "guest memory");
    struct kvm_userspace_memory_region region = { .memory_size = MEMORY, .userspace_addr = (uintptr_t) memory };
    check(ioctl(vm, KVM_SET_USER_MEMORY_REGION, &region), "KVM_SET_USER_MEMORY_REGION");
    memcpy(memory + START, &halt, sizeof halt);
    check(ioctl(vm, KVM_SET_TSS_ADDR, TSS), "KVM_SET_TSS_ADDR");

    int size = ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0);
    check(size, "KVM_GET_VCPU_MMAP_SIZE");
    int vcpu = ioctl(vm, KVM_CREATE_VCPU, 0);
    check(vcpu, "KVM_CREATE_VCPU");
    struct kvm_run *run = mapped(size, MAP_SHARED, vcpu, "kvm_run");
    struct kvm_sregs sregs;
    check(ioctl(vcpu, KVM_GET_SREGS, &sregs), "KVM_GET_SREGS");
    sregs.cs.base = 0;
    sregs.cs.selector = 0;
    check(ioctl(vcpu, KVM_SET_SREGS, &sregs), "KVM_SET_SREGS");
    struct kvm_regs regs;
    check(ioctl(vcpu, KVM_GET_REGS, &regs), "KVM_GET_REGS");
    regs.rip = START;
    regs.rflags = 2;
    check(ioctl(vcpu, KVM_SET_REGS, &regs), "KVM_SET_REGS");

    while (ioctl(vcpu, KVM_RUN, 0) < 0)
        if (errno != EINTR)
            check(-1, "KVM_RUN");
    if (run->exit_reason != KVM_EXIT_HLT) {
        fprintf(stderr, "the guest left with exit reason %u\n", run->exit_reason);
        exit(1);
    }
    munmap(run, size);
    close(vcpu);
    close(vm);
    munmap(memory, MEMORY);
}

int main(int count, char **arguments)
{
    const char *device = count > 1 ? arguments[1] : "/dev/kvm";
    int kvm = open(device, O_RDWR | O_CLOEXEC);
    check(kvm, device);
    unsigned milliseconds;
    while (scanf("%u", &milliseconds) == 1) {
        uint64_t lives = 0, start = now(), end = start + milliseconds * UINT64_C(1000000), time;
        do {
            live(kvm);
            lives++;
            time = now();
        } while (time < end);
        printf("%llu lives in %llu ns: %.0f a second\n", (unsigned long long) lives, (unsigned long long) (time - start), lives * 1e9 / (time - start));
        fflush(stdout);
    }
    return 0;
}
