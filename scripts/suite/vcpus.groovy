// The basic calls of any vCPU and VM on arm64, riscv64 and ppc64: descriptors, ids, KVM_RUN, immediate_exit, signal masks, several VMs at once, the end of a
// VM, nonexistent device types. x86 has its own scripts.
//   kvmsh test scripts/suite/vcpus.groovy -b qemu:arm64
//   kvmsh test scripts/suite/vcpus.groovy -b qemu:ppc64

needs boards: ['arm64', 'riscv64', 'ppc64']
needs boards: ['real', 'emulated', 'remote']

// Each guest counts in a register, and stores it to an address that is none.
def GUESTS = [arm64: [mode: arm64, at: 0x40000000L, end: 0x10000000L, r: ['x0', 'x1'], code: 'add x0, x0, #1; str w0, [x1]; b .-8'], riscv64: [mode: riscv64, at: 0x80000000L, end: 0x10000000L, r: ['a0', 'a1'], code: '.option norvc; addi a0, a0, 1; sw a0, (a1); j .-8'],
  ppc64: [mode: ppc64le, at: 0, end: 0x40000000L, r: ['r3', 'r4'], code: 'addi 3, 3, 1; stw 3, 0(4); b .-8']]
def G = GUESTS[board.arch], START = G.at + 0x1000
def code = asm(G.mode, at: START, G.code)
def machine = { ids = [0, 1] ->
  def m = vm {
    if (board.arch == 'ppc64') platform SPAPR
    memory at: G.at, size: 16.MB
    load at: START, bytes: code.bytes
    ids.each { n -> vcpu(n) { start START } }
  }
  ids.each { n ->
    if (board.arch == 'riscv64') m.vcpu(n).ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_RUNNABLE
    m.vcpu(n).reg G.r[0], 0x100 * n
    m.vcpu(n).reg G.r[1], G.end + 0x1000 * n
  }
  m
}
def word = { v -> (0..3).inject(0) { s, i -> s | (v.run.mmio.data[i] & 0xff) << 8 * i } }
def go = { v -> def e = v.ioctl(KVM_RUN, within: 20.s); expect { e.name == 'mmio' }; [v.run.mmio.phys_addr, word(v)] }

