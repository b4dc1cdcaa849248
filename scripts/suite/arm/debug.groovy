// KVM_SET_GUEST_DEBUG of arm64: each breakpoint and watchpoint by its number, watchpoints of each length, single steps over each kind of instruction, and the
// breakpoints that the guest sets for itself.
//   kvmsh test scripts/suite/arm/debug.groovy -b qemu:arm64

needs boards: 'arm64'
needs boards: ['real', 'emulated', 'remote']
needs asm: arm64

def at = 0x40000000, there = at + 0x8000, door = 0x10000000
def guest = { text, more = [:] ->
  def m = vm { memory at: at, size: 64.KB; load at: at, asm: text; vcpu(0) { start at }; vcpu(1) { start at } }
  [0, 1].each { v -> ([x1: door, x2: there] + more).each { k, n -> m.vcpu(v).reg k, n } }
  m
}
def HW = KVM_GUESTDBG_ENABLE | KVM_GUESTDBG_USE_HW, STEP = KVM_GUESTDBG_ENABLE | KVM_GUESTDBG_SINGLESTEP
def debug = { v, control, set = [:], index = 0 -> def d = struct('kvm_guest_debug', control: control); set.each { k, n -> d.arch."$k"[index] = n }; v.ioctl KVM_SET_GUEST_DEBUG, d }
def stop = { v -> v.ioctl KVM_RUN, within: 20.s; v.run.exit_reason == KVM_EXIT_DEBUG ? [v.run.debug.arch.hsr >> 26 & 0x3f, v.reg('pc')] : v.run.exit_reason == KVM_EXIT_MMIO ? 'mmio' : v.run.exit_reason }
def breakpoints = kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_GUEST_DEBUG_HW_BPS), watchpoints = kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_GUEST_DEBUG_HW_WPS)

(0..5).each { i ->
  test("breakpoint $i: a debug exit at its address, on its own vCPU, and none when its control is 0", source: 'api.rst 4.87', bringup: 110) {
    needs breakpoints > i, "breakpoint $i"
    def m = guest('nop; nop; nop; str w0, [x1]; b .')
    debug m.vcpu(0), HW, [dbg_bvr: at + 8, dbg_bcr: 0x1e7], i
    expect { stop(m.vcpu(0)) == [0x30, at + 8] && stop(m.vcpu(1)) == 'mmio' }
    debug m.vcpu(0), HW, [dbg_bvr: at + 8, dbg_bcr: 0x1e6], i
    expect { stop(m.vcpu(0)) == 'mmio' }
  }
}
(0..3).each { i ->
  // BAS: which of the eight bytes; stores of one byte to each of them.
  [[1, 0x01], [2, 0x03], [4, 0x0f], [8, 0xff], [1, 0x80], [2, 0x30]].each { len, bas ->
    test("watchpoint $i of the bytes 0x${Integer.toHexString(bas)}: a store to one of them is a debug exit with its address, a store to another is not", source: 'api.rst 4.87; Arm DDI 0487, DBGWCR_EL1.BAS', bringup: 110) {
      needs watchpoints > i, "watchpoint $i"
      def m = guest('strb w0, [x6]; str w0, [x1]; b .'), v = m.vcpu(0)
      debug v, HW, [dbg_wvr: there, dbg_wcr: 0x17 | bas << 5 & 0x1fe0], i
      def hits = (0..7).findAll { n ->
        [pc: at, x6: there + n].each { k, x -> v.reg k, x }
        def s = stop(v)
        if (s == 'mmio') { v.run.immediate_exit = 1; attempt { v.ioctl KVM_RUN }; v.run.immediate_exit = 0 }
        s == [0x34, at] && v.run.debug.arch.far == there + n
      }
      expect { hits == (0..7).findAll { bas & 1 << it } }
    }
  }
}
[['nop', 'nop', 4], ['a load', 'ldr x3, [x2]', 4], ['a store', 'str x3, [x2]', 4], ['a jump', 'b .+12', 12], ['a branch that is taken', 'cbz xzr, .+8', 8], ['a branch that is not taken', 'cbnz xzr, .+8', 4], ['a read of a system register', 'mrs x3, midr_el1', 4],
 ['a write of a system register', 'msr tpidr_el0, x2', 4], ['one that KVM emulates', 'mrs x3, S3_0_C0_C7_0', 4], ['an isb', 'isb', 4]].each { name, text, next ->
  test("a single step over $name is a debug exit behind it", source: 'api.rst 4.87', bringup: 110) {
    def m = guest("$text; nop; nop; nop; b ."), v = m.vcpu(0)
    debug v, STEP
    expect { stop(v) == [0x32, at + next] }
  }
}
test('a single step over an access that exits: the exit first, then a debug exit behind it', source: 'api.rst 4.87; arch/arm64/kvm/handle_exit.c', bringup: 110) {
  def m = guest('str w0, [x1]; nop; b .'), v = m.vcpu(0)
  debug v, STEP
  expect { stop(v) == 'mmio' && v.reg('pc') == at }
  expect { def s = stop(v); s[0] == 0x32 && s[1] in [at + 4L, at + 8L] }
}
test('single steps leave pstate and the debug registers of the guest as they are', source: 'arch/arm64/kvm/debug.c', bringup: 110) {
  def m = guest('nop; nop; nop; b .'), v = m.vcpu(0), mdscr = 0x6030000000138012, own = [v.reg(mdscr), v.reg('pstate')]
  debug v, STEP
  3.times { stop v }
  expect { [v.reg(mdscr), v.reg('pstate')] == own }
  debug v, 0
  expect { [v.reg(mdscr), v.reg('pstate')] == own && m.run(until: timeout, vcpu: 0, within: 300.ms).exits == 0 }
}
test('a breakpoint that the guest sets for itself is its own exception', source: 'Arm DDI 0487 D2; arch/arm64/kvm/debug.c', bringup: 110) {
  def m = guest('msr oslar_el1, xzr; adr x3, 8f; msr dbgbvr0_el1, x3; mov x4, #0x1e7; msr dbgbcr0_el1, x4; mrs x5, mdscr_el1; mov x6, #0xa000; orr x5, x5, x6; msr mdscr_el1, x5; msr daifclr, #8; isb; nop; 8: nop; str w0, [x1]; b .; .org 0x200; mrs x3, esr_el1; lsr x3, x3, #26; mrs x4, elr_el1; stp x3, x4, [x2]; str w0, [x1]; b .')
  [0, 1].each { m.vcpu(it).reg vbar_el1: at }
  m.run until: mmio, vcpu: 0, within: 20.s
  expect { m.mem(there, 16).u64(0) == 0x31 && m.mem(there, 16).u64(8) == at + 0x30 }
}
test('breakpoints of guest debug are not those of the guest', source: 'arch/arm64/kvm/debug.c', bringup: 110) {
  def m = guest('nop; nop; b .'), v = m.vcpu(0), bvr = 0x6030000000138004, bcr = 0x6030000000138005
  v.reg bvr, 0x123450
  v.reg bcr, 0x1e6
  debug v, HW, [dbg_bvr: at + 4, dbg_bcr: 0x1e7]
  expect { stop(v) == [0x30, at + 4] && v.reg(bvr) == 0x123450 && v.reg(bcr) == 0x1e6 }
}
