// The 8254 as it counts: latches, status, the order of bytes, outputs at port 0x61, one-shot and periodic interrupts, and port 0x61 without KVM_PIT_SPEAKER_DUMMY.
//   kvmsh test scripts/suite/x86/pit-counting.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/pit-counting.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_PIT2
needs asm: x86_64

// A list of [0, port], [1, port, value]; what is read is stored.
def SEEN = 0x3000, LIST = 0x2000, CODE = 0x1000, HZ = 1193182L
def code = asm(x86_64, at: CODE, """
         mov \$$LIST, %esi; mov \$$SEEN, %edi
  next:  lodsl; mov %eax, %ebx; cmp \$-1, %eax; je done
         lodsl; mov %eax, %edx
         cmp \$1, %ebx; je write
         xor %eax, %eax; in %dx, %al; stosl; jmp next
  write: lodsl; out %al, %dx; jmp next
  done:  nop; out %al, \$0x80; hlt
  .org 0x100
  taken: push %rax; push %rbx; incl 0x4000; nop; out %al, \$0x81; mov \$0xfee000b0, %ebx; movl \$0, (%rbx); pop %rbx; pop %rax; iretq
  .org 0x180
  wait:  sti; pause; jmp wait
""")
def machine = { flags = KVM_PIT_SPEAKER_DUMMY ->
  def m = vm {
    irqchip
    ioctl KVM_CREATE_PIT2, flags: flags
    memory at: 0, size: 256.KB
    load at: CODE, bytes: code.bytes
    vcpu(0) { long64 CODE, tables: 0x10000; vectors([(0x51): CODE + 0x100]); regs rsp: 0x9000 }
  }
  def s = m.vcpu(0).ioctl KVM_GET_LAPIC
  [[0xf0, 0xff], [0xf1, 1], [0x352, 1]].each { at, to -> s.regs[at] = to }
  m.vcpu(0).ioctl KVM_SET_LAPIC, s
  def io = m.ioctl KVM_GET_IRQCHIP, chip_id: KVM_IRQCHIP_IOAPIC
  io.chip.ioapic.redirtbl[0].bits = 0x51
  m.ioctl KVM_SET_IRQCHIP, io
  [KVM_IRQCHIP_PIC_MASTER, KVM_IRQCHIP_PIC_SLAVE].each { id -> def p = m.ioctl(KVM_GET_IRQCHIP, chip_id: id); p.chip.pic.imr = 0xff; m.ioctl KVM_SET_IRQCHIP, p }
  m
}
def play = { m, list ->
  m.mem LIST, u32: list.flatten() + [0xffffffffL]
  m.reg rip: CODE, rsp: 0x9000, rflags: 2
  def v = m.vcpu(0), e = v.ioctl(KVM_RUN, within: 20.s)
  expect { e.name == 'io' && v.run.io.port == 0x80 }
  (0..<list.count { it[0] == 0 }).collect { m.mem(SEEN + 4 * it, 4).u32(0) as int }
}
// Tries until an attempt took less than a turn of the counter, so that a difference says how long it was.
def timed = { what -> for (int i = 0; i < 40; i++) { def from = System.nanoTime(), found = what(), took = System.nanoTime() - from; if (took < 50_000_000L) return [found, took] }; skip 'the machine is too busy' }
def PORT = { n -> 0x40 + n }, load = { n, mode, count, access = 3 -> [[1, 0x43, n << 6 | access << 4 | mode << 1], [1, 0x40 + n, count & 0xff], [1, 0x40 + n, count >> 8]] }
def latched = { n -> [[1, 0x43, n << 6], [0, 0x40 + n], [0, 0x40 + n]] }
def word = { bytes, at = 0 -> bytes[at] | bytes[at + 1] << 8 }
def on = [[1, 0x61, 1]]

