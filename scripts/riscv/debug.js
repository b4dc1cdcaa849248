// A riscv64 guest, instruction by instruction: a breakpoint, steps, and a snapshot that brings it back. KVM makes no single steps here, so kvmsh puts an
// ebreak wherever the guest can go next.
//   kvmsh -b qemu:riscv64 scripts/riscv/debug.js

needs({boards: 'riscv64'})
needs({cap: KVM_CAP_SET_GUEST_DEBUG})

const m = vm({
  memory: {at: 0x80000000, size: KB(64)},
  load: {at: 0x80000000, hex: `
    13 05 50 00         # li   a0, 5
    13 05 f5 ff         # again: addi a0, a0, -1
    e3 1e 05 fe         # bnez a0, again
    93 05 70 00         # li   a1, 7
    01 00               # nop of two bytes
    13 06 00 00         # li   a2, 0
    6f 00 00 00         # j    .
  `},
  vcpu: {start: 0x80000000, regs: {a1: 0}},
})

m.breakpoint({at: 0x8000000c})
expect(() => m.run({within: seconds(20)}).exit == debug)
expect(() => m.regs.pc == 0x8000000c)
expect(() => m.regs.a0 == 0)

const there = m.snapshot()
println(there)
println(m.step().detail)
expect(() => m.regs.a1 == 7)
m.run({steps: 2, within: seconds(20)})
expect(() => m.regs.pc == 0x80000016)

m.restore(there)
expect(() => m.regs.pc == 0x8000000c)
expect(() => m.regs.a1 == 0)
expect(() => m.step().detail.includes('0x80000010'))

m.regs.pc = 0x80000000
m.breakpoint({remove: 0x8000000c})
const way = []
for (let i = 0; i < 7; i++) { m.step(); way.push(m.regs.pc & 0xffn) }
expect(() => way.join() == '4,8,4,8,4,8,4')
