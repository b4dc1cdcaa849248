// The hypercalls that KVM itself handles for a powerpc guest: H_CEDE, H_PROD, H_CONFER, H_REGISTER_VPA, H_SET_MODE, H_LOGICAL_CI_LOAD and _STORE, H_PAGE_INIT,
// H_RANDOM; which of them are enabled and what KVM_CAP_PPC_ENABLE_HCALL changes; the decrementer; virtual threads.
//   kvmsh test scripts/suite/ppc/hypercalls.groovy -b qemu:ppc64
//   kvmsh test scripts/suite/ppc/hypercalls.groovy -b qemu:ppc64-powernv

needs boards: ['qemu:ppc64', 'qemu:ppc64-powernv']
needs cap: KVM_CAP_PPC_ENABLE_HCALL
needs asm: ppc64le

def at = 0x1000, list = 0x8000, there = 0xfff000, door = 0x1000000, vpa = 0x30000
def CEDE = 0xe0, PROD = 0xe8, CONFER = 0xe4, VPA = 0xdc, MODE = 0x31c, LOAD = 0x3c, STORE = 0x40, PAGE_INIT = 0x2c, RANDOM = 0x300, READ = 0xc, TCE = 0x1c
def PARAMETER = -4L, ILE = 0x2000000, SF = 0x8000000000001001, EE = 0x8000
// A list of hypercalls, each of a number and four arguments; what r3 and r4 are behind it is stored, and the time base.
def code = asm(ppc64le, at: at, '''
1:      ld 3, 0(14); cmpdi 3, 0; beq 2f
        ld 4, 8(14); ld 5, 16(14); ld 6, 24(14); ld 7, 32(14); addi 14, 14, 40
        sc 1
        std 3, 0(15); std 4, 8(15); addi 15, 15, 16
        b 1b
2:      std 3, 0(16)
        b .
''').bytes
def vectors = [0x500, 0x900, 0xa00].collectEntries { [it, asm(ppc64le, at: it, "li 20, $it; mftb 21; lis 22, 0x7fff; mtdec 22; std 20, 0(16); b .").bytes] }
def machine = { enabled = [], before = {} ->
  def m = vm {
    platform SPAPR
    memory at: 0, size: 16.MB
    load at: at, bytes: code
    vectors.each { a, b -> load at: a, bytes: b }
    vcpu(0) { start at }
    vcpu(1) { start at }
  }
  enabled.each { m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_ENABLE_HCALL, args: [it, 1] }
  [0, 1].each { m.vcpu(it).reg 'KVM_REG_PPC_LPCR_64', m.vcpu(it).reg('KVM_REG_PPC_LPCR_64') | ILE }
  m
}
def prepare = { m, hcalls, vcpu = 0 ->
  m.mem list, u64: hcalls.collectMany { h -> (0..4).collect { (h[it] ?: 0) as long } } + [0L]
  [r14: list, r15: there, r16: door, r20: 0, pc: at, msr: SF].each { k, n -> m.vcpu(vcpu).reg k, n }
}
def calls = { m, hcalls, vcpu = 0 ->
  prepare m, hcalls, vcpu
  m.run until: mmio, vcpu: vcpu, within: 20.s
  def seen = m.mem(there, 16 * hcalls.size())
  (0..<hcalls.size()).collect { i -> [seen.u64(16 * i) as long, seen.u64(16 * i + 8) as long] }
}
def answer = { m, h, vcpu = 0 -> calls(m, [h], vcpu)[0][0] }
def toUser = { m, h -> prepare m, [h]; def v = m.vcpu(0); v.ioctl KVM_RUN; v.run.exit_reason == KVM_EXIT_PAPR_HCALL && v.run.papr_hcall.nr == h[0] && (1..<h.size()).every { v.run.papr_hcall.args[it - 1] == h[it] } }
def go = { m, text, registers = [:], vcpu = 0 -> m.mem 0x2000, bytes: asm(ppc64le, at: 0x2000, "$text; std 3, 0(16); b .").bytes; ([pc: 0x2000, r15: there, r16: door, r20: 0, msr: SF] + registers).each { k, n -> m.vcpu(vcpu).reg k, n }; m.run until: mmio, vcpu: vcpu, within: 20.s }