[0, 1, 2].each { n ->
  test("channel $n in mode 2 counts down at its rate: a later latch is lower by the time between, and not by more", source: '8254', bringup: 92) {
    def m = machine()
    play m, on + load(n, 2, 0)
    def (found, took) = timed { def a = word(play(m, latched(n))); Thread.sleep 5; [a, word(play(m, latched(n)))] }
    def ticks = found[0] - found[1] & 0xffff
    expect { ticks >= 5 * HZ / 1000 - 1 && ticks <= took * HZ / 1e9 + 2 }
  }
  test("channel $n in mode 3 counts down twice as fast, by even numbers", source: '8254', bringup: 92) {
    def m = machine()
    play m, on + load(n, 3, 0)
    def (found, took) = timed { def a = word(play(m, latched(n))); Thread.sleep 5; [a, word(play(m, latched(n)))] }
    expect { found.every { it % 2 == 0 } && (found[0] - found[1] & 0xffff) >= 10 * HZ / 1000 - 2 }
  }
  test("a latch of channel $n stays until it is read, and another one meanwhile is ignored", source: '8254', bringup: 92) {
    def m = machine()
    play m, on + load(n, 2, 0)
    def (found, took) = timed { play m, [[1, 0x43, n << 6]]; Thread.sleep 8; word(play(m, [[1, 0x43, n << 6], [0, PORT(n)], [0, PORT(n)]])) - word(play(m, latched(n))) & 0xffff }
    expect { found >= 8 * HZ / 1000 - 1 }
  }
  test("the status of channel $n by read-back: access, mode and BCD, and with the count it comes first", source: '8254', bringup: 92) {
    def m = machine()
    [[2, 3, 0], [0, 1, 0], [3, 2, 1], [4, 3, 0], [5, 3, 1], [1, 3, 0]].each { mode, access, bcd ->
      def status = play(m, on + [[1, 0x43, n << 6 | access << 4 | mode << 1 | bcd], [1, PORT(n), 0x34]] + (access == 3 ? [[1, PORT(n), 0x12]] : []) + [[1, 0x43, 0xe0 | 2 << n], [0, PORT(n)]])[0]
      expect { (status & 0x3f) == (access << 4 | mode << 1 | bcd) }
    }
    play m, load(n, 2, 0x8000)
    def both = play(m, [[1, 0x43, 0xc0 | 2 << n], [0, PORT(n)], [0, PORT(n)], [0, PORT(n)]])
    expect { (both[0] & 0x3f) == 0x34 && word(both, 1) <= 0x8000 && word(both, 1) > 0 }
  }
  test("channel $n with one byte alone is read by that byte", source: '8254', bringup: 92) {
    def m = machine()
    play m, on + [[1, 0x43, n << 6 | 2 << 4 | 2 << 1], [1, PORT(n), 0xff]]
    def high = play(m, [[1, 0x43, n << 6], [0, PORT(n)]])[0]
    expect { m.ioctl(KVM_GET_PIT2).channels[n].count == 0xff00 && high <= 0xff }
    play m, [[1, 0x43, n << 6 | 1 << 4 | 2 << 1], [1, PORT(n), 0x77]]
    expect { m.ioctl(KVM_GET_PIT2).channels[n].count == 0x77 && play(m, [[1, 0x43, n << 6], [0, PORT(n)]])[0] <= 0x77 }
  }
  test("a count of 0 of channel $n is 65536, and an odd one stays odd", source: '8254', bringup: 92) { def m = machine(); play m, on + load(n, 2, 0); expect { m.ioctl(KVM_GET_PIT2).channels[n].count == 0x10000 }; play m, load(n, 2, 0x1235); expect { m.ioctl(KVM_GET_PIT2).channels[n].count == 0x1235 } }
}
test('read-back of two channels latches both', source: '8254', bringup: 92) {
  def m = machine()
  play m, on + load(0, 2, 0) + load(2, 2, 0)
  def (found, took) = timed { play m, [[1, 0x43, 0xda]]; Thread.sleep 8; def old = play(m, [0, 2].collectMany { [[0, PORT(it)], [0, PORT(it)]] }), now = play(m, latched(0) + latched(2)); [word(old) - word(now) & 0xffff, word(old, 2) - word(now, 2) & 0xffff] }
  expect { found.every { it >= 8 * HZ / 1000 - 1 } }
}
// The output of channel 2 is bit 5 of port 61.
test('mode 0: the output is low until the count is over, and high from then on', source: '8254', bringup: 92) {
  def m = machine(); def (first, took) = timed { play(m, on + load(2, 0, 0xffff) + [[0, 0x61]])[0] }
  expect { (first & 0x20) == 0 }
  Thread.sleep 60
  2.times { expect { (play(m, [[0, 0x61]])[0] & 0x20) == 0x20 } }
}
test('mode 1: the output changes when the count behind a rise of the gate is over', source: 'i8254.c, pit_get_out', bringup: 92) {
  def m = machine(); def (first, took) = timed { play(m, [[1, 0x61, 0]] + load(2, 1, 0xffff) + on + [[0, 0x61]])[0] }
  expect { (first & 0x20) == 0x20 }
  Thread.sleep 60
  expect { (play(m, [[0, 0x61]])[0] & 0x20) == 0 }
}
test('mode 3: the output is high for the first half of the count', source: '8254', bringup: 92) { def m = machine(); def (first, took) = timed { def r = play(m, on + load(2, 3, 0) + [[0, 0x61], [1, 0x43, 0x80], [0, 0x42], [0, 0x42]]); r }; expect { (first[0] & 0x20) == 0x20 || took > 25_000_000L } }
test('port 61: the gate and the speaker are read as written, the other bits are not kept', source: 'i8254.c, speaker_ioport_write', bringup: 92) { def m = machine(); (0..3).each { x -> expect { (play(m, [[1, 0x61, 0xfc | x], [0, 0x61]])[0] & 3) == x } } }
test('bit 4 of port 61 changes', source: 'i8254.c, speaker_ioport_read', bringup: 92) { def m = machine(), seen = play(m, [[0, 0x61]] * 400).collect { it & 0x10 }; expect { seen.contains(0) && seen.contains(0x10) } }
test('without KVM_PIT_SPEAKER_DUMMY port 61 is an exit', source: 'api.rst 4.71', bringup: 92) {
  def m = machine(0), v = m.vcpu(0)
  m.mem LIST, u32: [0, 0x61, 0xffffffffL]
  m.reg rip: CODE
  expect { v.ioctl(KVM_RUN, within: 20.s).name == 'io' && v.run.io.port == 0x61 }
}
// Interrupts of channel 0.
def count = { m, time -> m.mem 0x4000, u64: 0; m.reg rip: CODE + 0x180, rsp: 0x9000, rflags: 2; def until = System.nanoTime() + time * 1_000_000L, v = m.vcpu(0), n = 0; while (System.nanoTime() < until) { def e = attempt { if (v.ioctl(KVM_RUN, within: 200.ms).name == 'io') n++ } }; n }
test('mode 0: one interrupt, when the count is over', source: '8254', bringup: 92) { def m = machine(); play m, load(0, 0, 20_000); expect { count(m, 500) == 1 } }
test('mode 2: an interrupt for each count, and not more', source: '8254', bringup: 92) { def m = machine(); play m, load(0, 2, 60_000); def from = System.nanoTime(), n = count(m, 600), most = (System.nanoTime() - from) * HZ / 1e9 / 60_000 + 2; expect { n >= 2 && n <= most } }
test('a new mode word stops the old count', source: '8254', bringup: 92) { def m = machine(); play m, load(0, 2, 60_000) + load(0, 0, 30_000); expect { count(m, 500) <= 2 } }
test('with KVM_PIT_FLAGS_HPET_LEGACY channel 0 interrupts no more', source: 'api.rst 4.72', bringup: 92) {
  def m = machine(), s = m.ioctl(KVM_GET_PIT2)
  s.flags |= KVM_PIT_FLAGS_HPET_LEGACY
  m.ioctl KVM_SET_PIT2, s
  play m, load(0, 2, 30_000)
  expect { count(m, 300) == 0 }
}
