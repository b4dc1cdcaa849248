// KVM_GET_LAPIC and KVM_SET_LAPIC, register by register: set, read back, read by the guest at the APIC's page, written by the guest, carried by a snapshot and a
// move.
//   kvmsh test scripts/suite/x86/lapic.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/lapic.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_IRQCHIP
needs asm: x86_64

def OFFSETS = 0x2000, SEEN = 0x3000, CODE = 0x1000
// The registers that keep what they are given, each with a value of its own. KVM keeps the priority class of the task priority alone
// while a guest of AMD's runs. No interrupt can be delivered, since the guest has them off.
def KEPT = [ID: [0x20, 0x05000000], TPR: [0x80, 0x30], LDR: [0xd0, 0x42000000], DFR: [0xe0, 0x0fffffff], SVR: [0xf0, 0x1f7], ESR: [0x280, 0x40],
            ICR: [0x300, 0x46f1], ICR2: [0x310, 0x07000000], LVTT: [0x320, 0x200e1], LVTTHMR: [0x330, 0x100d2], LVTPC: [0x340, 0x104c3], LVT0: [0x350, 0x187b4],
            LVT1: [0x360, 0x124a5], LVTERR: [0x370, 0x10096], TDCR: [0x3e0, 0xa]] +
  (0..7).collectEntries { [("ISR$it" as String): [0x100 + 0x10 * it, 1 << 17 + it]] } + (0..7).collectEntries { [("TMR$it" as String): [0x180 + 0x10 * it, 3 << 18 + it]] } +
  (0..7).collectEntries { [("IRR$it" as String): [0x200 + 0x10 * it, 5 << 19 + it & 0x7fffffff]] }
// What the guest writes, and what the register is then.
def WRITTEN = [TPR: [0x80, 0x50, 0x50], LDR: [0xd0, 0x13ffffffL, 0x13000000L], DFR: [0xe0, 0x00000001L, 0x0fffffffL], SVR: [0xf0, 0x1e5, 0x1e5], ICR2: [0x310, 0x23ffffffL, 0x23000000L],
               LVTT: [0x320, 0x100a1, 0x100a1], LVTTHMR: [0x330, 0x102d2, 0x102d2], LVTPC: [0x340, 0x104b3, 0x104b3], LVT0: [0x350, 0x1a734, 0x1a734], LVT1: [0x360, 0x10485, 0x10485],
               LVTERR: [0x370, 0x10076, 0x10076], TMICT: [0x380, 0x12345678, 0x12345678], TDCR: [0x3e0, 0xb, 0xb]]

// With an APIC in the kernel hlt is no exit: the guest says that it is done.
def code = asm(x86_64, at: CODE, """
  reads: mov \$$OFFSETS, %esi; mov \$$SEEN, %edi
  again: lodsl; cmp \$-1, %eax; je done
         mov %eax, %ebx; mov \$0xfee00000, %ecx; mov (%rcx,%rbx), %eax; stosl; jmp again
  done:  out %al, \$0x80
  .org 0x100
  writes: mov \$$OFFSETS, %esi
  more:  lodsl; cmp \$-1, %eax; je done
         mov %eax, %ebx; lodsl; mov \$0xfee00000, %ecx; mov %eax, (%rcx,%rbx); jmp more
""")
def machine = {
  vm {
    irqchip
    memory at: 0, size: 128.KB
    load at: CODE, bytes: code.bytes
    vcpu(0) { long64 CODE, tables: 0x10000 }
    vcpu(1) { long64 CODE, tables: 0x18000 }
  }
}
def word = { state, offset -> (0..3).collect { (state.regs[offset + it] & 0xffL) << 8 * it }.sum() }
def put = { state, offset, value -> 4.times { state.regs[offset + it] = value >> 8 * it & 0xff } }
def get = { v -> v.ioctl KVM_GET_LAPIC }
def set = { v, values -> def s = get v; values.each { name, x -> put s, x[0], x[1] as long }; v.ioctl KVM_SET_LAPIC, s }
def done = { m, rip -> m.regs.rip = rip; m.run until: io, within: 20.s, vcpu: 0 }
def reading = { m, offsets ->
  m.mem OFFSETS, u32: offsets + [0xffffffffL]
  done m, CODE
  offsets.withIndex().collectEntries { o, i -> [o, m.mem(SEEN + 4 * i, 4).u32(0)] }
}
def of = { state, names -> names.collectEntries { n, x -> [n, word(state, x[0])] } }

def all = { ->
  def m = machine(), v = m.vcpu(0), found = [:], neighbors = get(m.vcpu(1))
  set v, KEPT
  found.set = of get(v), KEPT
  found.unchanged = same(neighbors, get(m.vcpu(1)))
  found.seen = reading m, KEPT.values()*.first() + [0x30, 0xa0]
  found.after = of get(v), KEPT
  found.version = word(get(v), 0x30)
  found.ppr = word(get(v), 0xa0)
  found
}.memoize()

