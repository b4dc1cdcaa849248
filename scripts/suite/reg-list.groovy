// The complete KVM_GET_REG_LIST of arm64 and riscv64: the returned n is the number of registers, whether the buffer is too small or too large; each register is
// listed once and can be read; and the groups that each vCPU has.
//   kvmsh test scripts/suite/reg-list.groovy -b qemu:riscv64
//   kvmsh test scripts/suite/reg-list.groovy -b qemu:arm64

needs boards: ['arm64', 'riscv64']
needs boards: ['real', 'emulated', 'remote']

def ARM = board.arch == 'arm64'
def machine = { -> vm { memory at: ARM ? 0x40000000L : 0x80000000L, size: 64.KB; vcpu(0) { start ARM ? 0x40000000L : 0x80000000L }; vcpu(1) { start ARM ? 0x40000000L : 0x80000000L } } }
def ask = { v, n -> v.ioctl KVM_GET_REG_LIST, n: n, reg: [0] * n }
def known = { -> def m = machine(), r = refusal { ask m.vcpu(0), 0 }; def n = r.answered.n as int; [errno: r.errno, n: n, list: ask(m.vcpu(0), n).reg.collect { it as long }] }.memoize()
test('room for none: E2BIG, and n is the number of registers', source: 'api.rst 4.84', bringup: 130) { expect { known().errno == E2BIG && known().n > 60 && known().list.size() == known().n } }
test('room for one less: E2BIG, and n is the number of registers', source: 'api.rst 4.84', bringup: 131) { def r = refusal { ask machine().vcpu(0), known().n - 1 }; expect { r.errno == E2BIG && r.answered.n == known().n } }
test('room for more: n is the number of registers, and the others are as they were', source: 'api.rst 4.84', bringup: 131) {
  def x = ask(machine().vcpu(0), known().n + 2)
  expect { x.n == known().n && x.reg.collect { it as long }.take(known().n) == known().list }
}
test('each register is there once', source: 'api.rst 4.84', bringup: 131) { expect { known().list.toUnique().size() == known().n } }
test('each register is of this architecture, and of a size that there is', source: 'api.rst 4.68', bringup: 131) {
  expect { known().list.findAll { (it & 0x7f00000000000000) != (ARM ? 0x6000000000000000 : 0x0000000000000000) && ARM } == [] && known().list.findAll { !ARM && (it >>> 56) != 0x80 } == [] }
  expect { known().list.findAll { ![2, 3, 4, 5, 6, 7].contains((it >> 52 & 0xf) as int) } == [] }
}
test('both vCPUs have the same registers', source: 'api.rst 4.84', bringup: 131) { expect { ask(machine().vcpu(1), known().n).reg.collect { it as long } as Set == known().list as Set } }
test('each register can be read', source: 'api.rst 4.69, 4.84', bringup: 131) {
  def m = machine(), v = m.vcpu(0), b = m.allocate(512)
  expect { known().list.findAll { one -> attempt { v.ioctl KVM_GET_ONE_REG, id: one, addr: b } != null }.collect { Long.toHexString it } == [] }
}
test('a register that is not in the list can neither be read nor set', source: 'api.rst 4.68, 4.69', bringup: 131) {
  def m = machine(), v = m.vcpu(0), b = m.allocate(512)
  def none = known().list.collect { it + 0x40 }.findAll { !known().list.contains(it) && (it >> 16 & 0xff) != (ARM ? 0x10 : 0x08) }.take(40)
  def silent = none.findAll { one -> attempt { v.ioctl KVM_GET_ONE_REG, id: one, addr: b } == null }
  expect { none.size() > 4 && silent.size() < none.size() }
}
test('each register takes the value that it has, unless it is settled or read-only', source: 'api.rst 4.68, 4.84', bringup: 131) {
  def m = machine(), v = m.vcpu(0), b = m.allocate(512)
  def errnos = known().list.collect { one -> v.ioctl KVM_GET_ONE_REG, id: one, addr: b; attempt { v.ioctl KVM_SET_ONE_REG, id: one, addr: b } }.findAll { it != null } as Set
  expect { (errnos - [EINVAL, EOPNOTSUPP]).empty }
}
// The groups: what is in each, by number.
def numbers = { base, range -> def all = known().list as Set; range.findAll { !all.contains(base | it) } }
test('x0 to x30, sp, pc, pstate, sp_el1, elr_el1 and the spsr are there', boards: 'arm64', source: 'api.rst 4.68', bringup: 131) { expect { numbers(0x6030000000100000, (0..<0x45).findAll { it % 2 == 0 }) == [] && numbers(0x6030000000100000, [0x44, 0x46, 0x48, 0x4a, 0x4c, 0x4e, 0x50]) == [] } }
test('v0 to v31, fpsr and fpcr are there', boards: 'arm64', source: 'api.rst 4.68', bringup: 131) { expect { numbers(0x6040000000100000, (0..31).collect { 0x54 + 4 * it }) == [] && numbers(0x6020000000100000, [0xd4, 0xd5]) == [] } }
test('the registers of the virtual timer are there', boards: 'arm64', source: 'api.rst 4.68', bringup: 131) { expect { numbers(0x6030000000130000, [0xdf19, 0xdf1a, 0xdf02]) == [] } }
test('the registers of the firmware are there', boards: 'arm64', source: 'api.rst 4.68; arm/hypercalls.rst', bringup: 131) { expect { numbers(0x6030000000140000, (0..3)) == [] && numbers(0x6030000000160000, (0..2)) == [] } }
test('the system registers of EL1 are there, breakpoints and watchpoints included', boards: 'arm64', source: 'api.rst 4.68', bringup: 131) {
  expect { numbers(0x6030000000130000, [0xc080, 0xc082, 0xc100, 0xc101, 0xc102, 0xc290, 0xc300, 0xc510, 0xc518, 0xc600, 0xc681, 0xc684, 0xde82, 0xde83, 0xc708, 0xd000, 0x8012] + (0..15).collectMany { [0x8004 + 8 * it, 0x8005 + 8 * it, 0x8006 + 8 * it, 0x8007 + 8 * it] }) == [] }
}
test('the core registers, the CSRs and the timer are there', boards: 'riscv64', source: 'api.rst 4.68', bringup: 131) { expect { numbers(0x8030000002000000, (0..32)) == [] && numbers(0x8030000003000000, (0..9)) == [] && numbers(0x8030000004000000, (0..3)) == [] } }
test('the configuration: isa, mvendorid, marchid, mimpid and satp_mode are there', boards: 'riscv64', source: 'api.rst 4.68', bringup: 131) { expect { numbers(0x8030000001000000, [0, 3, 4, 5, 6]) == [] } }
test('f0 to f31 of 32 and of 64 bits and their fcsr are there', boards: 'riscv64', source: 'api.rst 4.68', bringup: 131) { expect { numbers(0x8020000005000000, (0..32)) == [] && numbers(0x8030000006000000, (0..31)) == [] && numbers(0x8020000006000000, [32]) == [] } }
test('an extension that is off leaves the list with its registers, and is in it again', boards: 'riscv64', source: 'api.rst 4.84; arch/riscv/kvm/vcpu_onereg.c', bringup: 131) {
  def m = machine(), v = m.vcpu(0), n = known().n
  v.reg 'isa.d', 0
  def less = refusal { ask v, 0 }.answered.n
  expect { n - less >= 33 && n - less <= 34 }
  v.reg 'isa.d', 1
  expect { refusal { ask v, 0 }.answered.n == n }
}
