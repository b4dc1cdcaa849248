// IA32_TSC and IA32_TSC_ADJUST: the value that the guest writes to one moves the other; what the host writes to one leaves the other as it is.
//   kvmsh scripts/selftests/x86/tsc_msrs.js
//
// Linux: tools/testing/selftests/kvm/x86/tsc_msrs_test.c. Values are compared in units that no slow machine counts in the time of this script.

needs({boards: ['real', 'emulated', 'remote']})
needs({boards: 'x86_64'})
needs({asm: x86_16})

const TSC = 0x10, ADJUST = 0x3b
const UNIT = 1n << 36n, HOST = 64n * UNIT, STEP = 4n * UNIT
const unsigned = value => value & 0xffffffffffffffffn
const rounded = value => unsigned((value + UNIT / 2n) / UNIT * UNIT)

const m = vm({
  cpuid: true,
  memory: {at: 0, size: KB(64)},
  load: [{at: 0x1000, asm: 'rdmsr; hlt'}, {at: 0x1020, asm: 'wrmsr; hlt'}],
  vcpu: {real: 0x1000},
})

const execute = (at, registers) => {
  for (const [name, value] of Object.entries({rip: at, ...registers})) m.regs[name] = value
  m.run({until: hlt, within: seconds(20)})
}
const rdmsr = msr => { execute(0x1000, {rcx: msr}); return m.regs.rdx << 32n | m.regs.rax }
const wrmsr = (msr, value) => execute(0x1020, {rcx: msr, rax: value & 0xffffffffn, rdx: value >> 32n})
const get = msr => m.vcpu(0).ioctl(KVM_GET_MSRS, {entries: [{index: msr}]}).entries[0].data
const set = (msr, value) => m.vcpu(0).ioctl(KVM_SET_MSRS, {entries: [{index: msr, data: value}]})

const guestReads = (tsc, adjust) => { expect(() => rounded(rdmsr(TSC)) == tsc); expect(() => rounded(rdmsr(ADJUST)) == adjust) }
const hostReads = (tsc, adjust) => { expect(() => rounded(get(TSC)) == tsc); expect(() => rounded(get(ADJUST)) == adjust) }
const bothRead = (tsc, adjust) => { hostReads(tsc, adjust); guestReads(tsc, adjust) }

test('both begin at 0', () => bothRead(0n, 0n))

test('the guest writes the TSC, and both are there', () => {
  wrmsr(TSC, STEP)
  bothRead(STEP, STEP)
})

test('the guest writes the adjustment, and both are there', () => {
  wrmsr(ADJUST, 2n * STEP)
  bothRead(2n * STEP, 2n * STEP)
})

test('the host writes the TSC, and the adjustment stays', () => {
  set(TSC, HOST + 2n * STEP)
  bothRead(HOST + 2n * STEP, 2n * STEP)
})

test('the host writes the adjustment, and the TSC stays', () => {
  set(ADJUST, 123456n * UNIT)
  expect(() => rounded(get(TSC)) == HOST + 2n * STEP)
  expect(() => get(ADJUST) == 123456n * UNIT)
  set(ADJUST, 2n * STEP)
  hostReads(HOST + 2n * STEP, 2n * STEP)
})

test('the guest writes the adjustment, and the offset of the host stays', () => {
  wrmsr(ADJUST, 3n * STEP)
  bothRead(HOST + 3n * STEP, 3n * STEP)
})

test('the guest writes the TSC, and the offset of the host is in the adjustment', () => {
  wrmsr(TSC, 4n * STEP)
  bothRead(4n * STEP, unsigned(4n * STEP - HOST))
})
