// Clocks of x86: KVM_GET_CLOCK and KVM_SET_CLOCK, field by field; the TSC, set by MSR and by offset, and as the guest reads it;
// the TSC's frequency; the kvmclock page.
//   kvmsh test scripts/suite/x86/clock.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/clock.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_ADJUST_CLOCK
needs asm: x86_64

def TSC = 0x10, PAGE = 0x5000, WALL = 0x6000
def machine = {
  vm {
    irqchip
    cpuid
    memory at: 0, size: 128.KB
    load at: 0x1000, asm: 'lfence; rdtsc; mov %eax, 0x3000; mov %edx, 0x3004; lfence; out %al, $0x80'
    vcpu(0) { long64 0x1000, tables: 0x10000 }
    vcpu(1) { long64 0x1000, tables: 0x18000 }
  }
}
def guestTsc = { m -> m.regs.rip = 0x1000; def e = m.vcpu(0).ioctl(KVM_RUN, within: 20.s); expect { e.name == 'io' }; m.mem(0x3000, 8).u64(0) }
def get = { v, index -> v.ioctl(KVM_GET_MSRS, entries: [[index: index]]).entries[0].data }
def set = { v, index, to -> def n = v.ioctl(KVM_SET_MSRS, entries: [[index: index, data: to]]); expect { n == 1 } }
def clock = { m -> m.ioctl(KVM_GET_CLOCK) }

[1_000_000_000L, 0x0011_2233_4455_6677L].each { to ->
  test("the clock goes on from $to, which KVM_SET_CLOCK has set", source: 'api.rst 4.29, 4.30', bringup: 91) {
    def m = machine(), other = machine(), before = System.nanoTime()
    m.ioctl KVM_SET_CLOCK, clock: to
    def now = clock(m).clock, passed = System.nanoTime() - before
    // The clock of the guest may be faster or slower than the host's by some thousandths, and is read a little before or behind.
    expect { now >= to && now - to <= passed + passed.intdiv(100) + 10_000_000 }
    expect { clock(other).clock < 600_000_000_000L }
  }
}
test('the clock does not stand still and does not go back', source: 'api.rst 4.29', bringup: 91) {
  def m = machine(), seen = (1..20).collect { clock(m).clock }
  expect { seen == seen.toSorted() && seen.first() < seen.last() }
}
test('the clock of a VM begins at its creation', source: 'api.rst 4.29', bringup: 91) {
  def before = System.nanoTime(), m = machine(), now = clock(m).clock, passed = System.nanoTime() - before
  expect { now <= passed + 10_000_000 }
}
test('realtime of KVM_GET_CLOCK is the time of the host, and host_tsc runs', source: 'api.rst 4.29', bringup: 91) {
  def m = machine()
  needs((kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_ADJUST_CLOCK) & KVM_CLOCK_REALTIME) != 0, 'KVM_CLOCK_REALTIME')
  def first = clock(m), second = clock(m)
  needs((first.flags & KVM_CLOCK_REALTIME) != 0, 'a host whose clock is its TSC')
  expect { second.realtime > first.realtime && second.clock - first.clock <= second.realtime - first.realtime + 10_000_000 }
  expect { (first.flags & KVM_CLOCK_HOST_TSC) != 0 && second.host_tsc > first.host_tsc }
}
test('KVM_SET_CLOCK with a time of the host adds what has passed since then', source: 'api.rst 4.30', bringup: 91) {
  needs((kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_ADJUST_CLOCK) & KVM_CLOCK_REALTIME) != 0, 'KVM_CLOCK_REALTIME')
  def m = machine(), host = clock(m)
  needs((host.flags & KVM_CLOCK_REALTIME) != 0, 'a host whose clock is its TSC')
  m.ioctl KVM_SET_CLOCK, clock: 5_000_000_000L, flags: KVM_CLOCK_REALTIME, realtime: host.realtime - 1_000_000_000_000L
  expect { clock(m).clock >= 1_005_000_000_000L }
}
test('KVM_SET_CLOCK with a flag that there is not: EINVAL, and the clock stays', source: 'api.rst 4.30') {
  def m = machine()
  expect(errno: EINVAL) { m.ioctl KVM_SET_CLOCK, clock: 0x7777_0000_0000_0000L, flags: 1 << 20 }
  expect { clock(m).clock < 0x1000_0000_0000_0000L }
}

