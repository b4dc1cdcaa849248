// Inter-processor interrupts (IPIs) on x86: each delivery mode and destination of the local APIC's ICR, checked by what is then pending
// at each vCPU.
//   kvmsh test scripts/suite/x86/smp.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/smp.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_IRQCHIP
needs asm: x86_64

// vCPU 0 writes what is in its list to the two halves of its command register, or with 0x830 to the one of the x2APIC.
def code = asm(x86_64, at: 0x1000, '''
        mov $0x2000, %esi; mov $0xfee00300, %ebx
  next: lodsl; cmp $-1, %eax; je done
        mov %eax, 0x10(%rbx); lodsl; mov %eax, (%rbx); jmp next
  done: out %al, $0x80
  .org 0x100
        mov $0x2000, %esi; mov $0x830, %ecx
  more: lodsl; cmp $-1, %eax; je done
        mov %eax, %edx; lodsl; wrmsr; jmp more
''')
def COUNT = 4
def put = { v, registers ->
  def s = v.ioctl KVM_GET_LAPIC
  registers.each { at, to -> 4.times { s.regs[at + it] = (to as long) >> 8 * it & 0xff } }
  v.ioctl KVM_SET_LAPIC, s
}
def machine = { x2 = false, more = { [:] } ->
  def m = vm {
    irqchip
    cpuid
    memory at: 0, size: 256.KB
    load at: 0x1000, bytes: code.bytes
    vcpu(0) { long64 0x1000, tables: 0x10000 }
    vcpu 1
    vcpu 2
    vcpu 3
  }
  COUNT.times { n ->
    def v = m.vcpu(n)
    if (x2) { def s = v.ioctl KVM_GET_SREGS; s.apic_base |= 0xc00; v.ioctl KVM_SET_SREGS, s }
    put v, [0xf0: 0x1ff] + more(n)
    v.ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_RUNNABLE
  }
  m
}
def send = { m, dest, command, x2 = false ->
  m.mem 0x2000, u32: [x2 ? dest : dest << 24 & 0xffffffffL, command, 0xffffffffL]
  m.regs.rip = x2 ? 0x1100 : 0x1000
  def e = m.vcpu(0).ioctl KVM_RUN, within: 20.s
  expect { e.name == 'io' }
}
// Which vCPUs have the vector pending, and whether any has another.
def pending = { m, vector ->
  (0..<COUNT).findAll { n ->
    def s = m.vcpu(n).ioctl KVM_GET_LAPIC
    def found = (0..255).findAll { s.regs[0x200 + 0x10 * (it >> 5) + (it >> 3 & 3)] & 1 << (it & 7) }
    expect { found in [[], [vector]] }
    found == [vector]
  }
}
def flat = { n -> [0xd0: 1L << 24 + n, 0xe0: 0xffffffffL] }
def cluster = { n -> [0xd0: (n >> 1) << 28 | 1 << 24 + (n & 1), 0xe0: 0x0fffffffL] }      // vCPUs 0 and 1, and 2 and 3

