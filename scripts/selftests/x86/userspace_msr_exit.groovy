// The MSRs that user space asks for, by KVM_CAP_X86_USER_SPACE_MSR and KVM_X86_SET_MSR_FILTER, and no others are exits; what user space answers is what
// the guest reads, and an error is a general protection fault in the guest.
//   kvmsh scripts/selftests/x86/userspace_msr_exit.groovy
//
// Linux: tools/testing/selftests/kvm/x86/userspace_msr_exit_test.c

needs boards: ['real', 'emulated', 'remote']
needs boards: 'x86_64'
needs asm: x86_16
needs cap: KVM_CAP_X86_USER_SPACE_MSR
needs cap: KVM_CAP_X86_MSR_FILTER

def MSR_FS_BASE = 0xc0000100, MSR_GS_BASE = 0xc0000101, MSR_SYSCALL_MASK = 0xc0000084
def MSR_IA32_XSS = 0xda0, MSR_IA32_FLUSH_CMD = 0x10b, MSR_IA32_POWER_CTL = 0x1fc
def NOT_AN_MSR = 0x474f4f00
def GP = 'general protection fault'

// A machine that executes one RDMSR or WRMSR at a time. Vector 13 of the real mode table leads to a handler that tells by DI.
def machine = { handler ->
  vm {
    memory at: 0, size: 64.KB
    load at: 0x34, hex: '40 10 00 00'
    load at: 0x1000, asm: 'rdmsr; hlt'
    load at: 0x1020, asm: 'wrmsr; hlt'
    load at: 0x1040, asm: 'mov $13, %di; hlt'
    vcpu(0) { real 0x1000; regs rsp: 0x8000 }
    on(exit: KVM_EXIT_X86_RDMSR) { e -> handler(e) }
    on(exit: KVM_EXIT_X86_WRMSR) { e -> handler(e) }
  }
}
def execute = { m, at -> m.regs.rip = at; m.regs.rdi = 0; m.run until: hlt, within: 20.s; m.regs.rdi == 13 }
def rdmsr = { m, msr -> m.regs.rcx = msr; execute(m, 0x1000) ? GP : m.regs.rdx << 32 | m.regs.rax }
def wrmsr = { m, msr, long value -> m.regs.rcx = msr; m.regs.rax = value & 0xffffffffL; m.regs.rdx = value >>> 32; execute(m, 0x1020) ? GP : null }
def exits = { m -> m.exits.all*.name - 'hlt' }

def leave = { m, reasons -> m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_X86_USER_SPACE_MSR, args: [reasons] }
// A bit that is clear denies its MSR. Every other MSR is the kernel's, or denied as well.
def range = { m, flags, base, count, denied ->
  def bitmap = m.allocate(count.intdiv(8) ?: 1)
  List<Integer> bits = [0xff] * (bitmap.size as int)
  denied.each { msr -> int bit = msr - base; bits[bit >> 3] = bits[bit >> 3] & ~(1 << (bit & 7)) }
  bitmap.write 0, bits as byte[]
  [flags: flags, base: base, nmsrs: count, bitmap: bitmap]
}
def RW = KVM_MSR_FILTER_READ | KVM_MSR_FILTER_WRITE

test('a filter that denies three MSRs leaves them to user space, whether the kernel knows them or not') {
  def written = 0L
  def m = machine { e ->
    switch (e.index) {
      case MSR_IA32_XSS: if (e.write && e.data != 0) e.refuse(); break
      case MSR_IA32_FLUSH_CMD: if (!e.write || e.data != 1) e.refuse(); break
      case NOT_AN_MSR: if (e.write) written = e.data; else e.data = written
    }
  }
  leave m, KVM_MSR_EXIT_REASON_FILTER
  m.ioctl KVM_X86_SET_MSR_FILTER, flags: KVM_MSR_FILTER_DEFAULT_ALLOW, ranges: [MSR_IA32_XSS, MSR_IA32_FLUSH_CMD, NOT_AN_MSR].collect { range(m, RW, it, 1, [it]) }

  expect { rdmsr(m, MSR_IA32_XSS) == 0 }
  expect { exits(m) == ['x86_rdmsr'] }
  expect { wrmsr(m, MSR_IA32_XSS, 0) == null }
  expect { wrmsr(m, MSR_IA32_XSS, 1) == GP }
  expect { exits(m) == ['x86_wrmsr'] }

  expect { rdmsr(m, MSR_IA32_FLUSH_CMD) == GP }
  expect { wrmsr(m, MSR_IA32_FLUSH_CMD, 0) == GP }
  expect { wrmsr(m, MSR_IA32_FLUSH_CMD, 1) == null }

  expect { wrmsr(m, NOT_AN_MSR, 0x1234567890abcdefL) == null }
  expect { rdmsr(m, NOT_AN_MSR) == 0x1234567890abcdefL }
}

