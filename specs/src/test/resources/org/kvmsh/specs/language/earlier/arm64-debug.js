// board: model:arm-vgicv2
// An arm64 guest, instruction by instruction: a breakpoint, steps, and a snapshot that brings it back.
//   kvmsh -b qemu:arm64 scripts/arm/debug.js

needs({boards: 'arm64'})
needs({cap: KVM_CAP_SET_GUEST_DEBUG})

const m = vm({
  memory: {at: 0x40000000, size: KB(64)},
  load: {at: 0x40000000, hex: `
    a0 00 80 d2         # mov  x0, #5
    00 04 00 d1         # again: sub x0, x0, #1
    e0 ff ff b5         # cbnz x0, again
    e1 00 80 d2         # mov  x1, #7
    02 00 80 d2         # mov  x2, #0
    00 00 00 14         # b    .
  `},
  vcpu: {start: 0x40000000, regs: {x1: 0}},
})

m.breakpoint({at: 0x4000000c})
expect(() => m.run({within: seconds(5)}).exit == debug)
expect(() => m.regs.pc == 0x4000000c)
expect(() => m.regs.x0 == 0)

const there = m.snapshot()
println(there)
println(m.step().detail)
expect(() => m.regs.x1 == 7)
m.run({steps: 1, within: seconds(5)})
expect(() => m.regs.pc == 0x40000014)

m.restore(there)
expect(() => m.regs.pc == 0x4000000c)
expect(() => m.regs.x1 == 0)
expect(() => m.step().detail.includes('0x40000010'))
