// KVM_GET_REGS and KVM_SET_REGS, register by register: what is set is read back and is what the guest has; what the guest sets is read back.
//   kvmsh test scripts/suite/x86/regs.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/regs.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs asm: x86_64

def GENERAL = ['rax', 'rbx', 'rcx', 'rdx', 'rsi', 'rdi', 'rsp', 'rbp', 'r8', 'r9', 'r10', 'r11', 'r12', 'r13', 'r14', 'r15']
def SEEN = 0x2000, STORES = 0x1000, LOADS = 0x1800, FLAGS = 0x1c00
// CF, PF, AF, ZF, SF, OF, DF and the ID flag; bit 1 is always set.
def FLAG = [CF: 1, PF: 4, AF: 0x10, ZF: 0x40, SF: 0x80, DF: 0x400, OF: 0x800, NT: 0x4000, AC: 0x40000, ID: 0x200000]

// Each register has a value of its own, another one each turn.
def value = { name, turn -> 0x0102030405060708L * (GENERAL.indexOf(name) % 8 + 1) + (GENERAL.indexOf(name) + 1) * 0x1000100010001L * (turn + 1) }
def stores = asm(x86_64, at: STORES, GENERAL.withIndex().collect { name, i -> "mov %$name, ${SEEN + 8 * i}" }.join('\n') + '\nhlt')
def loads = asm(x86_64, at: LOADS, GENERAL.collect { "movabs \$${value(it, 5)}, %$it" }.join('\n') + '\nhlt')
def flags = asm(x86_64, at: FLAGS, "pushf; pop ${SEEN}; push ${SEEN + 8}; popf; hlt")

def machine = { vcpus = 1 ->
  vm {
    memory at: 0, size: 128.KB
    load at: STORES, bytes: stores.bytes
    load at: LOADS, bytes: loads.bytes
    load at: FLAGS, bytes: flags.bytes
    vcpu(0) { long64 STORES, tables: 0x10000 }
    if (vcpus > 1) vcpu(1) { long64 STORES, tables: 0x18000 }
  }
}
def get = { v -> v.ioctl KVM_GET_REGS }
def set = { v, turn, rip ->
  def r = get v
  GENERAL.each { r[it] = value(it, turn) }
  r.rip = rip
  v.ioctl KVM_SET_REGS, r
}
def halted = { m, id = 0 -> m.run until: hlt, within: 20.s, vcpu: id }
def seen = { m -> GENERAL.withIndex().collectEntries { name, i -> [name, m.mem(SEEN + 8 * i, 8).u64(0)] } }

def once = { ->
  def m = machine(2), v = m.vcpu(0), found = [:]
  def other = machine().vcpu(0), others = get(other), neighbors = get(m.vcpu(1))
  set v, 0, STORES
  found.set = get v
  found.unchanged = same(neighbors, get(m.vcpu(1))) && same(others, get(other))
  halted m
  found.seen = seen m
  found.after = get v
  set v, 1, LOADS
  halted m
  found.guests = get v
  set v, 2, STORES
  halted m
  found.again = seen m
  found
}.memoize()

def carried = { ->
  def m = machine(), v = m.vcpu(0), found = [:]
  set v, 3, STORES
  def before = m.snapshot()
  set v, 4, LOADS
  halted m
  m.restore before
  found.restored = get v
  def move = m.moved()
  found.moved = move.done ? move.differences : ['did not move']
  found.there = get m.vcpu(0)
  halted m
  found.seen = seen m
  found
}.memoize()

GENERAL.each { name ->
  test("KVM_GET_REGS gets the $name that KVM_SET_REGS has set", source: 'api.rst 4.11, 4.12', bringup: 140) { expect { once().set[name] == value(name, 0) } }
  test("the guest has the $name that KVM_SET_REGS has set", source: 'api.rst 4.11, 4.12', bringup: 140) {
    expect { once().seen[name] == value(name, 0) }
    expect { once().after[name] == value(name, 0) }
  }
  test("KVM_GET_REGS gets the $name that the guest has set", source: 'api.rst 4.11, 4.12', bringup: 140) { expect { once().guests[name] == value(name, 5) } }
  test("KVM_SET_REGS replaces the $name that the guest has set", source: 'api.rst 4.11, 4.12', bringup: 140) { expect { once().again[name] == value(name, 2) } }
  test("a snapshot and a move carry $name", source: 'api.rst 4.11, 4.12', bringup: 140) {
    expect { carried().restored[name] == value(name, 3) && carried().there[name] == value(name, 3) }
    expect { carried().seen[name] == value(name, 3) }
  }
}

test('rip is set, and is after the instruction at which the guest has stopped', source: 'api.rst 4.11, 4.12', bringup: 60) {
  expect { once().set.rip == STORES }
  expect { once().after.rip == STORES + stores.bytes.length }
  expect { once().guests.rip == LOADS + loads.bytes.length }
  expect { carried().restored.rip == STORES && carried().there.rip == STORES && carried().moved == [] }
}

test('registers that are set on a vCPU are not those of another vCPU or of another VM', source: 'api.rst 4.11, 4.12', bringup: 120) { expect { once().unchanged } }

FLAG.each { name, bit ->
  test("$name of rflags: set, read back, pushed by the guest, and popped by it", source: 'api.rst 4.11, 4.12', bringup: 140) {
    def m = machine(), v = m.vcpu(0)
    def others = FLAG.values().sum() - bit
    v.ioctl KVM_SET_REGS, struct('kvm_regs', rip: FLAGS, rsp: 0x8000, rflags: bit | 2)
    expect { get(v).rflags == (bit | 2) }
    m.mem SEEN + 8, u64: others | 2
    halted m
    expect { m.mem(SEEN, 8).u64(0) == (bit | 2) }
    expect { get(v).rflags == (others | 2) }
  }
}

test('bit 1 of rflags is always set', source: 'api.rst 4.11, 4.12', bringup: 140) {
  def v = machine().vcpu(0)
  v.ioctl KVM_SET_REGS, struct('kvm_regs', rip: FLAGS, rsp: 0x8000, rflags: 0)
  expect { get(v).rflags == 2 }
}