test('a filter that denies by default lets through what its bitmaps allow; without a filter the kernel answers again') {
  def seen = []
  def m = machine { e -> seen << [e.write ? 'wrmsr' : 'rdmsr', e.index, e.reason, e.data]; if (!e.write) e.data = e.index }
  leave m, KVM_MSR_EXIT_REASON_INVAL | KVM_MSR_EXIT_REASON_UNKNOWN | KVM_MSR_EXIT_REASON_FILTER
  def most = KVM_MSR_FILTER_MAX_BITMAP_SIZE * 8
  m.ioctl KVM_X86_SET_MSR_FILTER, flags: KVM_MSR_FILTER_DEFAULT_DENY, ranges: [
    range(m, KVM_MSR_FILTER_READ, 0, most, []),
    range(m, KVM_MSR_FILTER_WRITE, 0, most, [MSR_IA32_POWER_CTL]),
    range(m, RW, 0x40000000, most, []),
    range(m, KVM_MSR_FILTER_READ, 0xc0000000L, most, [MSR_SYSCALL_MASK, MSR_GS_BASE]),
    range(m, KVM_MSR_FILTER_WRITE, 0xc0000000L, most, []),
    range(m, RW, 0xdeadbeefL, 1, []),
  ]
  def access = {
    wrmsr m, MSR_SYSCALL_MASK, 0
    def read = [rdmsr(m, MSR_SYSCALL_MASK), rdmsr(m, MSR_GS_BASE)]
    wrmsr m, MSR_IA32_POWER_CTL, 0x1234
    rdmsr m, MSR_IA32_POWER_CTL
    read << rdmsr(m, 0xdeadbeefL)
    wrmsr m, 0xdeadbeefL, 0x1234
    read
  }

  expect { access() == [MSR_SYSCALL_MASK, MSR_GS_BASE, 0xdeadbeefL] }
  expect { seen == [
    ['rdmsr', MSR_SYSCALL_MASK, KVM_MSR_EXIT_REASON_FILTER, 0],
    ['rdmsr', MSR_GS_BASE, KVM_MSR_EXIT_REASON_FILTER, 0],
    ['wrmsr', MSR_IA32_POWER_CTL, KVM_MSR_EXIT_REASON_FILTER, 0x1234],
    ['rdmsr', 0xdeadbeefL, KVM_MSR_EXIT_REASON_UNKNOWN, 0],
    ['wrmsr', 0xdeadbeefL, KVM_MSR_EXIT_REASON_UNKNOWN, 0x1234],
  ] }

  seen.clear()
  m.ioctl KVM_X86_SET_MSR_FILTER, flags: KVM_MSR_FILTER_DEFAULT_ALLOW
  def read = access()
  expect { read[0] != MSR_SYSCALL_MASK }
  expect { read[1] != MSR_GS_BASE }
  expect { seen.size() == 2 }
  expect { seen.every { it.contains(0xdeadbeefL) } }
}

test('a filter that is set while the machine lives takes the place of the one before') {
  def m = machine { e -> e.data = e.index }
  leave m, KVM_MSR_EXIT_REASON_FILTER
  [[MSR_FS_BASE, MSR_GS_BASE], [MSR_GS_BASE, MSR_FS_BASE]].each { denied, allowed ->
    m.ioctl KVM_X86_SET_MSR_FILTER, flags: KVM_MSR_FILTER_DEFAULT_ALLOW, ranges: [range(m, KVM_MSR_FILTER_READ, denied, 1, [denied])]
    expect { rdmsr(m, denied) == denied }
    expect { rdmsr(m, allowed) != allowed }
  }
}
