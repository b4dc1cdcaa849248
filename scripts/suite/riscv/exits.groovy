// The exits of a riscv64 vCPU: every field of an MMIO exit at each width, sign and direction; a load changes its register alone; immediate_exit.
//   kvmsh test scripts/suite/riscv/exits.groovy -b qemu:riscv64

needs boards: 'riscv64'
needs boards: ['real', 'emulated', 'remote']
needs asm: riscv64

def at = 0x80000000, there = at + 0x8000, door = 0x10000000
def guest = { text, registers = [:] ->
  def m = vm { memory at: at, size: 64.KB; load at: at, asm: ".option norvc; $text"; vcpu(0) { start at }; vcpu(1) { start at } }
  [0, 1].each { v ->
    m.vcpu(v).ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_RUNNABLE
    ([a1: door, s1: there + 0x100 * v] + registers).each { k, n -> m.vcpu(v).reg k, n }
  }
  m
}
def bytes = { run, n -> (0..<n).collect { run.mmio.data[it] & 0xff } }

[['sb a0, 0(a1)', 1], ['sh a0, 0(a1)', 2], ['sw a0, 0(a1)', 4], ['sd a0, 0(a1)', 8]].each { text, n ->
  [0, 1].each { vcpu ->
    test("'$text' of vCPU $vcpu is an exit with its address, length and bytes", source: 'api.rst 5, kvm_run', bringup: 70) {
      def m = guest("$text; j .", [a0: 0x8877665544332211, a1: door + 0x18 + n * n]), v = m.vcpu(vcpu)
      v.ioctl KVM_RUN
      expect { v.run.exit_reason == KVM_EXIT_MMIO && v.run.mmio.phys_addr == door + 0x18 + n * n }
      expect { v.run.mmio.len == n && v.run.mmio.is_write == 1 }
      expect { bytes(v.run, n) == [0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88].take(n) }
    }
  }
}
[['lb a0, 0(a1)', 1, 0xfffffffffffffff1], ['lbu a0, 0(a1)', 1, 0xf1], ['lh a0, 0(a1)', 2, 0xfffffffffffff2f1], ['lhu a0, 0(a1)', 2, 0xf2f1],
 ['lw a0, 0(a1)', 4, 0xfffffffff4f3f2f1], ['lwu a0, 0(a1)', 4, 0xf4f3f2f1], ['ld a0, 0(a1)', 8, 0xf8f7f6f5f4f3f2f1]].each { text, n, value ->
  [0, 1].each { vcpu ->
    test("'$text' of vCPU $vcpu is an exit, and gets the bytes of user space, extended as it says", source: 'api.rst 5, kvm_run', bringup: 70) {
      def m = guest("$text; sd a0, 0(s1); sw a0, 0(a1); j .", [a0: 0x5555555555555555, a1: door + 0x20]), v = m.vcpu(vcpu)
      v.ioctl KVM_RUN
      expect { v.run.exit_reason == KVM_EXIT_MMIO && v.run.mmio.phys_addr == door + 0x20 && v.run.mmio.len == n && v.run.mmio.is_write == 0 }
      (0..7).each { v.run.mmio.data[it] = 0xf1 + it }
      v.ioctl KVM_RUN
      expect { v.run.exit_reason == KVM_EXIT_MMIO && v.run.mmio.is_write == 1 && m.mem(there + 0x100 * vcpu, 8).u64(0) == value }
      expect { m.vcpu(1 - vcpu).reg('pc') == at }
    }
  }
}
def NAMES = ['ra', 'sp', 'gp', 'tp', 't0', 't1', 't2', 's0', 's1', 'a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7', 's2', 's3', 's4', 's5', 's6', 's7', 's8', 's9', 's10', 's11', 't3', 't4', 't5', 't6']
NAMES.each { name ->
  def base = name == 'a1' ? 'a2' : 'a1'
  test("a load into $name of an exit changes $name and no other register", source: 'api.rst 5, kvm_run', bringup: 70) {
    def m = guest("ld $name, 0($base); j .", NAMES.withIndex().collectEntries { k, i -> [k, 0x1000 + i] } + [(base): door]), v = m.vcpu(0)
    v.ioctl KVM_RUN
    (0..7).each { v.run.mmio.data[it] = 0x11 + it }
    v.run.immediate_exit = 1
    expect(errno: EINTR) { v.ioctl KVM_RUN }
    expect { v.reg(name) == 0x1817161514131211 && v.reg('pc') == at + 4 }
    expect { NAMES.withIndex().findAll { k, i -> k != name && v.reg(k) != (k == base ? door : 0x1000 + i) }*.getAt(0) == [] }
  }
}
['c.lw a0, 0(a1)': [4, 2], 'c.ld a0, 0(a1)': [8, 2], 'c.sw a0, 0(a1)': [4, 2], 'c.sd a0, 0(a1)': [8, 2]].each { text, what ->
  test("'$text' is an exit of ${what[0]} bytes, and the guest goes on behind its two bytes", source: 'api.rst 5, kvm_run', bringup: 70) {
    def m = vm { memory at: at, size: 64.KB; load at: at, asm: ".option rvc; $text; c.j ."; vcpu(0) { start at } }, v = m.vcpu(0)
    v.reg 'a1', door
    v.ioctl KVM_RUN
    expect { v.run.exit_reason == KVM_EXIT_MMIO && v.run.mmio.len == what[0] && v.run.mmio.is_write == (text.contains('s') ? 1 : 0) }
    v.run.immediate_exit = 1
    expect(errno: EINTR) { v.ioctl KVM_RUN }
    expect { v.reg('pc') == at + what[1] }
  }
}
// Of a compressed access by sp the register has five bits, of the others three.
[['c.swsp s5, 4(sp)', 4, 's5', 4], ['c.sdsp s5, 8(sp)', 8, 's5', 8], ['c.sdsp ra, 16(sp)', 8, 'ra', 16], ['c.sw a2, 0(a1)', 4, 'a2', 0], ['c.sd a5, 8(a1)', 8, 'a5', 8]].each { text, n, name, offset ->
  test("'$text' is an exit with the bytes of $name", source: 'RISC-V unprivileged, C extension; arch/riscv/kvm/vcpu_insn.c, kvm_riscv_vcpu_mmio_store', bringup: 70) {
    def m = vm { memory at: at, size: 64.KB; load at: at, asm: ".option rvc; $text; c.j ."; vcpu(0) { start at } }, v = m.vcpu(0)
    NAMES.eachWithIndex { k, i -> v.reg k, 0x1111111111110000 + 0x101 * i }
    [sp: door, a1: door, (name): 0x8877665544332211].each { k, x -> v.reg k, x }
    v.ioctl KVM_RUN
    expect { v.run.exit_reason == KVM_EXIT_MMIO && v.run.mmio.is_write == 1 && v.run.mmio.len == n && v.run.mmio.phys_addr == door + offset }
    expect { bytes(v.run, n) == [0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88].take(n) }
  }
}
[['c.lwsp s5, 4(sp)', 4, 's5', 0x14131211], ['c.ldsp s5, 8(sp)', 8, 's5', 0x1817161514131211], ['c.lw a2, 0(a1)', 4, 'a2', 0x14131211], ['c.ld a5, 8(a1)', 8, 'a5', 0x1817161514131211]].each { text, n, name, value ->
  test("'$text' is an exit, and $name alone gets the bytes of user space", source: 'RISC-V unprivileged, C extension; arch/riscv/kvm/vcpu_insn.c, kvm_riscv_vcpu_mmio_load', bringup: 70) {
    def m = vm { memory at: at, size: 64.KB; load at: at, asm: ".option rvc; $text; c.j ."; vcpu(0) { start at } }, v = m.vcpu(0)
    NAMES.eachWithIndex { k, i -> v.reg k, k in ['sp', 'a1'] ? door : 0x1000 + i }
    v.ioctl KVM_RUN
    expect { v.run.exit_reason == KVM_EXIT_MMIO && v.run.mmio.is_write == 0 && v.run.mmio.len == n }
    (0..7).each { v.run.mmio.data[it] = 0x11 + it }
    v.run.immediate_exit = 1
    expect(errno: EINTR) { v.ioctl KVM_RUN }
    expect { v.reg(name) == value && v.reg('pc') == at + 2 }
    expect { NAMES.withIndex().findAll { k, i -> k != name && v.reg(k) != (k in ['sp', 'a1'] ? door : 0x1000 + i) }*.getAt(0) == [] }
  }
}
test('immediate_exit: KVM_RUN returns EINTR, and the guest has not run', source: 'api.rst 5, immediate_exit') {
  def m = guest('sw a0, 0(a1); j .'), v = m.vcpu(0)
  v.run.immediate_exit = 1
  expect(errno: EINTR) { v.ioctl KVM_RUN }
  expect { v.reg('pc') == at }
  v.run.immediate_exit = 0
  v.ioctl KVM_RUN
  expect { v.run.exit_reason == KVM_EXIT_MMIO }
}
