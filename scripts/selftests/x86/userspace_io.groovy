// What a REP INS reads from user space is in guest memory, also when it takes several exits; a count that user space changes meanwhile overruns nothing.
//   kvmsh scripts/selftests/x86/userspace_io.groovy
//
// Linux: tools/testing/selftests/kvm/x86/userspace_io_test.c. That KVM takes a count of 1 or 8192 for the instruction's own is how it batches string
// instructions, and no promise: the kernel has to go on and the guest to come to its end.

needs boards: ['real', 'emulated', 'remote']
needs boards: 'x86_64'
needs asm: x86_64

def BUFFER = 0x8000
def stuffed = [:]

def m = vm {
  memory at: 0, size: 64.KB
  load at: 0x1000, asm: 'cld; rep insb; hlt'
  vcpu(0) { long64 0x1000, tables: 0x2000; regs rdx: 0x80 }
  on(io: 0x80) { e ->
    // The registers as they are inside the exit, which is not complete: ioctls by name do not complete it.
    def r = e.vcpu.ioctl KVM_GET_REGS
    if (stuffed[r.rcx]) { r.rcx = stuffed[r.rcx]; e.vcpu.ioctl KVM_SET_REGS, r }
    0xaa
  }
}

def insb = { count ->
  m.mem BUFFER, fill: 0, length: 16.KB
  m.regs.rip = 0x1000
  m.regs.rdi = BUFFER
  m.regs.rcx = count
  m.run until: hlt, within: 20.s
  expect { m.regs.rcx == 0 }
  m.regs.rdi - BUFFER
}

test('8 KiB are filled, and nothing behind them') {
  expect { insb(8.KB) == 8.KB }
  expect { m.mem(BUFFER, 8.KB).bytes.every { it == 0xaa } }
  expect { m.mem(BUFFER + 8.KB, 8.KB).bytes.every { it == 0 } }
}

test('user space makes the count smaller inside the exit') {
  stuffed = [2L: 1]
  expect { insb(2) == 1 }
}

test('user space makes the count larger inside the exit') {
  stuffed = [3L: 8.KB]
  expect { insb(3) == 8.KB }
}
