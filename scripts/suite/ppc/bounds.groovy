// The bits of a powerpc one-reg that KVM keeps and the values that it refuses: the guest's part of PSSCR, and the areas of a vCPU (VPA) with the order in which
// they can be removed; and that H_PROD wakes the vCPU that it names.
//   kvmsh test scripts/suite/ppc/bounds.groovy -b qemu:ppc64

needs boards: ['qemu:ppc64', 'qemu:ppc64-powernv']
needs asm: ppc64le

def at = 0x1000, door = 0x1000000
def machine = {
  def m = vm {
    platform SPAPR
    memory at: 0, size: 16.MB
    load at: at, asm: 'mtdec 16; sc 1; std 3, 0(14); b .'
    load at: 0x900, asm: 'li 3, 0x99; std 3, 0(14); b .'
    vcpu(0) { start at }
    vcpu(1) { start at }
  }
  [0, 1].each { m.vcpu(it).reg 'r14', door + 0x100 * it }
  m
}
test('PSSCR: of all bits those that a guest sees are kept', source: 'arch/powerpc/include/asm/reg.h, PSSCR_GUEST_VIS', bringup: 142) {
  def v = machine().vcpu(0)
  v.reg 'KVM_REG_PPC_PSSCR', 0xffffffffffffffff
  expect { v.reg('KVM_REG_PPC_PSSCR') == 0xf0000000000003ff }
}
[VPA_SLB: 0x1040000000000083, VPA_DTL: 0x1040000000000084].each { name, id ->
  test("$name needs VPA_ADDR, which cannot go while it is there: EINVAL", source: 'api.rst 4.68; arch/powerpc/kvm/book3s_hv.c, kvmppc_set_one_reg_hv') {
    def m = machine(), v = m.vcpu(0), b = m.allocate(16)
    def set = { long address, long length -> b.write 0, [address, length].collectMany { n -> (0..7).collect { n >>> 8 * it & 0xff } }; v.ioctl KVM_SET_ONE_REG, id: id, addr: b }
    expect(errno: EINVAL) { set 0x20000, 0x1000 }
    v.reg 'KVM_REG_PPC_VPA_ADDR', 0x10000
    set 0x20000, 0x1000
    expect(errno: EINVAL) { v.reg 'KVM_REG_PPC_VPA_ADDR', 0 }
    expect { v.reg('KVM_REG_PPC_VPA_ADDR') == 0x10000 }
    set 0, 0
    v.reg 'KVM_REG_PPC_VPA_ADDR', 0
    expect { v.reg('KVM_REG_PPC_VPA_ADDR') == 0 }
  }
}
// What the hypercall answers, or 0x99 if the decrementer has ended it, some seconds later.
def hcall = { m, vcpu, nr, more = 0 ->
  def v = m.vcpu(vcpu)
  v.reg pc: at, r3: nr, r4: more, r16: 0x7fffffff
  m.run until: mmio, vcpu: vcpu, within: 20.s
  v.run.mmio.data[0] & 0xff
}
test('KVM has no list of registers on powerpc: EINVAL', source: 'api.rst 4.84; arch/powerpc/kvm/powerpc.c') {
  expect(errno: EINVAL) { machine().vcpu(0).ioctl KVM_GET_REG_LIST, n: 0 }
}
test('a vCPU that another prods (H_PROD) does not wait when it cedes (H_CEDE)', source: 'PAPR, H_CEDE, H_PROD; arch/powerpc/kvm/book3s_hv.c', bringup: 142) {
  def m = machine()
  expect { hcall(m, 0, 0xe8, 1) == 0 }
  expect { hcall(m, 1, 0xe0) == 0 }
}
