// IA32_TSC and IA32_TSC_ADJUST: the value that the guest writes to one moves the other; what the host writes to one leaves the other as it is.
//   kvmsh scripts/selftests/x86/tsc_msrs.groovy
//
// Linux: tools/testing/selftests/kvm/x86/tsc_msrs_test.c. Values are compared in units that no slow machine counts in the time of this script.

needs boards: ['real', 'emulated', 'remote']
needs boards: 'x86_64'
needs asm: x86_16

def TSC = 0x10, ADJUST = 0x3b
def UNIT = 1L << 36, HOST = 64 * UNIT, STEP = 4 * UNIT
def rounded = { value -> value + UNIT.intdiv(2) & -UNIT }

def m = vm {
  cpuid
  memory at: 0, size: 64.KB
  load at: 0x1000, asm: 'rdmsr; hlt'
  load at: 0x1020, asm: 'wrmsr; hlt'
  vcpu(0) { real 0x1000 }
}

def rdmsr = { msr -> m.regs.rip = 0x1000; m.regs.rcx = msr; m.run until: hlt, within: 20.s; m.regs.rdx << 32 | m.regs.rax }
def wrmsr = { msr, long value -> m.regs.rip = 0x1020; m.regs.rcx = msr; m.regs.rax = value & 0xffffffffL; m.regs.rdx = value >>> 32; m.run until: hlt, within: 20.s }
def get = { msr -> m.vcpu(0).ioctl(KVM_GET_MSRS, entries: [[index: msr]]).entries.first().data }
def set = { msr, value -> m.vcpu(0).ioctl KVM_SET_MSRS, entries: [[index: msr, data: value]] }

def guestReads = { [rounded(rdmsr(TSC)), rounded(rdmsr(ADJUST))] }
def hostReads = { [rounded(get(TSC)), rounded(get(ADJUST))] }

test('both begin at 0') {
  expect { hostReads() == [0, 0] }
  expect { guestReads() == [0, 0] }
}

test('the guest writes the TSC, and both are there') {
  wrmsr TSC, STEP
  expect { guestReads() == [STEP, STEP] }
  expect { hostReads() == [STEP, STEP] }
}

test('the guest writes the adjustment, and both are there') {
  wrmsr ADJUST, 2 * STEP
  expect { guestReads() == [2 * STEP, 2 * STEP] }
  expect { hostReads() == [2 * STEP, 2 * STEP] }
}

test('the host writes the TSC, and the adjustment stays') {
  set TSC, HOST + 2 * STEP
  expect { hostReads() == [HOST + 2 * STEP, 2 * STEP] }
  expect { guestReads() == [HOST + 2 * STEP, 2 * STEP] }
}

test('the host writes the adjustment, and the TSC stays') {
  set ADJUST, 123456 * UNIT
  expect { rounded(get(TSC)) == HOST + 2 * STEP }
  expect { get(ADJUST) == 123456 * UNIT }
  set ADJUST, 2 * STEP
  expect { hostReads() == [HOST + 2 * STEP, 2 * STEP] }
}

test('the guest writes the adjustment, and the offset of the host stays') {
  wrmsr ADJUST, 3 * STEP
  expect { guestReads() == [HOST + 3 * STEP, 3 * STEP] }
  expect { hostReads() == [HOST + 3 * STEP, 3 * STEP] }
}

test('the guest writes the TSC, and the offset of the host is in the adjustment') {
  wrmsr TSC, 4 * STEP
  expect { guestReads() == [4 * STEP, 4 * STEP - HOST] }
  expect { hostReads() == [4 * STEP, 4 * STEP - HOST] }
}