[0x1_0000_0000L, 0x0123_4567_0000_0000L].each { to ->
  test("the TSC goes on from ${Long.toHexString(to)}, which KVM_SET_MSRS has set, for the guest and for KVM_GET_MSRS", source: 'api.rst 4.19', bringup: 91) {
    def m = machine(), v = m.vcpu(0)
    set v, TSC, to
    def got = get(v, TSC), seen = guestTsc(m), after = get(v, TSC)
    expect { to <= got && got < seen && seen < after }
    expect { after - to < 200_000_000_000L }
  }
}
test('the TSC of the guest does not go back', source: 'SDM 3B 18.17', bringup: 91) {
  def m = machine(), seen = (1..5).collect { guestTsc(m) }
  expect { seen == seen.toSorted().unique() }
}
test('KVM_VCPU_TSC_OFFSET: what is set is got, and the guest has that much more', source: 'devices/vcpu.rst 4.1', bringup: 91) {
  def m = machine(), v = m.vcpu(0), pointer = m.allocate(8)
  def attr = [group: KVM_VCPU_TSC_CTRL, attr: KVM_VCPU_TSC_OFFSET, addr: pointer.address]
  needs attempt { v.ioctl KVM_HAS_DEVICE_ATTR, attr } == null, 'KVM_VCPU_TSC_OFFSET'
  def value = { def b = pointer.bytes(0, 8); (0..7).collect { (b[it] & 0xffL) << 8 * it }.sum() }
  v.ioctl KVM_GET_DEVICE_ATTR, attr
  def before = value(), old = guestTsc(m), to = before + 0x1000_0000_0000L
  pointer.write 0, (0..7).collect { to >> 8 * it & 0xff } as byte[]
  v.ioctl KVM_SET_DEVICE_ATTR, attr
  pointer.write 0, [0] * 8 as byte[]
  v.ioctl KVM_GET_DEVICE_ATTR, attr
  expect { value() == to }
  def now = guestTsc(m)
  expect { now - old >= 0x1000_0000_0000L && now - old < 0x1000_0000_0000L + 2_000_000_000_000L }
}
test('another attribute of KVM_VCPU_TSC_CTRL: ENXIO', source: 'devices/vcpu.rst 4.1') {
  def m = machine(), v = m.vcpu(0), pointer = m.allocate(8)
  needs attempt { v.ioctl KVM_HAS_DEVICE_ATTR, group: KVM_VCPU_TSC_CTRL, attr: KVM_VCPU_TSC_OFFSET, addr: pointer.address } == null, 'KVM_VCPU_TSC_OFFSET'
  ['KVM_HAS_DEVICE_ATTR', 'KVM_GET_DEVICE_ATTR', 'KVM_SET_DEVICE_ATTR'].each { call ->
    expect(errno: ENXIO) { v.ioctl([KVM_HAS_DEVICE_ATTR: KVM_HAS_DEVICE_ATTR, KVM_GET_DEVICE_ATTR: KVM_GET_DEVICE_ATTR, KVM_SET_DEVICE_ATTR: KVM_SET_DEVICE_ATTR][call], group: KVM_VCPU_TSC_CTRL, attr: 7, addr: pointer.address) }
  }
}
test('KVM_GET_TSC_KHZ has a frequency, KVM_SET_TSC_KHZ takes it, and the other vCPU has the same', source: 'api.rst 4.55, 4.56', bringup: 91) {
  needs cap: KVM_CAP_GET_TSC_KHZ
  def m = machine(), v = m.vcpu(0), khz = v.ioctl(KVM_GET_TSC_KHZ)
  expect { khz > 10_000 && khz < 20_000_000 && m.vcpu(1).ioctl(KVM_GET_TSC_KHZ) == khz }
  v.ioctl KVM_SET_TSC_KHZ, khz
  expect { v.ioctl(KVM_GET_TSC_KHZ) == khz }
}
test('KVM_SET_TSC_KHZ of half the frequency: KVM_GET_TSC_KHZ has it, and the other vCPU keeps its own', source: 'api.rst 4.55, 4.56', bringup: 91) {
  needs cap: KVM_CAP_TSC_CONTROL
  def m = machine(), v = m.vcpu(0), khz = v.ioctl(KVM_GET_TSC_KHZ)
  v.ioctl KVM_SET_TSC_KHZ, khz.intdiv(2)
  expect { v.ioctl(KVM_GET_TSC_KHZ) == khz.intdiv(2) && m.vcpu(1).ioctl(KVM_GET_TSC_KHZ) == khz }
}

