// The SBI state of a riscv64 guest: PMU counters that count SBI calls, firmware features (FWFT), the SBI timer, fences on another hart, requests that stop a
// hart; and KVM_SET_GUEST_DEBUG.
//   kvmsh test scripts/suite/riscv/firmware.groovy -b qemu:riscv64

needs boards: 'riscv64'
needs boards: ['real', 'emulated', 'remote']
needs asm: riscv64

def at = 0x80000000, there = at + 0x8000, door = 0x10000000, list = at + 0x4000
def TIME = 0x54494d45, IPI = 0x735049, RFENCE = 0x52464e43, PMU = 0x504d55, FWFT = 0x46574654, HSM = 0x48534d, BASE = 0x10
// A list of calls: extension, function and five arguments; a0 and a1 behind each are stored.
def code = asm(riscv64, at: at, '''
  .option norvc
1: ld a7, 0(s2); beqz a7, 2f
   ld a6, 8(s2); ld a0, 16(s2); ld a1, 24(s2); ld a2, 32(s2); ld a3, 40(s2); ld a4, 48(s2); addi s2, s2, 56
   ecall
   sd a0, 0(s0); sd a1, 8(s0); addi s0, s0, 16
   j 1b
2: sw zero, 0(s1)
   j .
   .org 0x200
   csrr t0, scause; sd t0, 0(s0); csrr t0, sepc; sd t0, 8(s0); rdtime t0; sd t0, 16(s0); sw zero, 0(s1); j .
''').bytes
def machine = { setup = {} ->
  def m = vm {
    memory at: at, size: 128.KB
    load at: at, bytes: code
    vcpu(0) { start at }
    vcpu(1) { start at }
  }
  setup m
  m.vcpu(1).ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_RUNNABLE
  [0, 1].each { m.vcpu(it).reg stvec: at + 0x200 }
  m
}
def calls = { m, cs, vcpu = 0 ->
  m.mem list, u64: cs.collectMany { c -> (0..6).collect { (c[it] ?: 0) as long } } + [0L]
  [s0: there, s1: door, s2: list, pc: at].each { k, n -> m.vcpu(vcpu).reg k, n }
  m.run until: mmio, vcpu: vcpu, within: 20.s
  def seen = m.mem(there, 16 * cs.size())
  (0..<cs.size()).collect { i -> [seen.u64(16 * i) as long, seen.u64(16 * i + 8) as long] }
}
def one = { m, c, vcpu = 0 -> calls(m, [c], vcpu)[0] }
// The counters of the firmware.
def counted = { -> def m = machine(); needs m.vcpu(0).ioctl(KVM_GET_REG_LIST).reg.contains(0x8030000008000006) && m.vcpu(0).reg(0x8030000008000006) == 1, 'the SBI extension PMU'; m }
def SET_TIMER = 0xf0005, IPI_SENT = 0xf0006, FENCE_I = 0xf0008, CLEAR = 2, START = 4
def match = { m, event, flags = CLEAR | START -> def n = one(m, [PMU, 0])[1]; def (error, c) = one(m, [PMU, 2, 0, (1L << n - 1) * 2 - 1, flags, event, 0]); expect { error == 0 && c >= 0 && c < n }; c }
[['SET_TIMER', SET_TIMER, [TIME, 0, -1]], ['IPI_SENT', IPI_SENT, [IPI, 0, 1, 0]], ['FENCE_I_SENT', FENCE_I, [RFENCE, 0, 1, 0]]].each { name, event, c ->
  test("PMU: a counter of the firmware's event $name counts its calls and no others", source: 'RISC-V SBI 11.6; arch/riscv/kvm/vcpu_pmu.c', bringup: 95) {
    def m = counted(), n = match(m, event)
    expect { calls(m, [c, c, [PMU, 5, n]])[2] == [0L, 2L] }
    expect { calls(m, [[BASE, 0], [event == SET_TIMER ? IPI : TIME, 0, event == SET_TIMER ? 1 : -1, 0], [PMU, 5, n]])[2] == [0L, 2L] }
  }
}
test('PMU: a counter that is stopped keeps its value, one that is started with a value goes on from it', source: 'RISC-V SBI 11.9, 11.10; arch/riscv/kvm/vcpu_pmu.c', bringup: 95) {
  def m = counted(), n = match(m, SET_TIMER), timer = [TIME, 0, -1], read = [PMU, 5, n]
  expect { calls(m, [timer, [PMU, 4, n, 1, 0], timer, read])*.getAt(0) == [0L] * 4 && one(m, read) == [0L, 1L] }
  expect { calls(m, [[PMU, 3, n, 1, 1, 100], read, timer, read]).collect { it[1] }.drop(3) == [101L] }
}
test('PMU: starting a counter that counts (-7), stopping one that does not (-8)', source: 'RISC-V SBI 11.9, 11.10; arch/riscv/kvm/vcpu_pmu.c', bringup: 95) {
  def m = counted(), n = match(m, SET_TIMER)
  expect { calls(m, [[PMU, 3, n, 1, 0, 0], [PMU, 4, n, 1, 0], [PMU, 4, n, 1, 0]])*.getAt(0) == [-7L, 0L, -8L] }
}
test('PMU: without AUTO_START a counter does not count', source: 'RISC-V SBI 11.8', bringup: 95) { def m = counted(), n = match(m, SET_TIMER, CLEAR); expect { calls(m, [[TIME, 0, -1], [PMU, 5, n]])[1] == [0L, 0L] } }
test('PMU: two events have counters of their own, and a counter that is reset is free again', source: 'RISC-V SBI 11.8, 11.10', bringup: 95) {
  def m = counted(), n = match(m, SET_TIMER), k = match(m, IPI_SENT)
  expect { n != k && calls(m, [[TIME, 0, -1], [IPI, 0, 1, 0], [IPI, 0, 1, 0], [PMU, 5, n], [PMU, 5, k]]).drop(3) == [[0L, 1L], [0L, 2L]] }
  expect { one(m, [PMU, 4, n, 1, 1])[0] == 0 && one(m, [PMU, 5, n])[0] == -3L && one(m, [PMU, 5, k]) == [0L, 2L] }
}
[['an event of the firmware that there is not', [PMU, 2, 0, -1, 6, 0xf00ff, 0]], ['counters that there are not', [PMU, 2, 64, 1, 6, 0xf0005, 0]], ['a counter that there is not, read', [PMU, 5, 99]], ['a counter that there is not, started', [PMU, 3, 99, 1, 0, 0]], ['information of a counter that there is not', [PMU, 1, 99]]].each { name, c ->
  test("PMU: $name is refused", source: 'RISC-V SBI 11; arch/riscv/kvm/vcpu_pmu.c') { expect { one(counted(), c)[0] in [-2L, -3L] } }
}
// FWFT.
def feature = { n -> def m = machine(); needs m.vcpu(0).ioctl(KVM_GET_REG_LIST).reg.contains(0x803000000800000c), 'the SBI extension FWFT'; m.vcpu(0).reg 0x803000000800000c, 1; needs one(m, [FWFT, 1, n])[0] == 0, "the feature $n of the firmware"; m }
[0, 5].each { n ->
  test("FWFT: feature $n reads as it was set, on its own hart, and a lock keeps it", source: 'RISC-V SBI 18; arch/riscv/kvm/vcpu_sbi_fwft.c', bringup: 95) {
    def m = feature(n), to = n == 0 ? 1 : 7
    expect { one(m, [FWFT, 0, n, to, 0])[0] == 0 && one(m, [FWFT, 1, n]) == [0L, to as long] && one(m, [FWFT, 1, n], 1) == [0L, 0L] }
    expect { one(m, [FWFT, 0, n, 99, 0])[0] == -3L && one(m, [FWFT, 1, n]) == [0L, to as long] }
    expect { one(m, [FWFT, 0, n, 0, 1])[0] == 0 && one(m, [FWFT, 0, n, to, 0])[0] == -14L && one(m, [FWFT, 1, n]) == [0L, 0L] }
  }
}
test('FWFT: a feature that there is not: not supported (-2) or denied (-4), and a flag that there is not: invalid (-3)', source: 'RISC-V SBI 18') {
  def m = machine()
  needs m.vcpu(0).ioctl(KVM_GET_REG_LIST).reg.contains(0x803000000800000c), 'the SBI extension FWFT'
  m.vcpu(0).reg 0x803000000800000c, 1
  expect { one(m, [FWFT, 1, 6])[0] in [-2L, -4L] && one(m, [FWFT, 1, 0x12345])[0] in [-2L, -4L] && one(m, [FWFT, 0, 0x12345, 1, 0])[0] in [-2L, -4L] }
}
// The timer by the SBI.
[0, 1].each { vcpu ->
  test("TIME: the timer of vCPU $vcpu interrupts at the time that the guest asks for, not before, and user space reads it", source: 'RISC-V SBI 6; arch/riscv/kvm/vcpu_timer.c', bringup: 95) {
    def m = machine(), v = m.vcpu(vcpu), due = (v.reg('timer.time') as long) + 10_000_000
    expect { one(m, [TIME, 0, due], vcpu)[0] == 0 }
    expect { v.reg('timer.compare') == due }
    m.mem at + 0x300, bytes: asm(riscv64, at: at + 0x300, '.option norvc; li t0, 0x20; csrw sie, t0; csrsi sstatus, 2; 1: wfi; j 1b').bytes
    [s0: there, s1: door, pc: at + 0x300].each { k, n -> v.reg k, n }
    m.run until: mmio, vcpu: vcpu, within: 20.s
    def seen = m.mem(there, 24)
    expect { (seen.u64(0) as long) == (1L << 63 | 5) && (seen.u64(16) as long) >= due }
  }
}
test('the interrupt of KVM_INTERRUPT is the external one, until it is unset', source: 'api.rst 4.16; arch/riscv/kvm/vcpu.c', bringup: 95) {
  def m = machine(), v = m.vcpu(0)
  def go = { m.mem at + 0x300, bytes: asm(riscv64, at: at + 0x300, '.option norvc; li t0, 0x200; csrw sie, t0; csrsi sstatus, 2; nop; nop; csrci sstatus, 2; li t0, 7; sd t0, 0(s0); sw zero, 0(s1); j .').bytes; [s0: there, s1: door, pc: at + 0x300].each { k, n -> v.reg k, n }; m.run until: mmio, vcpu: 0, within: 20.s; m.mem(there, 8).u64(0) as long }
  expect { go() == 7 }
  v.ioctl KVM_INTERRUPT, irq: KVM_INTERRUPT_SET
  expect { go() == (1L << 63 | 9) }
  v.ioctl KVM_INTERRUPT, irq: KVM_INTERRUPT_UNSET
  expect { go() == 7 }
}
// Breakpoints.
test('ebreak with KVM_SET_GUEST_DEBUG is a debug exit at it; without, the guest takes its exception', source: 'api.rst 4.87; arch/riscv/kvm/vcpu.c', bringup: 95) {
  def m = machine(), v = m.vcpu(0)
  m.mem at + 0x300, bytes: asm(riscv64, at: at + 0x300, '.option norvc; nop; ebreak; j .').bytes
  v.reg 'pc', at + 0x300
  v.ioctl KVM_SET_GUEST_DEBUG, control: KVM_GUESTDBG_ENABLE
  v.ioctl KVM_RUN
  expect { v.run.exit_reason == KVM_EXIT_DEBUG && v.reg('pc') == at + 0x304 }
  v.ioctl KVM_SET_GUEST_DEBUG, control: 0
  [s0: there, s1: door].each { k, n -> v.reg k, n }
  m.run until: mmio, vcpu: 0, within: 20.s
  expect { m.mem(there, 16).u64(0) == 3 && m.mem(there, 16).u64(8) == at + 0x304 }
}
// Faults of the guest.
[['a load of an address that is not aligned to 4 bytes, outside of memory', 'li t1, 0x10000002; lw t0, 0(t1)', [4L, 5L, 13L]], ['a jump to where there is no memory', 'li t1, 0x40000000; jr t1', [1L, 12L]], ['an instruction that there is not', '.word 0', [2L]], ['a CSR that there is not', '.word 0x7c0022f3', [2L]]].each { name, text, causes ->
  test("$name: the guest takes an exception, or an exit", source: 'RISC-V privileged; arch/riscv/kvm/vcpu_exit.c, vcpu_insn.c', bringup: 95) {
    def m = machine(), v = m.vcpu(0)
    m.mem at + 0x300, bytes: asm(riscv64, at: at + 0x300, ".option norvc; $text; j .").bytes
    [s0: there, s1: door, pc: at + 0x300].each { k, n -> v.reg k, n }
    def errno = attempt { v.ioctl KVM_RUN, within: 20.s }
    expect { errno != null || v.run.exit_reason == KVM_EXIT_MMIO && (v.run.mmio.phys_addr == 0x10000002 || causes.contains(m.mem(there, 8).u64(0) as long)) }
  }
}
test('WFI returns when an interrupt is pending, though it is not enabled in sstatus', source: 'RISC-V privileged 3.3.3; arch/riscv/kvm/vcpu_insn.c, wfi_insn', bringup: 95) {
  def m = machine(), v = m.vcpu(0)
  m.mem at + 0x300, bytes: asm(riscv64, at: at + 0x300, '.option norvc; li t0, 2; csrw sie, t0; csrs sip, t0; wfi; sw zero, 0(s1); j .').bytes
  [s1: door, pc: at + 0x300].each { k, n -> v.reg k, n }
  m.run until: mmio, vcpu: 0, within: 20.s
  expect { v.reg('sip') == 2 }
}
