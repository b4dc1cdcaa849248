// KVM_PRE_FAULT_MEMORY maps memory before the guest touches it, and tells how much is left where the memslot ends.
//   kvmsh scripts/selftests/pre_fault_memory.groovy
//
// Linux: tools/testing/selftests/kvm/pre_fault_memory_test.c, for VMs of type 0. The capability is 0 where KVM does not use two-dimensional paging.

needs boards: ['real', 'emulated', 'remote']
needs boards: 'x86_64'
needs cap: KVM_CAP_PRE_FAULT_MEMORY
needs asm: x86_64

def BASE = 0x40000000, SIZE = 2.MB + 4.KB

def m = vm {
  memory at: 0, size: 64.KB
  memory at: BASE, size: SIZE
  load at: 0x1000, asm: '''
    next: mov (%rbx), %rax
          add $4096, %rbx
          cmp %rcx, %rbx
          jb next
          hlt
  '''
  vcpu(0) { long64 0x1000; regs rbx: BASE, rcx: BASE + SIZE }
}

// A call may end before all is mapped, but not before something is. What comes back: the bytes that are left, and the errno that ended it.
def preFault = { gpa, size ->
  def left = size
  def errno = null
  while (left > 0 && !errno) {
    errno = attempt {
      def now = m.vcpu(0).ioctl(KVM_PRE_FAULT_MEMORY, gpa: gpa + size - left, size: left).size
      expect { now < left }
      left = now
    }
    if (errno == EINTR) errno = null
  }
  [left, errno ?: 0]
}

test('a range inside a memslot is mapped whole') { expect { preFault(BASE, 2.MB) == [0, 0] } }
test('a range that goes beyond the memslot is mapped to its end: ENOENT') { expect { preFault(BASE + 2.MB, 8.KB) == [4.KB, ENOENT] } }
test('a range beyond the memslot: ENOENT') { expect { preFault(BASE + SIZE, 4.KB) == [4.KB, ENOENT] } }
test('the guest reads all of it') { m.run until: hlt, within: 20.s; expect { m.regs.rbx == BASE + SIZE } }
