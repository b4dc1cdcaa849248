// A powerpc guest whose code is a text for GNU as, in the byte order of the board: it adds, makes a hypercall that nobody knows, and ends
// the run with it. What is in its memory is read back as instructions.
//   kvmsh -b qemu:ppc64 scripts/ppc/assembled.js
//   kvmsh -b model:power7-hv scripts/ppc/assembled.js
//
// A kernel of today takes the real mode area as ordinary memory at guest address 0, one of 2011 gives it from its pool.

needs({boards: 'ppc64'})
needs({boards: ['real', 'emulated', 'remote', 'rfc:*', 'model:power7-hv', 'model:rfc']})
needs({asm: ppc64})

const m = vm({
  platform: SPAPR,
  arch: 206,
  rma: MB(128),
  load: {at: 0x1000, asm: `
          addi  14, 14, 2
          lis   15, there@ha
          addi  15, 15, there@l
          li    3, 0x7f0            # no hypercall
          sc    1
  there:  b     .
  `},
  vcpu: {start: 0x1000, regs: {r14: 40}},
})

m.run({until: hcall, within: seconds(20)})
println(m.dis(0x1000, 5))
expect(() => m.regs.r14 == 42)
expect(() => m.regs.r15 == 0x1014)
