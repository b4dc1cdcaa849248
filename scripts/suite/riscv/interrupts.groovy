// Interrupts and timers of a riscv64 guest: a message arrives once, at the vCPU it is for, lowest number first, and not while it is disabled or masked; a line
// of the APLIC by edge and by level, low and high; an eventfd and a route; the timer fires, not early, and not while it is masked.
//   kvmsh test scripts/suite/riscv/interrupts.groovy -b qemu:riscv64

needs boards: 'riscv64'
needs boards: ['real', 'emulated', 'remote']
needs asm: riscv64

def at = 0x80000000, there = at + 0x8000, list = at + 0x4000, door = 0x10000000, APLIC = 0xc000000, IMSIC = 0x28000000
// Writes the pairs of the list, enables what s2 has of sie, says that it is ready, and then the number of each interrupt: bit 63 is set for a timer.
def code = asm(riscv64, at: at, """
  .option norvc
  la t0, trap; csrw stvec, t0
  pairs: ld t0, 0(s4); beqz t0, on; ld t1, 8(s4); addi s4, s4, 16
  li t2, 0x10000; bltu t0, t2, own; sw t1, 0(t0); j pairs
  own: csrw 0x150, t0; csrw 0x151, t1; j pairs
  on: csrw sie, s2; csrw sstatus, s3; sd zero, 0(s1)
  wait: j wait
  .balign 4
  trap: csrr t0, scause; andi t0, t0, 15; li t1, 5; beq t0, t1, timer
  csrrw t0, 0x15c, zero; srli t0, t0, 16; sd t0, 0(s1); sret
  timer: rdtime t0; li t1, 1; slli t1, t1, 63; or t0, t0, t1; li t2, 0x20; csrc sie, t2; sd t0, 0(s1); sret
""").bytes
def EIDELIVERY = 0x70, EITHRESHOLD = 0x72, EIE0 = 0xc0, SEIE = 0x200, STIE = 0x20, SIE = 2
def machine = { Map how = [:] ->
  def m = vm {
    aia imsic: IMSIC, aplic: APLIC, sources: 31, mode: 'EMUL'
    memory at: at, size: 64.KB
    load at: at, bytes: code
    vcpu(0) { start at }
    vcpu(1) { start at }
  }
  [0, 1].each { v ->
    m.vcpu(v).ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_RUNNABLE
    def pairs = [[EIDELIVERY, 1], [EITHRESHOLD, how.threshold ?: 0], [EIE0, how.enabled ?: 0xffffffff]] + (v == 0 ? how.pairs ?: [] : [])
    m.mem list + 0x800 * v, u64: (pairs + [[0, 0]]).flatten()
    [s1: door, s2: how.sie == null ? SEIE : how.sie, s3: how.sstatus == null ? SIE : how.sstatus, s4: list + 0x800 * v].each { k, n -> m.vcpu(v).reg k, n }
  }
  m
}
// What a vCPU writes next.
def next = { m, vcpu ->
  m.run until: mmio, vcpu: vcpu, within: 20.s
  def run = m.vcpu(vcpu).run
  expect { run.mmio.phys_addr == door && run.mmio.is_write == 1 && run.mmio.len == 8 }
  (0..7).inject(0L) { sum, i -> sum | (run.mmio.data[i] & 0xffL) << 8 * i }
}
def ready = { how = [:] -> def m = machine(how); [0, 1].each { v -> expect { next(m, v) == 0 } }; m }
// Nothing comes within a time in which something that waits would: the guest runs and its interrupt would be the first thing.
def quiet = { m, vcpu -> def e = m.run vcpu: vcpu, within: 300.ms; expect { e.exit == timeout } }

