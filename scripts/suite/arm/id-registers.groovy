// The identification registers of an arm64 vCPU, each by itself: the guest reads what KVM_GET_ONE_REG says; a value that the processor does not
// have is refused; the cache descriptions (demux) by CSSELR_EL1.
//   kvmsh -b qemu:arm64 scripts/suite/arm/id-registers.groovy
//   kvmsh test scripts/suite/arm -b qemu:arm64-gicv3 --filter 'ID_*'

needs boards: 'arm64'
needs boards: ['real', 'emulated', 'remote']
needs asm: arm64

def at = 0x40000000, there = at + 0x8000, door = at + 0x10000
def names = [0xc000: 'MIDR_EL1', 0xc006: 'REVIDR_EL1', 0xc801: 'CLIDR_EL1', 0xc807: 'AIDR_EL1', 0xd801: 'CTR_EL0',
  0xc008: 'ID_PFR0_EL1', 0xc009: 'ID_PFR1_EL1', 0xc00a: 'ID_DFR0_EL1', 0xc00b: 'ID_AFR0_EL1', 0xc00c: 'ID_MMFR0_EL1', 0xc00d: 'ID_MMFR1_EL1',
  0xc00e: 'ID_MMFR2_EL1', 0xc00f: 'ID_MMFR3_EL1', 0xc010: 'ID_ISAR0_EL1', 0xc011: 'ID_ISAR1_EL1', 0xc012: 'ID_ISAR2_EL1', 0xc013: 'ID_ISAR3_EL1',
  0xc014: 'ID_ISAR4_EL1', 0xc015: 'ID_ISAR5_EL1', 0xc016: 'ID_MMFR4_EL1', 0xc017: 'ID_ISAR6_EL1', 0xc018: 'MVFR0_EL1', 0xc019: 'MVFR1_EL1',
  0xc01a: 'MVFR2_EL1', 0xc01c: 'ID_PFR2_EL1', 0xc01d: 'ID_DFR1_EL1', 0xc01e: 'ID_MMFR5_EL1', 0xc020: 'ID_AA64PFR0_EL1', 0xc021: 'ID_AA64PFR1_EL1',
  0xc024: 'ID_AA64ZFR0_EL1', 0xc025: 'ID_AA64SMFR0_EL1', 0xc028: 'ID_AA64DFR0_EL1', 0xc029: 'ID_AA64DFR1_EL1', 0xc02c: 'ID_AA64AFR0_EL1',
  0xc02d: 'ID_AA64AFR1_EL1', 0xc030: 'ID_AA64ISAR0_EL1', 0xc031: 'ID_AA64ISAR1_EL1', 0xc032: 'ID_AA64ISAR2_EL1', 0xc038: 'ID_AA64MMFR0_EL1',
  0xc039: 'ID_AA64MMFR1_EL1', 0xc03a: 'ID_AA64MMFR2_EL1']
(0xc008..0xc03f).each { if (!names[it]) names[it] = "S3_0_C0_C${(it >> 3) & 15}_${it & 7}".toString() }
def order = names.keySet().toList()
def code = asm(arm64, at: at, order.withIndex().collect { e, i -> "mrs x0, S3_${(e >> 11) & 7}_C0_C${(e >> 3) & 15}_${e & 7}; str x0, [x2, #${8 * i}]" }.join('; ') +
  '; str x0, [x3]; b .').bytes
def reg = { 0x6030000000130000 | it }
def guest = {
  def m = vm {
    memory at: at, size: 64.KB
    load at: at, bytes: code
    vcpu(0) { start at; regs x2: there, x3: door }
    vcpu(1) { start at; regs x2: there + 0x1000, x3: door }
  }
  [0, 1].each { m.run until: mmio, vcpu: it, within: 20.s }
  m
}
def known = null
def seen = { ->
  if (!known) {
    def m = guest()
    known = [0, 1].collect { v -> order.withIndex().collectEntries { e, i -> [e, [m.mem(there + 0x1000 * v + 8 * i, 8).u64(0), m.vcpu(v).reg(reg(e))]] } }
  }
  known
}
order.each { e ->
  test("${names[e]}: both vCPUs read what KVM_GET_ONE_REG says", source: 'api.rst 4.68, 4.124', bringup: 142) {
    expect { seen()[0][e][0] == seen()[0][e][1] }
    expect { seen()[1][e][0] == seen()[1][e][1] && seen()[1][e] == seen()[0][e] }
  }
  test("${names[e]}: KVM_SET_ONE_REG takes its own value, and refuses a field of all ones: EINVAL", source: 'api.rst 4.68, 4.124') {
    def v = vm { vcpu(0) { start at } }.vcpu(0)
    def own = v.reg(reg(e))
    v.reg reg(e), own
    expect(errno: EINVAL) { v.reg reg(e), own ^ 0xf000000000000000 }
    expect { v.reg(reg(e)) == own }
  }
}
test('MPIDR_EL1 of a vCPU is its number, Aff0 of 16', source: 'api.rst 4.68, 4.124', bringup: 142) {
  def m = vm { vcpu(0) { start at }; vcpu(1) { start at } }
  expect { m.vcpu(0).reg(reg(0xc005)) == 0x80000000 && m.vcpu(1).reg(reg(0xc005)) == 0x80000001 }
}
test('a guest has EL0 and EL1, and a debug architecture of version 6 or more', source: 'api.rst 4.68, 4.124', bringup: 142) {
  def pfr = seen()[0][0xc020][1], dfr = seen()[0][0xc028][1]
  expect { (pfr & 0xf) == 1 || (pfr & 0xf) == 2 }
  expect { (pfr >> 4 & 0xf) == 1 || (pfr >> 4 & 0xf) == 2 }
  expect { (dfr & 0xf) >= 6 }
}
test('AArch32 at EL1 is there if KVM_CAP_ARM_EL1_32BIT says so', source: 'api.rst 4.68, 4.124', bringup: 142) {
  expect { ((seen()[0][0xc020][1] >> 4 & 0xf) == 2) == (kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_ARM_EL1_32BIT) == 1) }
}
test('a guest without the feature PMU_V3 has no performance monitors in ID_AA64DFR0_EL1', source: 'api.rst 4.68, 4.124', bringup: 142) { expect { (seen()[0][0xc028][1] >> 8 & 0xf) == 0 } }

