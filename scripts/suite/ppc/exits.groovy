// The exits of a powerpc vCPU: a hypercall that the kernel does not handle, with its number, its nine arguments and all that comes back; MMIO at each
// width, byte order, sign and direction; immediate_exit.
//   kvmsh test scripts/suite/ppc/exits.groovy -b qemu:ppc64

needs boards: ['qemu:ppc64', 'qemu:ppc64-powernv']
needs asm: ppc64le

def at = 0x1000, there = 0xfff000, door = 0x1000000          // the first byte after memory
def guest = { text, registers = [:] ->
  def m = vm {
    platform SPAPR
    memory at: 0, size: 16.MB
    load at: at, asm: text
    vcpu(0) { start at }
    vcpu(1) { start at }
  }
  [0, 1].each { v -> def r = m.vcpu(v).ioctl(KVM_GET_REGS); ([r14: door, r15: there + 0x100 * v] + registers).each { k, n -> r.gpr[k.substring(1) as int] = n }; m.vcpu(v).ioctl KVM_SET_REGS, r }
  m
}
def arguments = (0..8).collect { 0x1111222233330000 * (it % 7 + 1) + it }, answers = (0..8).collect { 0x0102030405060700 + 0x11 * it }
def hcall = { vcpu = 0 -> guest('sc 1; std 3, 0(15); b .', [r3: 0x7f0] + (0..8).collectEntries { ["r${4 + it}".toString(), arguments[it]] }) }

[0, 1].each { vcpu ->
  test("the number of a hypercall of vCPU $vcpu is in its exit", source: 'api.rst 5, KVM_EXIT_PAPR_HCALL', bringup: 70) {
    def v = hcall().vcpu(vcpu)
    v.ioctl KVM_RUN
    expect { v.run.exit_reason == KVM_EXIT_PAPR_HCALL && v.run.papr_hcall.nr == 0x7f0 }
  }
}
(0..8).each { n ->
  test("r${4 + n} of the guest is argument $n of its hypercall", source: 'api.rst 5, KVM_EXIT_PAPR_HCALL', bringup: 70) {
    def v = hcall().vcpu(0)
    v.ioctl KVM_RUN
    expect { v.run.papr_hcall.args[n] == arguments[n] }
  }
}
def answered = { v ->
  v.ioctl KVM_RUN
  v.run.papr_hcall.ret = 0x7766554433221100
  (0..8).each { v.run.papr_hcall.args[it] = answers[it] }
  v.run.immediate_exit = 1
  expect(errno: EINTR) { v.ioctl KVM_RUN }
  v.ioctl KVM_GET_REGS
}
test('ret of a hypercall is r3 of the guest', source: 'api.rst 5, KVM_EXIT_PAPR_HCALL', bringup: 70) {
  expect { answered(hcall().vcpu(0)).gpr[3] == 0x7766554433221100 }
}
(0..8).each { n ->
  test("args[$n] of a hypercall is r${4 + n} of the guest", source: 'api.rst 5, KVM_EXIT_PAPR_HCALL', bringup: 70) {
    expect { answered(hcall().vcpu(0)).gpr[4 + n] == answers[n] }
  }
}
test('a hypercall changes no other register, nor the other vCPU', source: 'api.rst 5, KVM_EXIT_PAPR_HCALL', bringup: 70) {
  def m = guest('sc 1; std 3, 0(15); b .', (3..31).collectEntries { ["r$it".toString(), it == 3 ? 0x7f0 : it == 14 ? door : 0x5500 + it] })
  def r = answered(m.vcpu(0)), other = m.vcpu(1).ioctl(KVM_GET_REGS)
  expect { (16..31).findAll { r.gpr[it] != 0x5500 + it } == [] && r.pc == at + 4 }
  expect { (4..13).findAll { other.gpr[it] != 0x5500 + it } == [] && other.pc == at }
}

