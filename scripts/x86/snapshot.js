// A guest counts in memory and in registers; a snapshot brings it back to where it was, and it counts the same again. Which pages it wrote is asked besides.
//   kvmsh scripts/x86/snapshot.js
//   kvmsh -b qemu:x86_64 scripts/x86/snapshot.js

needs({boards: 'x86_64'})

const m = vm({
  memory: {at: 0, size: KB(64)},
  load: {at: 0x1000, hex: `
    40                    # again: inc %ax
    a3 00 30              # mov %ax, 0x3000
    e6 80                 # out %al, $0x80
    eb f8                 # jmp again
  `},
  vcpu: {real: 0x1000, regs: {rax: 0}},
})

m.run({until: io, within: seconds(20)})
expect(() => m.dirty().length == 0)
const first = m.snapshot()
println(first)

const counted = m.regs.rax
for (let i = 0; i < 3; i++) m.run({until: io, within: seconds(20)})
expect(() => m.regs.rax == counted + 3n)
expect(() => m.dirty().join() == '12288')
m.reg({cr4: 0x20})

m.restore(first)
expect(() => m.regs.rax == counted)
expect(() => m.reg('cr4') == 0)
m.run({until: io, within: seconds(20)})
expect(() => m.regs.rax == counted + 1n)
expect(() => m.dirty().join() == '12288')
expect(() => m.dirty().length == 0)