// The caches of CLIDR_EL1, each with CCSIDR_EL1 by CSSELR_EL1.
(0..2).each { n ->
  test("the description of cache $n, a demux register, is what the guest reads; another value is refused: EINVAL", source: 'api.rst 4.68, 4.124') {
    def demux = 0x6020000000110000 | n
    def m = vm {
      memory at: at, size: 64.KB
      load at: at, asm: 'msr csselr_el1, x1; isb; mrs x0, ccsidr_el1; str x0, [x2]; str x0, [x3]; b .'
      vcpu(0) { start at; regs x1: n, x2: there, x3: door }
    }
    needs m.vcpu(0).ioctl(KVM_GET_REG_LIST).reg.contains(demux), "cache $n"
    m.run until: mmio, within: 20.s
    def own = m.vcpu(0).reg(demux)
    expect { own != 0 && m.mem(there, 8).u64(0) == own }
    m.vcpu(0).reg demux, own
    expect(errno: EINVAL) { m.vcpu(0).reg demux, own ^ 0x10 }
  }
}
test('a demux register of a cache that the processor does not have: ENOENT', source: 'api.rst 4.68, 4.124') { expect(errno: ENOENT) { vm { vcpu(0) { start at } }.vcpu(0).reg 0x602000000011000d } }

test('KVM_GET_REG_LIST names no register twice, and KVM_GET_ONE_REG reads each of them', source: 'api.rst 4.68, 4.124', bringup: 142) {
  def m = vm { vcpu(0) { start at } }, v = m.vcpu(0), b = m.allocate 2048
  def list = v.ioctl(KVM_GET_REG_LIST).reg
  expect { list.size() > 200 && list.toSet().size() == list.size() }
  expect { list.findAll { one -> attempt { v.ioctl KVM_GET_ONE_REG, id: one, addr: b } != null } == [] }
}
test('KVM_GET_REG_LIST has each register that it always had: core, vector, timer, firmware, cache, system', source: 'api.rst 4.68, 4.124', bringup: 142) {
  def list = vm { vcpu(0) { start at } }.vcpu(0).ioctl(KVM_GET_REG_LIST).reg.toSet()
  def core = (0..0x50).findAll { it % 2 == 0 }.collect { 0x6030000000100000 + it } + (0..31).collect { 0x6040000000100054 + 4 * it } + [0x60200000001000d4, 0x60200000001000d5]
  expect { core.findAll { !list.contains(it) } == [] }
  expect { [0x6030000000140000, 0x6030000000140001, 0x6030000000140002, 0x603000000013df19, 0x603000000013df1a, 0x603000000013df02].findAll { !list.contains(it) } == [] }
  expect { (order.collect { reg(it) } + [reg(0xc005)]).findAll { !list.contains(it) } == [] }
}
test('KVM_GET_REG_LIST with room for too few: E2BIG, and how many there are', source: 'api.rst 4.68, 4.124', bringup: 142) {
  def v = vm { vcpu(0) { start at } }.vcpu(0)
  def r = refusal { v.ioctl KVM_GET_REG_LIST, n: 3 }
  expect { r.errno == E2BIG && r.answered.n == v.ioctl(KVM_GET_REG_LIST).n }
}
test('both vCPUs have the same list', source: 'api.rst 4.68, 4.124', bringup: 142) {
  def m = vm { vcpu(0) { start at }; vcpu(1) { start at } }
  expect { m.vcpu(0).ioctl(KVM_GET_REG_LIST).reg.toSet() == m.vcpu(1).ioctl(KVM_GET_REG_LIST).reg.toSet() }
}