// Stores: text, bytes of the exit for a little-endian guest.
def stored = 0x8877665544332211, low = [0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88]
[['stb 3, 0(14)', 1, false], ['sth 3, 0(14)', 2, false], ['stw 3, 0(14)', 4, false], ['std 3, 0(14)', 8, false],
 ['sthbrx 3, 0, 14', 2, true], ['stwbrx 3, 0, 14', 4, true], ['stdbrx 3, 0, 14', 8, true]].each { text, n, swapped ->
  [0, 1].each { vcpu ->
    test("'$text' of vCPU $vcpu is an exit with its address, length and bytes", source: 'api.rst 5, KVM_EXIT_MMIO', bringup: 70) {
      def v = guest("$text; b .", [r3: stored]).vcpu(vcpu)
      v.ioctl KVM_RUN
      expect { v.run.exit_reason == KVM_EXIT_MMIO && v.run.mmio.phys_addr == door && v.run.mmio.len == n && v.run.mmio.is_write == 1 }
      expect { (0..<n).collect { v.run.mmio.data[it] & 0xff } == (swapped ? low.take(n).reverse() : low.take(n)) }
    }
  }
}
(0..7).each { n ->
  test("of two stores, each has its own byte $n in its exit", source: 'api.rst 5, KVM_EXIT_MMIO', bringup: 70) {
    def v = guest('std 3, 0(14); std 4, 0(14); std 3, 0(14); b .', [r3: stored, r4: 0x0102030405060708]).vcpu(0)
    expect { (0..2).collect { v.ioctl KVM_RUN; v.run.mmio.data[n] & 0xff } == [low[n], 8 - n, low[n]] }
  }
}
// Loads: text, length, what the guest has of the bytes f1 f2 f3 …
[['lbz 3, 0(14)', 1, 0xf1], ['lhz 3, 0(14)', 2, 0xf2f1], ['lha 3, 0(14)', 2, 0xfffffffffffff2f1], ['lwz 3, 0(14)', 4, 0xf4f3f2f1], ['lwa 3, 0(14)', 4, 0xfffffffff4f3f2f1],
 ['ld 3, 0(14)', 8, 0xf8f7f6f5f4f3f2f1], ['lhbrx 3, 0, 14', 2, 0xf1f2], ['lwbrx 3, 0, 14', 4, 0xf1f2f3f4], ['ldbrx 3, 0, 14', 8, 0xf1f2f3f4f5f6f7f8]].each { text, n, value ->
  [0, 1].each { vcpu ->
    test("'$text' of vCPU $vcpu is an exit, and gets the bytes of user space", source: 'api.rst 5, KVM_EXIT_MMIO', bringup: 70) {
      def m = guest("$text; std 3, 0(15); stw 3, 0(14); b .", [r3: 0x5555555555555555]), v = m.vcpu(vcpu)
      v.ioctl KVM_RUN
      expect { v.run.exit_reason == KVM_EXIT_MMIO && v.run.mmio.phys_addr == door && v.run.mmio.len == n && v.run.mmio.is_write == 0 }
      (0..7).each { v.run.mmio.data[it] = 0xf1 + it }
      v.ioctl KVM_RUN
      expect { v.run.exit_reason == KVM_EXIT_MMIO && v.run.mmio.is_write == 1 && m.mem(there + 0x100 * vcpu, 8).u64(0) == value }
    }
  }
}
(3..31).findAll { it != 14 }.each { n ->
  test("a load into r$n of an exit changes r$n and no other register", source: 'api.rst 5, KVM_EXIT_MMIO', bringup: 70) {
    def v = guest("ld $n, 0(14); b .", (3..31).collectEntries { ["r$it".toString(), it == 14 ? door : 0x1000 + it] }).vcpu(0)
    v.ioctl KVM_RUN
    (0..7).each { v.run.mmio.data[it] = 0x11 + it }
    v.run.immediate_exit = 1
    expect(errno: EINTR) { v.ioctl KVM_RUN }
    def r = v.ioctl KVM_GET_REGS
    expect { r.gpr[n] == 0x1817161514131211 && r.pc == at + 4 }
    expect { (3..31).findAll { it != n && it != 14 && r.gpr[it] != 0x1000 + it } == [] }
  }
}
// The instruction that KVM_REG_PPC_DEBUG_INST names is a breakpoint while KVM_SET_GUEST_DEBUG has it so.
test('immediate_exit: KVM_RUN returns EINTR, and the guest has not run', source: 'api.rst 5, immediate_exit') {
  def v = guest('stw 3, 0(14); b .').vcpu(0)
  v.run.immediate_exit = 1
  expect(errno: EINTR) { v.ioctl KVM_RUN }
  expect { v.ioctl(KVM_GET_REGS).pc == at }
}
