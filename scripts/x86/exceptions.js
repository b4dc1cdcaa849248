// A 64-bit guest that takes #UD and #PF: in handlers of its own, and in kvmsh's vectors, which end the run and report the exception.
// The guest's registers are then those of the interrupted code, and it goes on with what a script writes to them.
//   kvmsh scripts/x86/exceptions.js
//   kvmsh -b qemu:x86_64 scripts/x86/exceptions.js

needs({boards: 'x86_64'})
needs({asm: x86_64})

const code = `
        ud2
        mov   $1, %ecx
        movabs 0x7fffff000, %rax
        hlt
  undefined:
        out   %al, $0x80
        addq  $2, (%rsp)            # behind the ud2
        iretq
  fault:
        out   %al, $0x81
        pop   %rsi                  # the error code
        mov   %cr2, %rdi
        addq  $10, (%rsp)           # behind the read
        iretq
`

test('a guest takes them in its own handlers', () => {
  const said = []
  const m = vm({
    memory: {at: 0, size: KB(128)},
    load: {at: 0x1000, asm: code},
    vcpu: v => { v.long64(0x1000); v.vectors({UD: 'undefined', PF: 'fault'}); v.regs({rsp: 0x8000}) },
    on: [{io: 0x80, do: () => { said.push('UD') }}, {io: 0x81, do: () => { said.push('PF') }}],
  })
  m.run({until: hlt, within: seconds(20)})
  expect(() => said.join() == 'UD,PF')
  expect(() => m.regs.rcx == 1)
  expect(() => m.regs.rsi == 0)
  expect(() => m.regs.rdi == 0x7fffff000)
  expect(() => m.vcpu(0).exception == null)
})

test('the vectors of kvmsh report them, and the guest goes on', () => {
  const m = vm({
    memory: {at: 0, size: KB(128)},
    load: {at: 0x1000, asm: code},
    vcpu: v => { v.long64(0x1000); v.vectors(true); v.regs({rsp: 0x8000}) },
  })
  m.run({until: exception, within: seconds(20)})
  const ud = m.vcpu(0).exception
  expect(() => ud.vector == 6)
  expect(() => ud.pc == 0x1000)
  expect(() => ud.address == null)
  m.regs.rip = ud.pc + 2n

  m.run({until: exception, within: seconds(20)})
  const pf = m.vcpu(0).exception
  expect(() => pf.vector == 14)
  expect(() => pf.errorCode == 0)
  expect(() => pf.pc == 0x1007)
  expect(() => pf.address == 0x7fffff000)
  m.regs.rip = pf.pc + 10n

  m.run({until: hlt, within: seconds(20)})
  expect(() => m.regs.rcx == 1)
  expect(() => m.regs.rsp == 0x8000)
})