// Which are there.
[H_SET_MODE: [MODE, 0, 1, 0x124, 0], H_PAGE_INIT: [PAGE_INIT, 0x8000, 0x40000, 0]].each { name, h ->
  test("$name goes to user space until KVM_CAP_PPC_ENABLE_HCALL has it", source: 'api.rst 7.2; arch/powerpc/kvm/book3s_hv.c', bringup: 75) {
    expect { toUser(machine(), h) }
    expect { answer(machine([h[0]]), h) == 0 }
  }
}
[H_PROD: [PROD, 0], H_REGISTER_VPA: [VPA, 0, 0x99], H_CONFER: [CONFER, -1]].each { name, h ->
  test("$name is the kernel's, and user space's once it is disabled", source: 'api.rst 7.2; arch/powerpc/kvm/book3s_hv.c, default_hcall_list', bringup: 75) {
    def m = machine()
    expect { answer(m, h) <= 0 }
    def other = machine()
    other.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_ENABLE_HCALL, args: [h[0], 0]
    expect { toUser(other, h) }
  }
}
[['a number that is no multiple of 4', [0xe1, 1]], ['a number that no hypercall has', [0xfffc, 1]], ['one that is user space\'s', [0x58, 1]], ['neither on nor off', [0xe0, 2]]].each { name, args ->
  test("KVM_CAP_PPC_ENABLE_HCALL of $name: EINVAL", source: 'api.rst 7.2') { def m = machine(); expect(errno: EINVAL) { m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_ENABLE_HCALL, args: args } }
}
// H_PAGE_INIT.
test('H_PAGE_INIT copies a page of 4 KiB, or clears one, and no other', source: 'PAPR, H_PAGE_INIT; arch/powerpc/kvm/book3s_hv.c, kvmppc_h_page_init', bringup: 75) {
  def m = machine([PAGE_INIT]), whole = { from, n -> m.mem(from, 0x1000).bytes.toList().every { (it & 0xff) == n } }
  m.mem 0x40000, fill: 0x11, length: 0x1000
  m.mem 0x41000, fill: 0x22, length: 0x3000
  expect { answer(m, [PAGE_INIT, 0x4000, 0x42000, 0x40000]) == 0 && whole(0x42000, 0x11) && whole(0x41000, 0x22) && whole(0x43000, 0x22) && whole(0x40000, 0x11) }
  expect { answer(m, [PAGE_INIT, 0x8000, 0x42000]) == 0 && whole(0x42000, 0) && whole(0x41000, 0x22) && whole(0x43000, 0x22) }
}
[['a flag that there is not', [1, 0x42000, 0x40000]], ['a page that is not aligned', [0x8000, 0x42800]], ['a source that is not aligned', [0x4000, 0x42000, 0x40010]], ['a page that is no memory', [0x8000, 0x40000000]], ['a source that is no memory', [0x4000, 0x42000, 0x40000000]]].each { name, args ->
  test("H_PAGE_INIT with $name: H_PARAMETER", source: 'arch/powerpc/kvm/book3s_hv.c, kvmppc_h_page_init', bringup: 75) { expect { answer(machine([PAGE_INIT]), [PAGE_INIT] + args) == PARAMETER } }
}
// H_SET_MODE: CIABR (1) and DAWR (2).
test('H_SET_MODE sets CIABR and DAWR of its vCPU, as user space reads', source: 'PAPR, H_SET_MODE; arch/powerpc/kvm/book3s_hv.c, kvmppc_h_set_mode', bringup: 75) {
  def m = machine([MODE])
  def (a, b) = calls(m, [[MODE, 0, 1, 0x12340001, 0], [MODE, 0, 2, 0x56780000, 0x3]])
  expect { a[0] == 0 && m.vcpu(0).reg('KVM_REG_PPC_CIABR') == 0x12340001 && m.vcpu(1).reg('KVM_REG_PPC_CIABR') == 0 }
  expect { b[0] == -55L || b[0] == 0 && m.vcpu(0).reg('KVM_REG_PPC_DAWR') == 0x56780000 && m.vcpu(0).reg('KVM_REG_PPC_DAWRX') == 3 }
}
[['CIABR with flags', [1, 1, 0x100, 0], -256L], ['CIABR with a second value', [0, 1, 0x100, 1], -57L], ['CIABR of the hypervisor', [0, 1, 0x103, 0], -56L]].each { name, args, r3 ->
  test("H_SET_MODE of $name is refused ($r3)", source: 'arch/powerpc/kvm/book3s_hv.c, kvmppc_h_set_mode') { expect { answer(machine([MODE]), [MODE] + args) == r3 } }
}
test('H_SET_MODE of an endianness goes to user space', source: 'arch/powerpc/kvm/book3s_hv.c, kvmppc_h_set_mode', bringup: 75) { expect { toUser(machine([MODE]), [MODE, 1, 4, 0, 0]) } }
// H_LOGICAL_CI_*.
test('H_LOGICAL_CI_STORE counts an eventfd of its address and length; without one it goes to user space', source: 'arch/powerpc/kvm/book3s.c, kvmppc_h_logical_ci_store', bringup: 75) {
  def m = machine([LOAD, STORE]), e = m.ioeventfd(mmio: 0x20000000, length: 4)
  expect { answer(m, [STORE, 4, 0x20000000, 0x55]) == 0 && e.count == 1 }
  expect { toUser(m, [STORE, 2, 0x20000000, 0x55]) && e.count == 0 }
  expect { toUser(machine([LOAD]), [LOAD, 4, 0x20000000]) }
}
test('H_RANDOM has another number each time', source: 'PAPR, H_RANDOM; arch/powerpc/kvm/book3s_hv_builtin.c', bringup: 75) {
  needs cap: KVM_CAP_PPC_HWRNG
  def m = machine([RANDOM]), seen = calls(m, [[RANDOM]] * 3)
  expect { seen*.getAt(0) == [0L, 0L, 0L] && seen*.getAt(1).toUnique().size() == 3 }
}
// H_REGISTER_VPA: 1 the processor's area, 2 its trace log, 3 its SLB shadow; 5 to 7 take them away.
def function = { n -> (n as long) << 45 }
def area = { m, where, length, words = false -> m.mem where, bytes: ([0, 0, 0, 0] + (words ? [0, 0, length >> 8, length & 0xff] : [length >> 8, length & 0xff])) as byte[] }
def wide = { m, name, vcpu = 0 -> def b = m.allocate(16); m.vcpu(vcpu).ioctl KVM_GET_ONE_REG, id: name, addr: b; def x = b.bytes(0, 16); [0, 8].collect { o -> (7..0).inject(0L) { s, i -> s << 8 | x[o + i] & 0xff } } }
test('H_REGISTER_VPA of another vCPU: user space reads its address, and the kernel counts entries in it', source: 'PAPR, H_REGISTER_VPA; arch/powerpc/kvm/book3s_hv.c', bringup: 75) {
  def m = machine()
  area m, vpa, 640
  expect { answer(m, [VPA, function(1), 1, vpa]) == 0 }
  go m, 'nop', [:], 1
  expect { m.vcpu(1).reg('KVM_REG_PPC_VPA_ADDR') == vpa && m.vcpu(0).reg('KVM_REG_PPC_VPA_ADDR') == 0 }
  def count = { def b = m.mem(vpa + 0x100, 4).bytes; (0..3).inject(0) { s, i -> s << 8 | b[i] & 0xff } }
  def before = count()
  go m, 'nop', [:], 1
  expect { count() > before }
  expect { answer(m, [VPA, function(5), 1, 0]) == 0 }
  go m, 'nop', [:], 1
  expect { m.vcpu(1).reg('KVM_REG_PPC_VPA_ADDR') == 0 }
}
test('H_REGISTER_VPA of a trace log and an SLB shadow: user space reads address and length; they need the area first', source: 'PAPR, H_REGISTER_VPA; arch/powerpc/kvm/book3s_hv.c', bringup: 75) {
  def m = machine()
  area m, vpa, 640
  area m, vpa + 0x1000, 0x300, true
  area m, vpa + 0x2000, 0x200, true
  expect { answer(m, [VPA, function(2), 0, vpa + 0x1000]) == -16L && answer(m, [VPA, function(3), 0, vpa + 0x2000]) == -16L }
  expect { calls(m, [[VPA, function(1), 0, vpa], [VPA, function(2), 0, vpa + 0x1000], [VPA, function(3), 0, vpa + 0x2000]])*.getAt(0) == [0L, 0L, 0L] }
  expect { wide(m, 0x1040000000000084) == [vpa + 0x1000L, 0x300L] && wide(m, 0x1040000000000083) == [vpa + 0x2000L, 0x200L] }
  expect { answer(m, [VPA, function(5), 0, 0]) == -16L }                                     // H_RESOURCE: it is in use
  expect { calls(m, [[VPA, function(6), 0, 0], [VPA, function(7), 0, 0], [VPA, function(5), 0, 0]])*.getAt(0) == [0L, 0L, 0L] }
}
[['a vCPU that there is not', 9, 0x30000, 640], ['an address that is not aligned', 0, 0x30040, 640], ['a length that is too short', 0, 0x30000, 100], ['no memory', 0, 0x40000000, 0]].each { name, vcpu, where, length ->
  test("H_REGISTER_VPA with $name: H_PARAMETER", source: 'arch/powerpc/kvm/book3s_hv.c, do_h_register_vpa', bringup: 75) { def m = machine(); if (length) area m, where, length; expect { answer(m, [VPA, function(1), vcpu, where]) == PARAMETER } }
}
test('VPA_ADDR of user space: an area for the guest, and 0 takes it away; a trace log without an area is EINVAL', source: 'api.rst 4.68; arch/powerpc/kvm/book3s_hv.c, set_vpa') {
  def m = machine(), b = m.allocate 16
  b.write 0, [0, 0, 3, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0] as byte[]
  expect(errno: EINVAL) { m.vcpu(0).ioctl KVM_SET_ONE_REG, id: 0x1040000000000084, addr: b }
  m.vcpu(0).reg 'KVM_REG_PPC_VPA_ADDR', vpa
  expect { m.vcpu(0).reg('KVM_REG_PPC_VPA_ADDR') == vpa && m.vcpu(1).reg('KVM_REG_PPC_VPA_ADDR') == 0 }
  go m, 'nop'
  expect { m.mem(vpa + 0x100, 4).bytes.toList() != [0] * 4 }
}
[PROD, CONFER].each { nr -> test("H_${nr == PROD ? 'PROD' : 'CONFER'} of a vCPU that there is not: H_PARAMETER", source: 'arch/powerpc/kvm/book3s_hv.c', bringup: 75) { expect { answer(machine(), [nr, 9, 0]) == PARAMETER && answer(machine(), [nr, 1, 5]) == 0 } } }
test('H_CEDE returns when the vCPU was prodded before', source: 'PAPR, H_CEDE, H_PROD', bringup: 75) { expect { calls(machine(), [[PROD, 0], [CEDE]])*.getAt(0) == [0L, 0L] } }
test('H_PROD of another vCPU lets its H_CEDE return', source: 'PAPR, H_CEDE, H_PROD', bringup: 75) { def m = machine(); expect { answer(m, [PROD, 1]) == 0 && answer(m, [CEDE], 1) == 0 } }
// The decrementer.
test('H_CEDE waits for the decrementer, which interrupts at 0x900, and not before its time', source: 'PAPR, H_CEDE; Power ISA, Decrementer', bringup: 75) {
  def m = machine()
  go m, 'mftb 23; mtdec 24; li 3, 0xe0; sc 1', [r24: 2000000]
  expect { m.vcpu(0).reg('r20') == 0x900 && (m.vcpu(0).reg('r21') as long) >= (m.vcpu(0).reg('r23') as long) + 2000000 }
}
test('a decrementer that counts down interrupts a guest with MSR.EE, not one without', source: 'Power ISA, Decrementer', bringup: 75) {
  // A busy host brings the interrupt late: the guest spins 32 ms longer.
  def m = machine(), spin = 'mftb 23; mtdec 24; add 25, 23, 24; addis 25, 25, 0x100; 1: mftb 26; cmpd 26, 25; blt 1b; nop; nop'
  go m, spin, [r24: 1000000, msr: SF | EE]
  expect { m.vcpu(0).reg('r20') == 0x900 && (m.vcpu(0).reg('r21') as long) >= (m.vcpu(0).reg('r23') as long) + 1000000 }
  go m, spin, [r24: 1000000]
  expect { m.vcpu(0).reg('r20') == 0 }
}
test('DEC_EXPIRY is the time base at which the decrementer ends', source: 'api.rst 4.68; arch/powerpc/kvm/book3s_hv.c, KVM_REG_PPC_DEC_EXPIRY', bringup: 75) {
  def m = machine()
  go m, 'mftb 23; mtdec 24; mftb 26', [r24: 0x70000000]
  def end = m.vcpu(0).reg('KVM_REG_PPC_DEC_EXPIRY') as long
  // A nested KVM adds the decrementer to a time base that it reads later: an eighth of a second is for a busy host.
  expect { end >= (m.vcpu(0).reg('r23') as long) + 0x70000000 && end <= (m.vcpu(0).reg('r26') as long) + 0x74000000 }
  m.vcpu(0).reg 'KVM_REG_PPC_DEC_EXPIRY', m.vcpu(0).reg('r26')                 // which is over
  go m, 'li 26, 100; 1: addi 26, 26, -1; cmpdi 26, 0; bne 1b', [msr: SF | EE]
  expect { m.vcpu(0).reg('r20') == 0x900 }
}
// Interrupts that user space sets.
test('KVM_INTERRUPT_SET_LEVEL is an external interrupt once MSR.EE is set, until KVM_INTERRUPT_UNSET', source: 'api.rst 4.16', bringup: 75) {
  def m = machine(), v = m.vcpu(0)
  v.ioctl KVM_INTERRUPT, irq: KVM_INTERRUPT_SET_LEVEL
  go m, 'nop; nop'
  expect { v.reg('r20') == 0 }
  go m, 'nop; nop', [msr: SF | EE]
  expect { v.reg('r20') == 0x500 }
  v.ioctl KVM_INTERRUPT, irq: KVM_INTERRUPT_UNSET
  go m, 'nop; nop', [msr: SF | EE]
  expect { v.reg('r20') == 0 }
}
// Virtual threads.
test('KVM_CAP_PPC_SMT: a mode is what the capability of its VM has, wrong ones are EINVAL, and with vCPUs it is settled: EBUSY', source: 'api.rst 7.1') {
  def m = vm { platform SPAPR; memory at: 0, size: 16.MB }, set = { n, flags = 0 -> m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_SMT, args: [n, flags] }
  [3, 16, 0].each { n -> expect(errno: EINVAL) { set n } }
  expect(errno: EINVAL) { set 2, 1 }
  set 4
  expect { m.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_PPC_SMT) == 4 }
  m.ioctl KVM_CREATE_VCPU, 0
  expect(errno: EBUSY) { set 2 }
}
