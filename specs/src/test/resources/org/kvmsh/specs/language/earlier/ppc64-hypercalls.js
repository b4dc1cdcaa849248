// board: model:rfc
// A little-endian powerpc guest makes PAPR hypercalls: two that the script answers as a console, one that nobody knows, and one that
// stays in the kernel.
//   kvmsh -b qemu:ppc64 scripts/ppc/hypercalls.js
//   kvmsh -b model:power7-hv scripts/ppc/hypercalls.js
//
// Whatever kvm_hv does not handle itself leaves KVM_RUN as KVM_EXIT_PAPR_HCALL, nr from r3 and nine args from r4 on; the handler's
// number is what the guest finds in r3, and args go back too. sc 1 may change ctr, so the guest counts and keeps in r14 to r31.
//
// A kernel of today takes the real mode area as ordinary memory at guest address 0, one of 2011 gives it from its pool. MSR says that the guest
// is little-endian, whatever the board is: SF for 64-bit code, ME, LE.

needs({boards: 'ppc64'})
needs({boards: ['real', 'emulated', 'remote', 'rfc:*', 'model:power7-hv', 'model:rfc']})

let text = ''

const m = vm(v => {
  v.platform(SPAPR)
  v.arch(206)
  v.rma(MB(128))
  v.load({at: 0x1000, hex: `
    00 11 e0 39         # li    r15, 0x1100
    08 00 00 3a         # li    r16, 8
    28 7c c0 7c         # ldbrx r6, 0, r15           the first character in the highest byte
    28 7c f0 7c         # ldbrx r7, r16, r15
    58 00 60 38         # li    r3, 0x58             H_PUT_TERM_CHAR
    00 00 80 38         # li    r4, 0                terminal 0
    0c 00 a0 38         # li    r5, 12
    22 00 00 44         # sc    1
    78 1b 74 7c         # mr    r20, r3
    54 00 60 38         # li    r3, 0x54             H_GET_TERM_CHAR
    00 00 80 38         # li    r4, 0
    22 00 00 44         # sc    1
    78 23 95 7c         # mr    r21, r4              how many characters
    78 2b b6 7c         # mr    r22, r5              the characters
    f0 07 60 38         # li    r3, 0x7f0            no hypercall
    07 00 80 38         # li    r4, 7
    08 00 a0 38         # li    r5, 8
    22 00 00 44         # sc    1
    78 1b 77 7c         # mr    r23, r3
    e0 00 60 38         # li    r3, 0xe0             H_CEDE
    22 00 00 44         # sc    1
    00 00 00 48         # b     .
  `})
  v.load({at: 0x1100, bytes: bytes('hypercalls!\n')})
  v.vcpu(0, c => { c.start(0x1000); c.regs({msr: 0x8000000000001001n}) })
  v.on({hcall: H_PUT_TERM_CHAR}, e => { text += e.text })
  v.on({hcall: H_GET_TERM_CHAR}, e => {
    e.arg(0, 1)
    e.arg(1, 0x79n << 56n)
    return H_SUCCESS
  })
})

// A hypercall without a handler ends the run and says its number, and its name where PAPR has one.
const unknown = m.run({within: seconds(5)})
print(text)
println(unknown.detail)
expect(() => text == 'hypercalls!\n')
expect(() => unknown.detail.startsWith('papr_hcall 0x7f0 args 0x7 0x8'))
expect(() => m.regs.r20 == H_SUCCESS)
expect(() => m.regs.r21 == 1)
expect(() => m.regs.r22 == 0x7900000000000000n)

// The guest goes on and hears that there is no such function; then it cedes its processor until an interrupt, which never comes:
// H_CEDE is kvm_hv's own, so no exit tells of it, and the run ends with its time.
const ceded = m.run({within: ms(300)})
expect(() => ceded.exit == timeout)
expect(() => ceded.exits == 0)
expect(() => m.regs.r23 == H_FUNCTION)
