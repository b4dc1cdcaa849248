// KVM_GET_DEBUGREGS and KVM_SET_DEBUGREGS, register by register: set, read back, read by the guest, set by the guest, carried by a snapshot and a move.
//   kvmsh test scripts/suite/x86/debugregs.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/debugregs.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_DEBUGREGS
needs asm: x86_64

def SEEN = 0x2000, READS = 0x1000, WRITES = 0x1400
def NAMES = ['dr0', 'dr1', 'dr2', 'dr3', 'dr6', 'dr7']
// None of the breakpoints is enabled: in dr7 are the kinds, lengths and LE and GE alone.
def VALUE = [[0x111122223333L, 0x444455556666L, 0x7777000088889L, 0x12340000aaaaL, 0xffff4ff1L, 0x13570500L],
             [0x011122223334L, 0x044455556667L, 0x0777000088880L, 0x02340000aaabL, 0xffff2ff2L, 0x28ac0600L],
             [0x211122223335L, 0x244455556668L, 0x2777000088881L, 0x22340000aaacL, 0xffff6ff4L, 0x9db10700L]].collect { NAMES.withIndex().collectEntries { n, i -> [n, it[i]] } }

def reads = asm(x86_64, at: READS, NAMES.withIndex().collect { n, i -> "mov %${n.replace('dr', 'db')}, %rax; mov %rax, ${SEEN + 8 * i}" }.join('\n') + '\nhlt')
def writes = asm(x86_64, at: WRITES, NAMES.withIndex().collect { n, i -> "mov ${SEEN + 8 * i}, %rax; mov %rax, %${n.replace('dr', 'db')}" }.join('\n') + '\nhlt')
def machine = {
  vm {
    memory at: 0, size: 128.KB
    load at: READS, bytes: reads.bytes
    load at: WRITES, bytes: writes.bytes
    vcpu(0) { long64 READS, tables: 0x10000 }
    vcpu(1) { long64 READS, tables: 0x18000 }
  }
}
def get = { v ->
  def d = v.ioctl KVM_GET_DEBUGREGS
  [dr0: d.db[0], dr1: d.db[1], dr2: d.db[2], dr3: d.db[3], dr6: d.dr6, dr7: d.dr7]
}
def set = { v, x -> v.ioctl KVM_SET_DEBUGREGS, db: [x.dr0, x.dr1, x.dr2, x.dr3], dr6: x.dr6, dr7: x.dr7 }
def seen = { m -> NAMES.withIndex().collectEntries { n, i -> [n, m.mem(SEEN + 8 * i, 8).u64(0)] } }
def halted = { m, at -> m.regs.rip = at; m.run until: hlt, within: 20.s, vcpu: 0 }

def all = { ->
  def m = machine(), v = m.vcpu(0), found = [:], neighbors = get(m.vcpu(1))
  set v, VALUE[0]
  found.set = get v
  found.unchanged = neighbors == get(m.vcpu(1))
  halted m, READS
  found.seen = seen m
  found.after = get v
  NAMES.eachWithIndex { n, i -> m.mem SEEN + 8 * i, u64: VALUE[1][n] }
  halted m, WRITES
  found.guests = get v
  set v, VALUE[2]
  def before = m.snapshot()
  set v, VALUE[0]
  m.restore before
  found.restored = get v
  def move = m.moved()
  found.moved = move.done ? move.differences : ['did not move']
  found.there = get m.vcpu(0)
  halted m, READS
  found.moved_seen = seen m
  found
}.memoize()

NAMES.each { n ->
  test("$n: KVM_GET_DEBUGREGS gets what KVM_SET_DEBUGREGS has set", source: 'api.rst 4.33, 4.34', bringup: 111) { expect { all().set[n] == VALUE[0][n] } }
  test("$n: the guest has what KVM_SET_DEBUGREGS has set", source: 'api.rst 4.33, 4.34', bringup: 111) { expect { all().seen[n] == VALUE[0][n] && all().after[n] == VALUE[0][n] } }
  test("$n: KVM_GET_DEBUGREGS gets what the guest has set", source: 'api.rst 4.33, 4.34', bringup: 111) { expect { all().guests[n] == VALUE[1][n] } }
  test("$n: a snapshot and a move carry it", source: 'api.rst 4.33, 4.34', bringup: 111) {
    expect { all().restored[n] == VALUE[2][n] && all().there[n] == VALUE[2][n] }
    expect { all().moved_seen[n] == VALUE[2][n] }
  }
}
test('a move finds no difference in debug registers', source: 'api.rst 4.33, 4.34', bringup: 164) { expect { all().moved == [] } }
test('debug registers that are set on a vCPU are not those of another', source: 'api.rst 4.33, 4.34', bringup: 111) { expect { all().unchanged } }

// A breakpoint of the guest's own, which KVM_SET_DEBUGREGS has set, is its debug exception; dr6 tells which it was.
(0..3).each { n ->
  test("a breakpoint in dr$n that KVM_SET_DEBUGREGS has set stops the guest itself", source: 'api.rst 4.33, 4.34', bringup: 111) {
    def m = vm {
      memory at: 0, size: 128.KB
      load at: 0x1000, asm: 'nop; nop; nop; nop; nop; nop; hlt'
      vcpu(0) { long64 0x1000, tables: 0x10000; vectors true }
    }
    def db = [0x5000, 0x5000, 0x5000, 0x5000]
    db[n] = 0x1003
    m.vcpu(0).ioctl KVM_SET_DEBUGREGS, db: db, dr6: 0xffff0ff0L, dr7: 0x400 | 2 << 2 * n
    m.run until: exception, within: 20.s
    expect { m.vcpu(0).exception.vector == 1 && m.vcpu(0).exception.pc == 0x1003 }
    expect { (m.vcpu(0).ioctl(KVM_GET_DEBUGREGS).dr6 & 0xf) == 1 << n }
  }
}

test('flags that KVM does not know: EINVAL', source: 'api.rst 4.33, 4.34') { expect(errno: EINVAL) { machine().vcpu(0).ioctl KVM_SET_DEBUGREGS, dr6: 0xffff0ff0L, dr7: 0x400, flags: 1 } }
[dr6: [dr6: 0x1ffff0ff0L, dr7: 0x400], dr7: [dr6: 0xffff0ff0L, dr7: 0x100000400L]].each { n, x ->
  test("$n of more than 32 bits: EINVAL, and nothing is set", source: 'api.rst 4.33, 4.34') {
    def v = machine().vcpu(0)
    set v, VALUE[0]
    expect(errno: EINVAL) { v.ioctl KVM_SET_DEBUGREGS, x + [db: [1, 2, 3, 4]] }
    expect { get(v) == VALUE[0] }
  }
}