// kvmclock: the time of its page at the guest's TSC, as a guest computes it.
def page = { m -> def p = m.mem PAGE, 32; [version: p.u32(0), tsc: p.u64(8), time: p.u64(16), mul: p.u32(24), shift: p.bytes[28] as byte, flags: p.bytes[29]] }
def time = { p, tsc -> def d = (tsc - p.tsc) as BigInteger; p.time + ((p.shift < 0 ? d >> -p.shift : d << p.shift) * (p.mul as BigInteger) >> 32) }
test('the page of kvmclock has an even version, a factor, and the time of KVM_GET_CLOCK', source: 'x86/msr.rst', bringup: 91) {
  def m = machine(), v = m.vcpu(0)
  set v, 0x4b564d01L, PAGE | 1
  def before = clock(m).clock as BigInteger, tsc = guestTsc(m), p = page(m), after = clock(m).clock as BigInteger
  expect { p.version != 0 && p.version % 2 == 0 && p.mul != 0 }
  def at = time(p, tsc)
  expect { at >= before - 10_000_000 && at <= after + 10_000_000 }
}
test('the page of kvmclock follows KVM_SET_CLOCK', source: 'x86/msr.rst', bringup: 91) {
  def m = machine(), v = m.vcpu(0)
  set v, 0x4b564d01L, PAGE | 1
  guestTsc m
  def first = page(m).version
  m.ioctl KVM_SET_CLOCK, clock: 0x0022_0000_0000_0000L
  def tsc = guestTsc(m), p = page(m)
  expect { p.version > first && time(p, tsc) >= 0x0022_0000_0000_0000L - 10_000_000 && time(p, tsc) < 0x0022_1000_0000_0000L }
}
test('a page of kvmclock that is off is not written', source: 'x86/msr.rst', bringup: 91) {
  def m = machine(), v = m.vcpu(0)
  set v, 0x4b564d01L, PAGE
  guestTsc m
  expect { m.mem(PAGE, 32).bytes.every { it == 0 } }
}
test('KVM_KVMCLOCK_CTRL sets the flag that the guest was stopped, and without a page: EINVAL', source: 'api.rst 4.51') {
  needs cap: KVM_CAP_KVMCLOCK_CTRL
  def m = machine(), v = m.vcpu(0)
  expect(errno: EINVAL) { v.ioctl KVM_KVMCLOCK_CTRL }
  set v, 0x4b564d01L, PAGE | 1
  guestTsc m
  expect { (page(m).flags & 2) == 0 }
  v.ioctl KVM_KVMCLOCK_CTRL
  guestTsc m
  expect { (page(m).flags & 2) == 2 }
}
test('the wall clock is the time of the host at which the clock of the VM was 0', source: 'x86/msr.rst', bringup: 91) {
  def m = machine(), v = m.vcpu(0)
  set v, 0x4b564d00L, WALL
  def p = m.mem(WALL, 12)
  expect { p.u32(0) % 2 == 0 && p.u32(4) != 0 && p.u32(8) < 1_000_000_000 }
}