// Name, what more each APIC has, destination, command, which vCPUs.
[['to the APIC 1', null, 1, 0, [1]], ['to the APIC 3', null, 3, 0, [3]], ['to its own APIC', null, 0, 0, [0]], ['to an APIC that there is not', null, 9, 0, []], ['to all by the destination ff', null, 0xff, 0, [0, 1, 2, 3]],
 ['to itself by shorthand', null, 3, 0x40000, [0]], ['to all by shorthand', null, 3, 0x80000, [0, 1, 2, 3]], ['to all others by shorthand', null, 3, 0xc0000, [1, 2, 3]],
 ['to the logical destination 4', flat, 4, 0x800, [2]], ['to the logical destination b', flat, 0xb, 0x800, [0, 1, 3]], ['to the logical destination f0', flat, 0xf0, 0x800, []], ['to the logical destination ff', flat, 0xff, 0x800, [0, 1, 2, 3]],
 ['to the cluster 0, bit 1', cluster, 2, 0x800, [1]], ['to the cluster 1, both bits', cluster, 0x13, 0x800, [2, 3]], ['to the cluster 1, no bit', cluster, 0x10, 0x800, []]].each { name, more, dest, command, right ->
  [0x31, 0xa5].each { vector ->
    test("the vector ${Integer.toHexString(vector)} $name is pending there and nowhere else", source: 'SDM 3A 11.6', bringup: 95) {
      def m = more == null ? machine() : machine(false, more)
      send m, dest, command | vector
      expect { pending(m, vector) == right }
    }
  }
}
[['to the APIC 2', 2, 0, [2]], ['to an APIC that there is not', 77, 0, []], ['to the logical destination 8', 8, 0x800, [3]],
 ['to the logical destination 5', 5, 0x800, [0, 2]], ['to another cluster', 0x10001, 0x800, []], ['to all others by shorthand', 0, 0xc0000, [1, 2, 3]]].each { name, dest, command, right ->
  test("a vector of an x2APIC $name is pending there and nowhere else", source: 'SDM 3A 11.12', bringup: 95) {
    def m = machine(true)
    send m, dest, command | 0x51, true
    expect { pending(m, 0x51) == right }
  }
}
test('a vector with the lowest priority to three is pending at one of them', source: 'SDM 3A 11.6', bringup: 95) {
  def m = machine(false, flat)
  send m, 0xe, 0x900 | 0x61
  expect { pending(m, 0x61).size() == 1 && pending(m, 0x61)[0] in [1, 2, 3] }
}
test('a vector to an APIC that is off by software is pending nowhere', source: 'SDM 3A 11.6', bringup: 95) {
  def m = machine()
  put m.vcpu(2), [0xf0: 0xff]
  send m, 2, 0x31
  expect { pending(m, 0x31) == [] }
}
test('a vector with level triggering has its bit in the trigger mode register, and one by edge has not', source: 'SDM 3A 11.6', bringup: 95) {
  def m = machine()
  send m, 1, 0xc000 | 0x45
  send m, 2, 0x4000 | 0x45
  def tmr = { n -> m.vcpu(n).ioctl(KVM_GET_LAPIC).regs[0x1a0] & 0xff }
  expect { pending(m, 0x45) == [1, 2] && tmr(1) == 0x20 && tmr(2) == 0 }
}
def nmis = { m -> (0..<COUNT).findAll { m.vcpu(it).ioctl(KVM_GET_VCPU_EVENTS).nmi.pending != 0 } }
[['the APIC 2', 2, 0x400, [2]], ['the APIC 1', 1, 0x400, [1]], ['all others', 0, 0xc0400, [1, 2, 3]]].each { name, dest, command, right ->
  test("an NMI to $name is pending there and nowhere else, and no vector is", source: 'SDM 3A 11.6', bringup: 95) {
    def m = machine()
    send m, dest, command | 0x77
    expect { nmis(m) == right && pending(m, 0x77) == [] }
  }
}
[['the APIC 2', 2, 0x200, [2]], ['all others', 0, 0xc0200, [1, 2, 3]]].each { name, dest, command, right ->
  test("an SMI to $name is pending there and nowhere else", source: 'SDM 3A 11.6', bringup: 95) {
    needs cap: KVM_CAP_X86_SMM
    def m = machine()
    send m, dest, command
    expect { (0..<COUNT).findAll { m.vcpu(it).ioctl(KVM_GET_VCPU_EVENTS).smi.pending != 0 } == right && nmis(m) == [] }
  }
}
test('the state of each vCPU stays what it is when another is interrupted', source: 'api.rst 4.38', bringup: 95) {
  def m = machine()
  m.vcpu(3).ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_HALTED
  send m, 1, 0x31
  expect { (0..<COUNT).collect { m.vcpu(it).ioctl(KVM_GET_MP_STATE).mp_state } == [KVM_MP_STATE_RUNNABLE] * 3 + [KVM_MP_STATE_HALTED] }
}