test('two vCPUs have exits of their own, in any order', source: 'api.rst 4.10', bringup: 35) {
  def m = machine()
  expect { [0, 1, 1, 0, 1].collect { n -> def (a, x) = go(m.vcpu(n)); [a == G.end + 0x1000 * n, x - 0x100 * n] } == [[true, 1], [true, 1], [true, 2], [true, 2], [true, 3]] }
}
test('two VMs have registers, memory and exits of their own', source: 'api.rst 4.2, 4.10', bringup: 52) {
  def m = machine(), other = machine()
  m.mem START + 0x100, u32: [0x1234]
  expect { go(m.vcpu(0))[1] == 1 && go(m.vcpu(0))[1] == 2 && go(other.vcpu(0))[1] == 1 && other.mem(START + 0x100, 4).u32(0) == 0 }
}
test('vCPUs whose ids are not in the order of their creation', source: 'api.rst 4.7', bringup: 52) { def m = machine([1, 0]); expect { [0, 1].every { n -> go(m.vcpu(n)) == [G.end + 0x1000 * n, 0x100 * n + 1] } } }
test('an id that there is: refused; an id behind the last one: EINVAL', source: 'api.rst 4.7') {
  def m = machine()
  expect { attempt { m.ioctl KVM_CREATE_VCPU, 1 } == (board.arch == 'ppc64' ? EINVAL : EEXIST) }
  expect(errno: EINVAL) { m.ioctl KVM_CREATE_VCPU, 0x7fffffff }
  expect { go(m.vcpu(1))[1] == 0x101 }
}
test('KVM_RUN with an argument: EINVAL, and the guest has not run', source: 'virt/kvm/kvm_main.c, kvm_vcpu_ioctl') {
  def m = machine(), v = m.vcpu(0)
  expect(errno: EINVAL) { v.ioctl KVM_RUN, 1 }
  expect { v.reg(G.r[0]) == 0 && go(v)[1] == 1 }
}
test('immediate_exit: EINTR, each time, and the access that was left is completed once', source: 'api.rst 5, immediate_exit') {
  def m = machine(), v = m.vcpu(0), pc = v.reg('pc')
  2.times { v.run.immediate_exit = 1; expect(errno: EINTR) { v.ioctl KVM_RUN } }
  expect { v.reg('pc') == pc && v.reg(G.r[0]) == 0 }
  v.run.immediate_exit = 0
  expect { go(v)[1] == 1 }
  2.times { v.run.immediate_exit = 1; expect(errno: EINTR) { v.ioctl KVM_RUN } }
  v.run.immediate_exit = 0
  expect { v.reg(G.r[0]) == 1 && go(v)[1] == 2 }
}
['if_flag', 'flags', 'cr8', 'apic_base', 'ready_for_interrupt_injection'].each { field ->
  test("$field of struct kvm_run, which is for x86, is 0, or 1 where powerpc sets it", source: 'api.rst 5; arch/powerpc/kvm/book3s_hv.c, kvmppc_handle_exit_hv', bringup: 52) {
    def v = machine().vcpu(0), set = field.startsWith('ready') && G.mode == ppc64le ? 1 : 0
    expect { v.run."$field" == 0 && go(v)[1] == 1 && v.run."$field" == set && go(v)[1] == 2 && v.run."$field" == set }
  }
}
test('immediate_exit of one vCPU is none of another', source: 'api.rst 5, immediate_exit', bringup: 52) { def m = machine(); m.vcpu(0).run.immediate_exit = 1; expect { go(m.vcpu(1))[1] == 0x101 } }
test('KVM_SET_SIGNAL_MASK: a set of eight bytes is taken, as none; of another size it is EINVAL', source: 'api.rst 4.17') {
  def v = machine().vcpu(0)
  v.ioctl KVM_SET_SIGNAL_MASK, sigset: [0] * 8 as byte[]
  expect { go(v)[1] == 1 }
  expect { [1, 4, 16].every { n -> attempt { v.ioctl KVM_SET_SIGNAL_MASK, sigset: [1] * n as byte[] } == EINVAL } }
  v.ioctl KVM_SET_SIGNAL_MASK, 0
  expect { go(v)[1] == 2 }
}
// Calls on the wrong descriptor, with no address, or that there are not.
['KVM_GET_REG_LIST', 'KVM_GET_ONE_REG', 'KVM_SET_ONE_REG'].each { name -> test("$name with no address: EFAULT", source: 'api.rst 4.68, 4.69, 4.84') { needs !(board.arch == 'ppc64' && name == 'KVM_GET_REG_LIST'), 'a list of registers'; expect(errno: EFAULT) { machine().vcpu(0).ioctl name, 0 } } }
[[KVM_SET_USER_MEMORY_REGION, 'KVM_SET_USER_MEMORY_REGION'], [KVM_IRQFD, 'KVM_IRQFD'], [KVM_IOEVENTFD, 'KVM_IOEVENTFD'], [KVM_CREATE_DEVICE, 'KVM_CREATE_DEVICE'], [KVM_ENABLE_CAP, 'KVM_ENABLE_CAP'], [KVM_GET_DIRTY_LOG, 'KVM_GET_DIRTY_LOG']].each { nr, name ->
  test("$name with no address: EFAULT", source: 'virt/kvm/kvm_main.c, kvm_vm_ioctl') { expect(errno: EFAULT) { machine().ioctl nr, 0 } }
}
test('a call of a VM on a vCPU, one of a vCPU on a VM, and one that there is not: refused', source: 'virt/kvm/kvm_main.c') {
  def m = machine()
  expect { [{ m.vcpu(0).ioctl 0xae41, 7 }, { m.ioctl 0xae80, 0 }, { m.ioctl 0xaeff, 0 }, { m.vcpu(0).ioctl 0xaeff, 0 }, { kvm.ioctl 0xaeff, 0 }].every { c -> attempt { c() } in [ENOTTY, EINVAL] } }
}
test('KVM_CREATE_VM of a type that there is not: EINVAL', boards: ['arm64', 'ppc64'], source: 'api.rst 4.2') { expect(errno: EINVAL) { kvm.ioctl KVM_CREATE_VM, 0x7f } }
test('a device of a type that there is not: ENODEV', source: 'api.rst 4.79') { expect(errno: ENODEV) { machine().ioctl KVM_CREATE_DEVICE, type: 0x7777 } }
test('KVM_CHECK_EXTENSION of a VM and of /dev/kvm agree where no VM can change it', source: 'api.rst 4.4', bringup: 52) { def m = machine(); [KVM_CAP_USER_MEMORY, KVM_CAP_NR_VCPUS, KVM_CAP_IRQFD, KVM_CAP_IOEVENTFD, KVM_CAP_ONE_REG].each { n -> expect { kvm.ioctl(KVM_CHECK_EXTENSION, n) == m.ioctl(KVM_CHECK_EXTENSION, n) } } }

test('KVM_CAP_HALT_POLL: a time is taken, and a guest of such a VM runs', source: 'api.rst 7.21', bringup: 52) {
  def m = machine()
  [0, 1, 200000].each { n -> m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_HALT_POLL, args: [n]; expect { go(m.vcpu(0))[1] > 0 } }
  expect(errno: EINVAL) { m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_HALT_POLL, args: [1L << 40] }
}
