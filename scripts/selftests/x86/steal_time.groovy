// Steal time: KVM writes into guest memory how long a vCPU was ready to run but did not run. The guest enables it through an MSR, and reads it without an exit.
//   kvmsh scripts/selftests/x86/steal_time.groovy
//
// Linux: tools/testing/selftests/kvm/steal_time.c, for x86. docs/guide/porting.md goes through this script.

needs boards: ['real', 'emulated', 'remote']
needs boards: 'x86_64'

def FEATURES = 0x40000001, FEATURE_STEAL_TIME = 1 << 5
def MSR_KVM_STEAL_TIME = 0x4b564d03, ENABLED = 1, RESERVED = 0x3e
def AT = 0x10000000

def features = kvm.ioctl(KVM_GET_SUPPORTED_CPUID).entries.find { it.function == FEATURES }
needs features != null && (features.eax & FEATURE_STEAL_TIME) != 0, 'KVM_FEATURE_STEAL_TIME'

def GUEST = '''
  #include "kvmsh-selftest.h"

  struct steal_time {
    u64 steal;
    u32 version;
    u32 flags;
    u8 preempted;
    u8 padding[47];
  };

  u64 stolen;

  static void check(struct steal_time *st)
  {
    GUEST_ASSERT_EQ(READ_ONCE(st->flags), 0);
    GUEST_ASSERT_EQ(READ_ONCE(st->preempted), 0);
    GUEST_ASSERT_EQ(READ_ONCE(st->version) & 1, 0);
  }

  int main(void)
  {
    struct steal_time *st = (void *)guest_arg(0);
    u32 version;

    GUEST_ASSERT_EQ(rdmsr(guest_arg(1)), guest_arg(0) | 1);
    check(st);
    WRITE_ONCE(stolen, READ_ONCE(st->steal));
    version = READ_ONCE(st->version);
    GUEST_ASSERT(version > 0);
    GUEST_SYNC(1);

    while (READ_ONCE(st->steal) == stolen)
      cpu_relax();
    check(st);
    GUEST_ASSERT_NE(READ_ONCE(st->version), version);
    WRITE_ONCE(stolen, READ_ONCE(st->steal));
    GUEST_SYNC(2);
    GUEST_DONE();
  }
'''

def stage = 0
def machine = {
  stage = 0
  def m = vm {
    cpuid
    guest c: GUEST, args: [AT, MSR_KVM_STEAL_TIME]
    on(ucall: 1) { e -> stage = e.args[0] }
  }
  m.memory at: AT, size: 4.KB
  m
}
def setMsr = { m, value -> m.vcpu(0).ioctl KVM_SET_MSRS, entries: [[index: MSR_KVM_STEAL_TIME, data: value]] }

test('an address with reserved bits is refused: KVM_SET_MSRS sets no MSR') {
  def m = machine()
  expect { setMsr(m, AT | ENABLED | RESERVED) == 0 }
}

test('while the vCPUs of another VM run, the steal time grows and the version changes', within: 2.min) {
  // On x86, recent kernels return the number of online processors.
  def processors = kvm.ioctl KVM_CHECK_EXTENSION, KVM_CAP_NR_VCPUS
  needs processors <= 32, 'a board with at most 32 processors'
  def m = machine()
  expect { setMsr(m, AT | ENABLED) == 1 }
  m.run until: { stage == 1 }, within: 30.s
  def before = m.symbols.stolen

  // The vCPUs of another VM, more than the board has processors, compete with this one.
  def others = vm {
    memory at: 0, size: 64.KB
    load at: 0x1000, hex: 'eb fe'                            // jmp .
    (processors + 1).times { n -> vcpu(n) { real 0x1000 } }
  }
  def going = others.start within: 90.s
  m.run until: { stage == 2 }, within: 60.s
  others.stop()
  going.join()

  expect { m.symbols.stolen > before }
  expect { m.mem(AT, 8).u64(0) >= m.symbols.stolen }
  expect { m.run(within: 30.s).code == 0 }
}