def carried = { ->
  def m = machine(), v = m.vcpu(0), found = [:]
  set v, KEPT
  def before = m.snapshot()
  set v, KEPT.collectEntries { n, x -> [n, [x[0], n == 'SVR' ? 0x1ff : n == 'DFR' ? 0xffffffffL : 0]] }
  m.restore before
  found.restored = of get(v), KEPT
  def move = m.moved()
  found.moved = move.done ? move.differences : ['did not move']
  found.there = of get(m.vcpu(0)), KEPT
  found.seen = reading m, KEPT.values()*.first()
  found
}.memoize()

KEPT.each { name, x ->
  test("$name: KVM_GET_LAPIC gets what KVM_SET_LAPIC has set", source: 'api.rst 4.57, 4.58', bringup: 82) { expect { all().set[name] == x[1] } }
  test("$name: the guest reads what KVM_SET_LAPIC has set", source: 'api.rst 4.57, 4.58', bringup: 82) { expect { all().seen[x[0]] == x[1] && all().after[name] == x[1] } }
  test("$name: a snapshot and a move carry it", source: 'api.rst 4.57, 4.58', bringup: 82) {
    expect { carried().restored[name] == x[1] && carried().there[name] == x[1] }
    expect { carried().seen[x[0]] == x[1] }
  }
}
test('a move finds no difference in the APIC', source: 'api.rst 4.57, 4.58', bringup: 161) { expect { carried().moved == [] } }
test('the APIC of a vCPU that is set is not that of another', source: 'api.rst 4.57, 4.58', bringup: 82) { expect { all().unchanged } }
test("the version has six local vectors and is an APIC's in the processor, and is what the guest reads", source: 'api.rst 4.57, 4.58', bringup: 82) {
  expect { (all().version & 0xff) >= 0x10 && (all().version >> 16 & 0xff) == 5 }
  expect { all().seen[0x30] == all().version }
}
test('the processor priority is that of the interrupt in service, if it is above the task priority', source: 'api.rst 4.57, 4.58', bringup: 82) {
  expect { all().ppr == 0xf0 }
  expect { all().seen[0xa0] == 0xf0 }
}

def guests = { ->
  def m = machine(), v = m.vcpu(0)
  m.mem OFFSETS, u32: WRITTEN.values().collectMany { [it[0], it[1]] } + [0xffffffffL]
  set v, [SVR: [0xf0, 0x1ff]]
  done m, CODE + 0x100
  of get(v), WRITTEN
}.memoize()
WRITTEN.each { name, x -> test("$name: KVM_GET_LAPIC gets what the guest has written", source: 'api.rst 4.57, 4.58', bringup: 82) { expect { guests()[name] == x[2] } } }

test('the guest ends the interrupt in service that has the highest vector', source: 'api.rst 4.57, 4.58', bringup: 82) {
  def m = machine(), v = m.vcpu(0)
  set v, [SVR: [0xf0, 0x1ff], ISR2: [0x120, 0x20], ISR5: [0x150, 0x100]]
  m.mem OFFSETS, u32: [0xb0, 0, 0xffffffffL]
  done m, CODE + 0x100
  expect { word(get(v), 0x120) == 0x20 && word(get(v), 0x150) == 0 }
  done m, CODE + 0x100
  expect { word(get(v), 0x120) == 0 && word(get(v), 0x150) == 0 }
}

test('an interrupt to itself that the guest sends is pending', source: 'api.rst 4.57, 4.58', bringup: 82) {
  def m = machine(), v = m.vcpu(0)
  set v, [SVR: [0xf0, 0x1ff]]
  m.mem OFFSETS, u32: [0x300, 0x40061, 0xffffffffL]
  done m, CODE + 0x100
  expect { word(get(v), 0x230) == 2 && word(get(v), 0x300) == 0x40061 }
  expect { (0..7).findAll { word(get(v), 0x200 + 0x10 * it) != 0 } == [3] }
}

test('the current count of the timer runs down from the one that KVM_SET_LAPIC has set', source: 'api.rst 4.57, 4.58', bringup: 82) {
  def m = machine(), v = m.vcpu(0)
  set v, [SVR: [0xf0, 0x1ff], LVTT: [0x320, 0x100e1], TDCR: [0x3e0, 0xa], TMICT: [0x380, 0x7fffffff], TMCCT: [0x390, 0x70000000]]
  expect { word(get(v), 0x380) == 0x7fffffff }
  def first = word(get(v), 0x390)
  def second = reading(m, [0x390])[0x390], third = word(get(v), 0x390)
  expect { 0 < third && third <= second && second <= first && first <= 0x70000000 && third < first }
}

test('a vCPU without an APIC in the kernel has none to get or to set: EINVAL', source: 'api.rst 4.57, 4.58') {
  def v = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 } }.vcpu(0)
  expect(errno: EINVAL) { v.ioctl KVM_GET_LAPIC }
  expect(errno: EINVAL) { v.ioctl KVM_SET_LAPIC, struct('kvm_lapic_state') }
}
