// A big-endian arm64 guest: its MMIO exits have the bytes in memory order, at each width and direction; and PTP, with which the guest reads the host's time and
// a counter together.
//   kvmsh test scripts/suite/arm/byte-order.groovy -b qemu:arm64

needs boards: 'arm64'
needs boards: ['real', 'emulated', 'remote']
needs asm: arm64

def at = 0x40000000, there = at + 0x8000, door = 0x10000000, EE = 1 << 25
def guest = { text, more = [:] ->
  def m = vm { memory at: at, size: 64.KB; load at: at, asm: text; vcpu(0) { start at } }
  ([x1: door, x20: there] + more).each { k, n -> m.vcpu(0).reg k, n }
  m
}
def big = { text, more = [:] -> def m = guest(text, more); m.vcpu(0).reg sctlr_el1: m.vcpu(0).reg('sctlr_el1') | EE; m }
[['strb w0, [x1]', 1, [0x11]], ['strh w0, [x1]', 2, [0x22, 0x11]], ['str w0, [x1]', 4, [0x44, 0x33, 0x22, 0x11]], ['str x0, [x1]', 8, [0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11]]].each { text, n, bytes ->
  test("'$text' of a big-endian guest is an exit with the most significant byte first", source: 'api.rst 5, KVM_EXIT_MMIO; arch/arm64/include/asm/kvm_emulate.h, vcpu_data_guest_to_host', bringup: 72) {
    def v = big("$text; b .", [x0: 0x8877665544332211]).vcpu(0)
    v.ioctl KVM_RUN
    expect { v.run.exit_reason == KVM_EXIT_MMIO && v.run.mmio.len == n && v.run.mmio.is_write == 1 && (0..<n).collect { v.run.mmio.data[it] & 0xff } == bytes }
  }
}
[['ldrb w0, [x1]', 1, 0xf1], ['ldrh w0, [x1]', 2, 0xf1f2], ['ldr w0, [x1]', 4, 0xf1f2f3f4], ['ldr x0, [x1]', 8, 0xf1f2f3f4f5f6f7f8]].each { text, n, value ->
  test("'$text' of a big-endian guest gets the first byte as the most significant one", source: 'api.rst 5, KVM_EXIT_MMIO; arch/arm64/include/asm/kvm_emulate.h, vcpu_data_host_to_guest', bringup: 72) {
    def v = big("$text; b .", [x0: 0x5555555555555555]).vcpu(0)
    v.ioctl KVM_RUN
    expect { v.run.exit_reason == KVM_EXIT_MMIO && v.run.mmio.len == n && v.run.mmio.is_write == 0 }
    (0..7).each { v.run.mmio.data[it] = 0xf1 + it }
    v.run.immediate_exit = 1
    expect(errno: EINTR) { v.ioctl KVM_RUN }
    expect { v.reg('x0') == value }
  }
}
test('a big-endian guest stores to its memory in its order', source: 'Arm DDI 0487, SCTLR_EL1.EE', bringup: 72) {
  def m = big('str w0, [x20]; str w0, [x1]; b .', [x0: 0x11223344])
  m.run until: mmio, within: 20.s
  expect { m.mem(there, 4).bytes.collect { it & 0xff } == [0x11, 0x22, 0x33, 0x44] }
}
// PTP: x0 and x1 are the time, x2 and x3 the counter that it was at.
def asked = { counter ->
  def m = guest("mrs x10, cntvct_el0; mrs x11, cntpct_el0; ldr x0, =0x86000001; mov x1, #$counter; hvc #0; mrs x12, cntvct_el0; mrs x13, cntpct_el0; stp x0, x1, [x20]; stp x2, x3, [x20, #16]; stp x10, x11, [x20, #32]; stp x12, x13, [x20, #48]; mov x1, #0x10000000; str w0, [x1]; b .")
  m.run until: mmio, within: 20.s
  (0..7).collect { m.mem(there + 8 * it, 8).u64(0) as long }
}
[['virtual', 0, 4], ['physical', 1, 5]].each { name, n, i ->
  test("PTP: the time with the $name counter, which lies between two readings of the guest", source: 'arm/ptp_kvm.rst; arch/arm64/kvm/hypercalls.c, kvm_ptp_get_time', bringup: 72) {
    needs cap: KVM_CAP_PTP_KVM
    def x = asked(n)
    expect { x[0] >= 0 && x[1] >= 0 && x[1] <= 0xffffffffL && (x[2] << 32 | x[3]) >= x[i] && (x[2] << 32 | x[3]) <= x[i + 2] }
    def y = asked(n)
    expect { (y[0] << 32 | y[1]) > (x[0] << 32 | x[1]) }
  }
}
test('PTP of a counter that there is not is refused with -1', source: 'arm/ptp_kvm.rst; arch/arm64/kvm/hypercalls.c') { expect { asked(7)[0] == -1L } }
