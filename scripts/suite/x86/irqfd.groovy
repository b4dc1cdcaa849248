// KVM_IRQFD of x86: an eventfd on an edge-triggered line, on an MSI, with KVM_IRQFD_FLAG_RESAMPLE, deassigned and assigned again, and errnos.
//   kvmsh test scripts/suite/x86/irqfd.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/irqfd.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_IRQFD
needs cap: KVM_CAP_IRQ_ROUTING
needs asm: x86_64

// The handler of each vector tells it at a port before it ends the interrupt, and at another one behind.
def VECTORS = [0x31, 0x42, 0x53]
def code = asm(x86_64, at: 0x1000, '''
        sti
  loop: pause; jmp loop
''' + VECTORS.withIndex().collect { v, i -> "\n.org ${0x100 * (i + 1)}\n mov \$$v, %al; out %al, \$0x80; mov \$0xfee000b0, %ebx; movl \$0, (%rbx); out %al, \$0x81; iretq" }.join(''))
def machine = {
  def m = vm {
    irqchip
    memory at: 0, size: 256.KB
    load at: 0x1000, bytes: code.bytes
    vcpu(0) { long64 0x1000, tables: 0x10000; vectors VECTORS.withIndex().collectEntries { v, i -> [v, 0x1100 + 0x100 * i] }; regs rsp: 0x9000 }
  }
  def s = m.vcpu(0).ioctl KVM_GET_LAPIC
  s.regs[0xf0] = 0xff; s.regs[0xf1] = 1
  m.vcpu(0).ioctl KVM_SET_LAPIC, s
  // Lines 7 and 9 by level and line 11 by edge to the I/O APIC, 30 and 31 as MSIs.
  def io = m.ioctl KVM_GET_IRQCHIP, chip_id: KVM_IRQCHIP_IOAPIC
  [7: 0x8053, 9: 0x8042, 11: 0x31].each { n, bits -> io.chip.ioapic.redirtbl[n].bits = bits }
  m.ioctl KVM_SET_IRQCHIP, io
  m.ioctl KVM_SET_GSI_ROUTING, entries: [7, 9, 11].collect { [gsi: it, type: KVM_IRQ_ROUTING_IRQCHIP, u: [irqchip: [irqchip: KVM_IRQCHIP_IOAPIC, pin: it]]] } +
    [30: 0x31, 31: 0x42].collect { gsi, v -> [gsi: gsi, type: KVM_IRQ_ROUTING_MSI, u: [msi: [address_lo: 0xfee00000L, data: v]]] }
  m
}
def give = { m, e, gsi, flags = 0, resample = 0 -> m.ioctl KVM_IRQFD, fd: e.fd, gsi: gsi, flags: flags, resamplefd: resample }
def take = { m, e, gsi -> give m, e, gsi, KVM_IRQFD_FLAG_DEASSIGN }
def next = { m -> def v = m.vcpu(0), e = v.ioctl(KVM_RUN, within: 20.s); expect { e.name == 'io' }; [v.run.io.port, m.regs.rax & 0xff] }
def arrives = { m, vector -> expect { next(m) == [0x80, vector] }; expect { next(m) == [0x81, vector] } }

[[11, 0x31, 'a line by edge'], [30, 0x31, 'an MSI'], [31, 0x42, 'another MSI']].each { gsi, vector, name ->
  test("an eventfd of $name interrupts once for each signal", source: 'api.rst 4.52', bringup: 85) {
    def m = machine(), e = m.irqfd(gsi: gsi)
    3.times { e.signal(); arrives m, vector }
    expect { e.count == 0 }
  }
  test("an eventfd of $name that is taken away interrupts no more, and counts", source: 'api.rst 4.52', bringup: 85) {
    def m = machine(), e = m.irqfd(gsi: gsi), other = m.irqfd(gsi: vector == 0x31 ? 31 : 30)
    take m, e, gsi
    e.signal()
    other.signal()
    arrives m, vector == 0x31 ? 0x42 : 0x31
    expect { e.count == 1 }
  }
  test("an eventfd of $name that was signaled before it was given interrupts", source: 'api.rst 4.52', bringup: 85) {
    def m = machine(), e = m.irqfd(gsi: gsi)
    take m, e, gsi
    e.signal()
    give m, e, gsi
    arrives m, vector
  }
}
test('an eventfd of an MSI interrupts with the vector of the route that there is at its signal', source: 'api.rst 4.52', bringup: 85) {
  def m = machine(), e = m.irqfd(gsi: 30)
  e.signal()
  arrives m, 0x31
  m.ioctl KVM_SET_GSI_ROUTING, entries: [[gsi: 30, type: KVM_IRQ_ROUTING_MSI, u: [msi: [address_lo: 0xfee00000L, data: 0x53]]]]
  e.signal()
  arrives m, 0x53
}
[[7, 0x53], [9, 0x42]].each { gsi, vector ->
  test("line $gsi with KVM_IRQFD_FLAG_RESAMPLE: one interrupt for each signal, and the second eventfd counts when the guest ends it, not before", source: 'api.rst 4.52', bringup: 85) {
    needs cap: KVM_CAP_IRQFD_RESAMPLE
    def m = machine(), line = m.irqfd(gsi: 30), resample = m.irqfd(gsi: 31)
    take m, line, 30
    take m, resample, 31
    give m, line, gsi, KVM_IRQFD_FLAG_RESAMPLE, resample.fd
    expect { resample.count == 0 }
    2.times {
      line.signal()
      expect { next(m) == [0x80, vector] && resample.count == 0 }
      expect { next(m) == [0x81, vector] && resample.count == 1 }
    }
    // The line is down again: another interrupt is the next.
    def other = m.irqfd gsi: 11
    other.signal()
    arrives m, 0x31
    expect { resample.count == 0 }
  }
}
test('KVM_IRQFD_FLAG_RESAMPLE: two of one line are both told', source: 'api.rst 4.52', bringup: 85) {
  needs cap: KVM_CAP_IRQFD_RESAMPLE
  def m = machine(), lines = (1..2).collect { def e = m.irqfd(gsi: 30); take m, e, 30; e }, resamples = (1..2).collect { def e = m.irqfd(gsi: 31); take m, e, 31; e }
  2.times { give m, lines[it], 7, KVM_IRQFD_FLAG_RESAMPLE, resamples[it].fd }
  lines[1].signal()
  arrives m, 0x53
  expect { resamples[0].count == 1 && resamples[1].count == 1 }
}
test('KVM_IRQFD with a flag that KVM does not know: EINVAL', source: 'api.rst 4.52') {
  def m = machine(), e = m.irqfd(gsi: 30)
  expect(errno: EINVAL) { give m, e, 30, 1 << 10 }
  e.signal()
  arrives m, 0x31
}
test('KVM_IRQFD with a descriptor that there is not: EBADF, as with one to resample', source: 'api.rst 4.52') {
  def m = machine(), e = m.irqfd(gsi: 30)
  take m, e, 30
  expect(errno: EBADF) { m.ioctl KVM_IRQFD, fd: 9999, gsi: 30 }
  expect(errno: EBADF) { give m, e, 7, KVM_IRQFD_FLAG_RESAMPLE, 9999 }
}
test('an eventfd of two lines of a VM: EBUSY, and the first stays', source: 'api.rst 4.52') {
  def m = machine(), e = m.irqfd(gsi: 30)
  expect(errno: EBUSY) { give m, e, 31 }
  e.signal()
  arrives m, 0x31
}
