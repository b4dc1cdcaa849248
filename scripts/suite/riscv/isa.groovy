// The extensions and the configuration of a riscv64 vCPU: each register of KVM_GET_REG_LIST's ISA group, which extensions can be switched off, what the guest
// then has, and that the setting is final after the first run.
//   kvmsh -b qemu:riscv64 scripts/suite/riscv/isa.groovy
//   kvmsh test scripts/suite/riscv -b qemu:riscv64 --filter 'extension*'

needs boards: 'riscv64'
needs boards: ['real', 'emulated', 'remote']
needs asm: riscv64

def at = 0x80000000, there = at + 0x8000, door = 0x10000000
def isa = { 0x8030000007000000 | it }
def config = { 0x8030000001000000 | it }
def names = [0: 'A', 1: 'C', 2: 'D', 3: 'F', 5: 'I', 6: 'M', 8: 'SSTC', 10: 'ZIHINTPAUSE', 13: 'ZBB', 14: 'SSAIA', 17: 'ZBA', 18: 'ZBS', 19: 'ZICNTR', 20: 'ZICSR', 21: 'ZIFENCEI', 22: 'ZIHPM', 25: 'ZBC']
def guest = { text = 'j .' ->
  vm {
    memory at: at, size: 64.KB
    load at: at, asm: ".option norvc; $text; sd t0, 0(a2); sw zero, 0(a3); j .; .org 0x100; csrr t0, scause; sd t0, 8(a2); sw zero, 0(a3); j ."
    vcpu(0) { start at; regs a2: there, a3: door; reg stvec: at + 0x100 }
    vcpu(1) { start at }
  }
}
names.each { n, name ->
  test("extension $name: a vCPU has it, and may ${n in [2, 3] ? 'lose it before the first run' : 'not lose it: EINVAL'}", source: 'api.rst 4.68') {
    def m = guest(), v = m.vcpu(0)
    needs v.ioctl(KVM_GET_REG_LIST).reg.contains(isa(n)), name
    expect { v.reg(isa(n)) == 1 }
    v.reg isa(n), 1
    if (n in [2, 3]) v.reg isa(n), 0
    else expect(errno: EINVAL) { v.reg isa(n), 0 }
    expect { v.reg(isa(n)) == (n in [2, 3] ? 0 : 1) && m.vcpu(1).reg(isa(n)) == 1 }
  }
  test("extension $name after the first run: its value is taken, and another gives EBUSY", source: 'api.rst 4.68') {
    def m = guest('li t0, 7'), v = m.vcpu(0)
    needs v.ioctl(KVM_GET_REG_LIST).reg.contains(isa(n)), name
    m.run until: mmio, vcpu: 0, within: 20.s
    v.reg isa(n), 1
    expect(errno: EBUSY) { v.reg isa(n), 0 }
    expect { v.reg(isa(n)) == 1 }
  }
}
// EOPNOTSUPP until Linux 6.6, EBUSY since then.
test('the extension D is not taken away after the first run: refused, and the vCPU keeps it', source: 'api.rst 4.68; arch/riscv/kvm/vcpu_onereg.c') {
  def m = guest('li t0, 7'), v = m.vcpu(0)
  needs v.reg(isa(2)) == 1, 'D'
  m.run until: mmio, vcpu: 0, within: 20.s
  expect { attempt { v.reg isa(2), 0 } in [EBUSY, EOPNOTSUPP] }
  expect { v.reg(isa(2)) == 1 }
}
test('a vCPU has no H, and cannot have it: EINVAL', source: 'api.rst 4.68') {
  def v = guest().vcpu(0)
  expect { v.reg(isa(4)) == 0 }
  expect(errno: EINVAL) { v.reg isa(4), 1 }
}
test('an extension that no header names: ENOENT; one that the processor lacks: EINVAL or nothing to read', source: 'api.rst 4.68') {
  def v = guest().vcpu(0)
  expect(errno: ENOENT) { v.reg isa(0xffff) }
  expect(errno: ENOENT) { v.reg isa(0xffff), 1 }
}
test('the registers of many extensions: enabled are those whose own register is 1, and the last D may be disabled by its bit', source: 'api.rst 4.68', bringup: 125) {
  def v = guest().vcpu(0), enable = 0x8030000007010000, disable = 0x8030000007020000
  def on = v.reg(enable) as long
  expect { names.keySet().findAll { (on >> it & 1) != (v.reg(isa(it)) as long) } == [] as Set }
  v.reg disable, 1 << 2
  expect { v.reg(isa(2)) == 0 && v.reg(isa(3)) == 1 && (v.reg(enable) as long) == (on & ~4L) && (v.reg(disable) & 4) == 4 }
  v.reg enable, 1 << 2
  expect { v.reg(isa(2)) == 1 && (v.reg(enable) as long) == on }
}
test('isa of the configuration has the letters of the extensions, and loses D with its register', source: 'api.rst 4.68', bringup: 125) {
  def v = guest().vcpu(0)
  def letters = [A: 0, C: 2, D: 3, F: 5, I: 8, M: 12]
  def all = v.reg(config(0)) as long
  expect { letters.every { name, bit -> (all >> bit & 1) == 1 } && (all >> 7 & 1) == 0 }
  v.reg isa(2), 0
  expect { (v.reg(config(0)) as long) == (all & ~8L) }
}
test('isa of the configuration switches D off and on, and is settled with the first run: EBUSY', source: 'api.rst 4.68') {
  def m = guest('li t0, 7'), v = m.vcpu(0)
  def all = v.reg(config(0)) as long
  v.reg config(0), all & ~8L
  expect { (v.reg(config(0)) as long) == (all & ~8L) && v.reg(isa(2)) == 0 && (m.vcpu(1).reg(config(0)) as long) == all }
  v.reg config(0), all
  expect { v.reg(isa(2)) == 1 }
  m.run until: mmio, vcpu: 0, within: 20.s
  v.reg config(0), all
  expect(errno: EBUSY) { v.reg config(0), all & ~8L }
}
test('satp_mode of the configuration is what the processor has, and another is refused: EINVAL', source: 'api.rst 4.68') {
  def v = guest().vcpu(0)
  def own = v.reg(config(6)) as long
  expect { own in [8L, 9L, 10L] }
  v.reg config(6), own
  expect(errno: EINVAL) { v.reg config(6), own + 1 }
}
['zicbom_block_size': 1, 'zicboz_block_size': 5, 'zicbop_block_size': 7].each { name, n ->
  test("$name of the configuration cannot be changed: EINVAL", source: 'api.rst 4.68') {
    def v = guest().vcpu(0)
    def own = v.reg(config(n)) as long
    v.reg config(n), own
    expect(errno: EINVAL) { v.reg config(n), own + 64 }
  }
}
test('a configuration register that does not exist: ENOENT', source: 'api.rst 4.68') {
  def v = guest().vcpu(0)
  expect(errno: ENOENT) { v.reg config(40) }
  expect(errno: ENOENT) { v.reg config(40), 0 }
}
// What the guest has then.
test('without D and F a floating point instruction is illegal (2), with F and sstatus.FS it runs', source: 'api.rst 4.68', bringup: 125) {
  def m = guest('li t0, 0x2000; csrs sstatus, t0; fmv.x.w t0, f1; li t0, 7')
  m.run until: mmio, vcpu: 0, within: 20.s
  expect { m.mem(there, 16).u64(0) == 7 && m.mem(there, 16).u64(8) == 0 }
  def less = guest('li t0, 0x2000; csrs sstatus, t0; fmv.x.w t0, f1; li t0, 7')
  less.vcpu(0).reg isa(2), 0
  less.vcpu(0).reg isa(3), 0
  less.run until: mmio, vcpu: 0, within: 20.s
  expect { less.mem(there, 16).u64(0) == 0 && less.mem(there, 16).u64(8) == 2 }
}
[['MUL', 'li t0, 6; li t1, 7; mul t0, t0, t1', 42], ['AMOADD', 'li t0, 5; sd t0, 64(a2); addi t2, a2, 64; li t1, 37; amoadd.d t0, t1, (t2); ld t0, 64(a2)', 42],
 ['a compressed instruction', '.option rvc; c.li t0, 21; c.add t0, t0; .option norvc; .balign 4', 42]].each { name, text, value ->
  test("$name runs in the guest", source: 'api.rst 4.68', bringup: 125) {
    def m = guest(text)
    m.run until: mmio, vcpu: 0, within: 20.s
    expect { m.mem(there, 8).u64(0) == value }
  }
}
// The MP state.
test('MP state: the first vCPU runs, another is stopped until it is told; set and read on each', source: 'api.rst 4.68', bringup: 125) {
  def m = vm { memory at: at, size: 64.KB; vcpu(0) { }; vcpu(1) { } }
  expect { m.vcpu(0).ioctl(KVM_GET_MP_STATE).mp_state == KVM_MP_STATE_RUNNABLE && m.vcpu(1).ioctl(KVM_GET_MP_STATE).mp_state == KVM_MP_STATE_STOPPED }
  m.vcpu(0).ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_STOPPED
  m.vcpu(1).ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_RUNNABLE
  expect { m.vcpu(0).ioctl(KVM_GET_MP_STATE).mp_state == KVM_MP_STATE_STOPPED && m.vcpu(1).ioctl(KVM_GET_MP_STATE).mp_state == KVM_MP_STATE_RUNNABLE }
}
[KVM_MP_STATE_HALTED: 3, KVM_MP_STATE_SIPI_RECEIVED: 4, KVM_MP_STATE_CHECK_STOP: 6, 'no state': 99].each { name, n ->
  test("MP state: $name is refused: EINVAL", source: 'api.rst 4.68') { expect(errno: EINVAL) { vm { vcpu 0 }.vcpu(0).ioctl KVM_SET_MP_STATE, mp_state: n } }
}
test('MP state: a stopped vCPU runs nothing, and goes on when it is runnable', source: 'api.rst 4.68', bringup: 125) {
  def m = guest('li t0, 7'), v = m.vcpu(0)
  v.ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_STOPPED
  expect { m.run(until: timeout, vcpu: 0, within: 300.ms).exits == 0 && m.mem(there, 8).u64(0) == 0 }
  v.ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_RUNNABLE
  m.run until: mmio, vcpu: 0, within: 20.s
  expect { m.mem(there, 8).u64(0) == 7 }
}
