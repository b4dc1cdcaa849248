// What a REP INS reads from user space is in guest memory, also when it takes several exits; a count that user space changes meanwhile overruns nothing.
//   kvmsh scripts/selftests/x86/userspace_io.js
//
// Linux: tools/testing/selftests/kvm/x86/userspace_io_test.c. That KVM takes a count of 1 or 8192 for the instruction's own is how it batches string
// instructions, and no promise: the kernel has to go on and the guest to come to its end.

needs({boards: ['real', 'emulated', 'remote']})
needs({boards: 'x86_64'})
needs({asm: x86_64})

const BUFFER = 0x8000
let stuffed = {}

const m = vm({
  memory: {at: 0, size: KB(64)},
  load: {at: 0x1000, asm: 'cld; rep insb; hlt'},
  vcpu: {long64: [[0x1000, {tables: 0x2000}]], regs: {rdx: 0x80}},
  on: {io: 0x80, do: e => {
    // The registers as they are inside the exit, which is not complete: ioctls by name do not complete it.
    const r = e.vcpu.ioctl(KVM_GET_REGS), count = stuffed[r.rcx]
    if (count) { r.rcx = count; e.vcpu.ioctl(KVM_SET_REGS, r) }
    return 0xaa
  }},
})

const insb = count => {
  m.mem(BUFFER, {fill: 0, length: KB(16)})
  m.regs.rip = 0x1000
  m.regs.rdi = BUFFER
  m.regs.rcx = count
  m.run({until: hlt, within: seconds(20)})
  expect(() => m.regs.rcx == 0)
  return m.regs.rdi - BigInt(BUFFER)
}

test('8 KiB are filled, and nothing behind them', () => {
  expect(() => insb(KB(8)) == KB(8))
  expect(() => m.mem(BUFFER, KB(8)).bytes.every(it => it == 0xaa))
  expect(() => m.mem(BUFFER + KB(8), KB(8)).bytes.every(it => it == 0))
})

test('user space makes the count smaller inside the exit', () => {
  stuffed = {2: 1}
  expect(() => insb(2) == 1n)
})

test('user space makes the count larger inside the exit', () => {
  stuffed = {3: KB(8)}
  expect(() => insb(3) == KB(8))
})
