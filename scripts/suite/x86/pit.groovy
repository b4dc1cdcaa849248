// KVM_GET_PIT2 and KVM_SET_PIT2, field by field; what the guest reads and writes of these fields; KVM_GET_PIT and KVM_SET_PIT.
//   kvmsh test scripts/suite/x86/pit.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/pit.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_PIT2
needs asm: x86_64

def FIELDS = ['count', 'latched_count', 'count_latched', 'status_latched', 'status', 'read_state', 'write_state', 'write_latch', 'rw_mode', 'mode', 'bcd', 'gate']
// KVM loads the counts anew, so that count_load_time is the time of the call.
def VALUE = { n, turn ->
  [count: 0x1234 + 0x1111 * n + 0x777 * turn, latched_count: 0x2345 + 0x1010 * n + turn, count_latched: turn, status_latched: 1 - turn, status: 0x5a + n + 0x10 * turn,
           read_state: 1 + (n + turn) % 3, write_state: 1 + (n + 1 + turn) % 3, write_latch: 0x91 + n + 0x20 * turn, rw_mode: 1 + (n + 2 + turn) % 3, mode: [[4, 0, 5], [2, 3, 1]][turn][n], bcd: (n + turn) % 2,
           gate: 1 - turn]
}
def LIST = 0x2000, SEEN = 0x3000, CODE = 0x1000
// A list of ports, and of values to write or 0x100 to read.
def code = asm(x86_64, at: CODE, """
        mov \$$LIST, %esi; mov \$$SEEN, %edi
  next: lodsl; cmp \$-1, %eax; je done
        mov %eax, %edx; lodsl; cmp \$0x100, %eax; je read
        out %al, %dx; jmp next
  read: xor %eax, %eax; in %dx, %al; stosl; jmp next
  done: out %al, \$0x80
""")
def machine = {
  vm {
    irqchip
    memory at: 0, size: 128.KB
    ioctl KVM_CREATE_PIT2, flags: KVM_PIT_SPEAKER_DUMMY
    load at: CODE, bytes: code.bytes
    vcpu(0) { long64 CODE, tables: 0x10000 }
  }
}
def play = { m, list ->
  m.mem LIST, u32: list.flatten() + [0xffffffffL]
  m.regs.rip = CODE
  m.run until: io, within: 20.s
  def n = list.count { it[1] == 0x100 }
  (0..<n).collect { m.mem(SEEN + 4 * it, 4).u32(0) }
}
def get = { m -> m.ioctl KVM_GET_PIT2 }
def channel = { s, n -> def c = s.channels[n]
  [count: c.count] + (FIELDS - 'count').collectEntries { [it, c."$it"] }
}
def set = { m, turn ->
  def s = get m
  3.times { n -> VALUE(n, turn).each { f, to -> s.channels[n]."$f" = to } }
  s.flags = turn ? KVM_PIT_FLAGS_SPEAKER_DATA_ON : KVM_PIT_FLAGS_HPET_LEGACY
  m.ioctl KVM_SET_PIT2, s
}
def all = { ->
  def m = machine(), found = [:]
  [0, 1].each { turn ->
    set m, turn
    found[turn] = (0..2).collect { channel get(m), it } + [get(m).flags]
    def before = m.snapshot()
    set m, 1 - turn
    m.restore before
    found["restored $turn" as String] = (0..2).collect { channel get(m), it } + [get(m).flags]
    def move = m.moved()
    found["moved $turn" as String] = move.done ? move.differences : ['did not move']
    found["there $turn" as String] = (0..2).collect { channel get(m), it } + [get(m).flags]
  }
  found
}.memoize()
3.times { n ->
  VALUE(n, 0).keySet().each { f ->
    test("$f of channel $n: KVM_GET_PIT2 gets what KVM_SET_PIT2 has set, and a snapshot and a move carry it", source: 'api.rst 4.71 to 4.73', bringup: 92) {
      [0, 1].each { turn ->
        expect { all()[turn][n][f] == VALUE(n, turn)[f] }
        expect { all()["restored $turn" as String][n][f] == VALUE(n, turn)[f] && all()["there $turn" as String][n][f] == VALUE(n, turn)[f] }
      }
    }
  }
}
test('flags: KVM_GET_PIT2 gets what KVM_SET_PIT2 has set, and a snapshot and a move carry them', source: 'api.rst 4.71 to 4.73', bringup: 92) {
  [0, 1].each { turn ->
    def right = turn ? KVM_PIT_FLAGS_SPEAKER_DATA_ON : KVM_PIT_FLAGS_HPET_LEGACY
    expect { all()[turn][3] == right && all()["restored $turn" as String][3] == right && all()["there $turn" as String][3] == right }
  }
}
3.times { n ->
  test("the guest reads the latched status and then the latched count of channel $n", source: 'api.rst 4.71 to 4.73', bringup: 92) {
    def m = machine(), s = get(m), port = 0x40 + n
    s.channels[n].status_latched = 1; s.channels[n].status = 0xa0 + n
    s.channels[n].count_latched = 3; s.channels[n].latched_count = 0x3456 + n
    m.ioctl KVM_SET_PIT2, s
    expect { play(m, [[port, 0x100], [port, 0x100], [port, 0x100]]) == [0xa0 + n, 0x56 + n, 0x34] }
    expect { get(m).channels[n].status_latched == 0 && get(m).channels[n].count_latched == 0 }
  }
  test("KVM_GET_PIT2 gets the mode, the access and the count of channel $n that the guest has written", source: 'api.rst 4.71 to 4.73', bringup: 92) {
    def m = machine(), port = 0x40 + n
    play m, [[0x43, n << 6 | 0x30 | 2 << 1], [port, 0x78], [port, 0x56]]
    def c = get(m).channels[n]
    expect { c.mode == 2 && c.rw_mode == 3 && c.bcd == 0 && c.count == 0x5678 }
    play m, [[0x43, n << 6 | 0x10 | 1], [port, 0x9a]]
    c = get(m).channels[n]
    expect { c.mode == 0 && c.rw_mode == 1 && c.bcd == 1 && c.count == 0x9a }
  }
}
[0, 2].each { n ->
  test("a count of 0 that the guest writes to channel $n is 65536, from which it counts down", source: 'arch/x86/kvm/i8254.c, pit_load_count', bringup: 92) {
    def m = machine(), port = 0x40 + n
    play m, [[0x43, n << 6 | 0x30 | 2 << 1], [port, 0], [port, 0]]
    expect { get(m).channels[n].count == 0x10000 }
    def seen = (0..9).collect { def b = play(m, [[0x43, n << 6], [port, 0x100], [port, 0x100]]); b[1] << 8 | b[0] }
    expect { seen.unique(false).size() > 1 && seen.every { it >= 0 && it <= 0xffff } }
  }
}
[[KVM_PIT_FLAGS_SPEAKER_DATA_ON, 2], [0, 0]].each { flags, bit ->
  test("the guest reads ${bit ? 'that the speaker is on' : 'that the speaker is off'} as KVM_SET_PIT2 has set it", source: 'api.rst 4.71 to 4.73', bringup: 92) {
    def m = machine(), s = get(m)
    s.flags = flags
    m.ioctl KVM_SET_PIT2, s
    expect { (play(m, [[0x61, 0x100]])[0] & 2) == bit }
    play m, [[0x61, 2 - bit]]
    expect { get(m).flags == KVM_PIT_FLAGS_SPEAKER_DATA_ON - flags }
  }
  test("the guest reads ${bit ? 'that the gate of channel 2 is on' : 'that the gate of channel 2 is off'} as KVM_SET_PIT2 has set it", source: 'api.rst 4.71 to 4.73', bringup: 92) {
    def m = machine(), s = get(m)
    s.channels[2].gate = bit >> 1
    m.ioctl KVM_SET_PIT2, s
    expect { (play(m, [[0x61, 0x100]])[0] & 1) == bit >> 1 }
    play m, [[0x61, 1 - (bit >> 1)]]
    expect { get(m).channels[2].gate == 1 - (bit >> 1) }
  }
}
test('KVM_SET_PIT sets the channels that KVM_GET_PIT and KVM_GET_PIT2 get', source: 'api.rst 4.71 to 4.73', bringup: 92) {
  def m = machine(), s = m.ioctl(KVM_GET_PIT)
  3.times { n -> VALUE(n, 0).each { f, to -> if (f == 'count') s.channels[n].count = to; else s.channels[n]."$f" = to } }
  m.ioctl KVM_SET_PIT, s
  3.times { n ->
    def old = channel(m.ioctl(KVM_GET_PIT), n), now = channel(get(m), n)
    VALUE(n, 0).each { f, to -> expect { old[f] == to && now[f] == to } }
  }
}
test('KVM_REINJECT_CONTROL with a PIT, and without one: ENXIO', source: 'api.rst 4.71 to 4.73') {
  expect { machine().ioctl(KVM_REINJECT_CONTROL, pit_reinject: 0) == 0 }
  expect(errno: ENXIO) { vm { irqchip }.ioctl KVM_REINJECT_CONTROL, pit_reinject: 0 }
}
test('a VM without a PIT has none to get or to set: ENXIO', source: 'api.rst 4.71 to 4.73') {
  def m = vm { irqchip }
  expect(errno: ENXIO) { m.ioctl KVM_GET_PIT2 }
  expect(errno: ENXIO) { m.ioctl KVM_SET_PIT2, struct('kvm_pit_state2') }
}
test('a second PIT: EEXIST', source: 'api.rst 4.71 to 4.73') { expect(errno: EEXIST) { machine().ioctl KVM_CREATE_PIT2, struct('kvm_pit_config') } }
test('KVM_CREATE_PIT makes a PIT that has port 0x61 itself, and is the one PIT of its VM: EEXIST', source: 'arch/x86/kvm/x86.c, kvm_arch_vm_ioctl') {
  def m = vm { irqchip; memory at: 0, size: 128.KB; ioctl KVM_CREATE_PIT; load at: CODE, bytes: code.bytes; vcpu(0) { long64 CODE, tables: 0x10000 } }
  expect { play(m, [[0x61, 0x100], [0x61, 0x100]]).every { ((it as int) & ~0x3f) == 0 } }
  expect(errno: EEXIST) { m.ioctl KVM_CREATE_PIT2, flags: 0 }
  expect { get(m).channels.size() == 3 }
}
