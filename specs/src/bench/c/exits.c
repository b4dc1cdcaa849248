/*
 * The C baseline for kvmsh: the smallest monitor in C that runs a guest which only executes OUT, reads each exit and
 * passes its byte to a handler. For each line on standard input, a number of milliseconds, it runs the guest for that long and
 * prints the number of exits.
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

#define MEMORY 0x10000
#define START 0x1000
#define PORT 0x3f8
/* Intel processors need three pages for real mode (api.rst, KVM_SET_TSS_ADDR). */
#define TSS 0xfffbd000
/* The clock is read once in many exits, which is negligible at some microseconds an exit. */
#define BETWEEN_LOOKS 256

static const uint8_t guest[] = {
    0xba, PORT & 0xff, PORT >> 8,   /*       mov dx, PORT */
    0xee,                           /* next: out dx, al */
    0xeb, 0xfd,                     /*       jmp next */
};

static uint64_t sum;

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

/* A handler is a call in every monitor, and so it stays one here. */
static __attribute__((noinline)) void handle(uint8_t byte)
{
    sum += byte;
}

static void one_exit(int vcpu, struct kvm_run *run)
{
    while (ioctl(vcpu, KVM_RUN, 0) < 0)
        if (errno != EINTR)
            check(-1, "KVM_RUN");
    if (run->exit_reason != KVM_EXIT_IO || run->io.direction != KVM_EXIT_IO_OUT || run->io.port != PORT) {
        fprintf(stderr, "the guest left with exit reason %u\n", run->exit_reason);
        exit(1);
    }
    handle(((uint8_t *) run)[run->io.data_offset]);
}

static int make_vcpu(const char *device, struct kvm_run **run)
{
    int kvm = open(device, O_RDWR | O_CLOEXEC);
    check(kvm, device);
    int vm = ioctl(kvm, KVM_CREATE_VM, 0);
    check(vm, "KVM_CREATE_VM");
    check(ioctl(vm, KVM_SET_TSS_ADDR, TSS), "KVM_SET_TSS_ADDR");
    uint8_t *memory = mapped(MEMORY, MAP_PRIVATE | MAP_ANONYMOUS, -1, "guest memory");
    memcpy(memory + START, guest, sizeof guest);
    struct kvm_userspace_memory_region region = { .memory_size = MEMORY, .userspace_addr = (uintptr_t) memory };
    check(ioctl(vm, KVM_SET_USER_MEMORY_REGION, &region), "KVM_SET_USER_MEMORY_REGION");

    int vcpu = ioctl(vm, KVM_CREATE_VCPU, 0);
    check(vcpu, "KVM_CREATE_VCPU");
    int size = ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0);
    check(size, "KVM_GET_VCPU_MMAP_SIZE");
    *run = mapped(size, MAP_SHARED, vcpu, "kvm_run");

    struct kvm_sregs sregs;
    check(ioctl(vcpu, KVM_GET_SREGS, &sregs), "KVM_GET_SREGS");
    sregs.cs.base = 0;
    sregs.cs.selector = 0;
    check(ioctl(vcpu, KVM_SET_SREGS, &sregs), "KVM_SET_SREGS");
    struct kvm_regs regs = { .rip = START, .rax = 1, .rflags = 2 };
    check(ioctl(vcpu, KVM_SET_REGS, &regs), "KVM_SET_REGS");
    return vcpu;
}

int main(int count, char **arguments)
{
    struct kvm_run *run;
    int vcpu = make_vcpu(count > 1 ? arguments[1] : "/dev/kvm", &run);
    unsigned milliseconds;
    while (scanf("%u", &milliseconds) == 1) {
        uint64_t exits = 0, start = now(), end = start + milliseconds * UINT64_C(1000000), time;
        sum = 0;
        do {
            for (int i = 0; i < BETWEEN_LOOKS; i++)
                one_exit(vcpu, run);
            exits += BETWEEN_LOOKS;
            time = now();
        } while (time < end);
        if (sum != exits) {
            fprintf(stderr, "the handler saw %llu of %llu exits\n", (unsigned long long) sum, (unsigned long long) exits);
            return 1;
        }
        printf("%llu exits in %llu ns: %.0f a second\n", (unsigned long long) exits, (unsigned long long) (time - start),
               exits * 1e9 / (time - start));
        fflush(stdout);
    }
    return 0;
}
