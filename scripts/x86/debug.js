// Where a guest is, instruction by instruction: breakpoints, steps, and a handler that an instruction calls.
//   kvmsh scripts/x86/debug.js
//
// Where the board's processor does not stop at breakpoints, as the one that QEMU emulates with SVM, kvmsh makes single steps to them.

needs({boards: 'x86_64'})
needs({cap: KVM_CAP_SET_GUEST_DEBUG})

const seen = []

const m = vm({
  memory: {at: 0, size: KB(64)},
  load: {at: 0x1000, hex: `
    b8 05 00        # mov $5, %ax
    48              # again: dec %ax
    75 fd           # jnz again
    bb 07 00        # mov $7, %bx
    41              # inc %cx
    41              # inc %cx
    f4              # hlt
  `},
  vcpu: {real: 0x1000, regs: {rcx: 0}},
  on: {debug: 0x1003, do: e => { seen.push(e.vcpu.regs.rax) }},
})

m.breakpoint({at: 0x1006})
const end = m.run({within: seconds(20)})
expect(() => end.exit == debug)
expect(() => m.regs.rip == 0x1006)
expect(() => seen.join() == '5,4,3,2,1')
expect(() => m.regs.rax == 0)

// A breakpoint is passed by the next run; a step says where the guest is then.
println(m.step().detail)
expect(() => m.regs.rbx == 7)
m.run({steps: 2, within: seconds(20)})
expect(() => m.regs.rip == 0x100b)
expect(() => m.regs.rcx == 2)

m.breakpoint({remove: 0x1006})
m.run({until: hlt, within: seconds(20)})
expect(() => m.regs.rip == 0x100c)