(1..31).each { id ->
  [0, 1].each { vcpu ->
    test("message $id to vCPU $vcpu arrives there, once, and not at the other", source: 'api.rst 4.70; RISC-V AIA 3', bringup: 80) {
      needs device: KVM_DEV_TYPE_RISCV_AIA
      def m = ready()
      m.msi address: IMSIC + 0x1000 * vcpu, data: id
      expect { next(m, vcpu) == id }
      m.msi address: IMSIC + 0x1000 * (1 - vcpu), data: id == 31 ? 30 : id + 1
      expect { next(m, 1 - vcpu) == (id == 31 ? 30 : id + 1) }
      m.msi address: IMSIC + 0x1000 * vcpu, data: id == 1 ? 2 : 1
      expect { next(m, vcpu) == (id == 1 ? 2 : 1) }
    }
  }
}
test('of messages that wait, the lowest number is first', source: 'RISC-V AIA 3.7', bringup: 80) {
  def m = ready()
  [9, 31, 3, 17].each { m.msi address: IMSIC, data: it }
  expect { (1..4).collect { next(m, 0) } == [3, 9, 17, 31] }
}
test('a message that is disabled waits, and one that is enabled passes it', source: 'RISC-V AIA 3.8', bringup: 80) {
  def m = ready(enabled: 1 << 7)
  [5, 7].each { m.msi address: IMSIC, data: it }
  expect { next(m, 0) == 7 }
  quiet m, 0
}
test('a message whose number is not below the threshold waits', source: 'RISC-V AIA 3.8', bringup: 80) {
  def m = ready(threshold: 8)
  [8, 9].each { m.msi address: IMSIC, data: it }
  quiet m, 0
  m.msi address: IMSIC, data: 7
  expect { next(m, 0) == 7 }
}
test('a message waits while sie masks external interrupts', source: 'RISC-V privileged 4.1.3', bringup: 80) {
  def m = ready(sie: 0)
  m.msi address: IMSIC, data: 4
  quiet m, 0
  m.vcpu(0).reg 'sie', SEIE
  expect { next(m, 0) == 4 }
}
test('a message waits while sstatus masks interrupts', source: 'RISC-V privileged 4.1.1', bringup: 80) {
  def m = ready(sstatus: 0)
  m.msi address: IMSIC, data: 6
  quiet m, 0
  m.vcpu(0).reg 'sstatus', m.vcpu(0).reg('sstatus') | SIE
  expect { next(m, 0) == 6 }
}
// Lines of the APLIC: sourcecfg, target, setienum, domaincfg.
def line = { n, mode, hart, id -> [[APLIC + 4 * n, mode], [APLIC + 0x3000 + 4 * n, hart << 18 | id], [APLIC + 0x1edc, n], [APLIC, 0x104]] }
def EDGE1 = 4, EDGE0 = 5, LEVEL1 = 6, LEVEL0 = 7
[1, 2, 15, 16, 31].each { n ->
  [0, 1].each { hart ->
    test("a rising edge of line $n is a message to vCPU $hart, and the level alone is none", source: 'api.rst 4.25; RISC-V AIA 4.5', bringup: 80) {
      needs device: KVM_DEV_TYPE_RISCV_AIA
      def m = ready(pairs: line(n, EDGE1, hart, 20))
      m.irq gsi: n
      expect { next(m, hart) == 20 }
      m.msi address: IMSIC + 0x1000 * hart, data: 21
      expect { next(m, hart) == 21 }
      m.irq gsi: n, level: 0
      m.irq gsi: n
      expect { next(m, hart) == 20 }
    }
  }
}
test('a falling edge of a line for falling edges is a message, a rising one is none', source: 'RISC-V AIA 4.5.2', bringup: 80) {
  def m = ready(pairs: line(3, EDGE0, 0, 20))
  m.irq gsi: 3
  m.msi address: IMSIC, data: 21
  expect { next(m, 0) == 21 }
  m.irq gsi: 3, level: 0
  expect { next(m, 0) == 20 }
}
test('a high level of a line for high levels is a message', source: 'RISC-V AIA 4.5.2', bringup: 80) {
  def m = ready(pairs: line(4, LEVEL1, 0, 22))
  m.irq gsi: 4
  expect { next(m, 0) == 22 }
}
test('a line that is disabled is no message', source: 'RISC-V AIA 4.5.7', bringup: 80) {
  def m = ready(pairs: line(5, EDGE1, 0, 20).findAll { it[0] != APLIC + 0x1edc })
  m.irq gsi: 5
  m.msi address: IMSIC, data: 21
  expect { next(m, 0) == 21 }
}
test('a line of a domain that is off is no message', source: 'RISC-V AIA 4.5.1', bringup: 80) {
  def m = ready(pairs: line(5, EDGE1, 0, 20).findAll { it[0] != APLIC } + [[APLIC, 4]])
  m.irq gsi: 5
  m.msi address: IMSIC, data: 21
  expect { next(m, 0) == 21 }
}
test('an eventfd with KVM_IRQFD is the edge of its line', source: 'api.rst 4.75', bringup: 80) {
  def m = ready(pairs: line(6, EDGE1, 0, 23))
  def fd = m.irqfd gsi: 6
  fd.signal()
  expect { next(m, 0) == 23 }
}
test('an eventfd whose line has a route to a message goes to that vCPU', source: 'api.rst 4.52, 4.75', bringup: 80) {
  def m = ready()
  m.ioctl KVM_SET_GSI_ROUTING, entries: [[gsi: 9, type: KVM_IRQ_ROUTING_MSI, u: [msi: [address_lo: IMSIC + 0x1000, data: 24]]]]
  def fd = m.irqfd gsi: 9
  fd.signal()
  expect { next(m, 1) == 24 }
}
// The timer, by stimecmp where the guest has Sstc, otherwise by the SBI.
[0, 1].each { vcpu ->
  test("the timer of vCPU $vcpu fires, and not before its time", source: 'RISC-V privileged, Sstc; SBI 6', bringup: 80) {
    def m = ready(sie: STIE), v = m.vcpu(vcpu)
    def due = (v.reg('timer.time') as long) + 2_000_000
    v.reg 'timer.compare', due
    v.reg 'timer.state', 1
    def seen = next(m, vcpu)
    expect { seen < 0 && (seen & 0x7fffffffffffffffL) >= due }
  }
}
test('a timer that sie masks does not interrupt, and does once it is unmasked', source: 'RISC-V privileged 4.1.3', bringup: 80) {
  def m = ready(sie: 0), v = m.vcpu(0)
  v.reg 'timer.compare', (v.reg('timer.time') as long) + 1000
  v.reg 'timer.state', 1
  quiet m, 0
  v.reg 'sie', STIE
  expect { next(m, 0) < 0 }
}
