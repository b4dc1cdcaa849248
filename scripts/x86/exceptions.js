// A 64-bit guest that takes #UD and #PF: in handlers of its own, and in those that kvmsh has ready, which end the run and tell vector, error code and rip.
// What a script writes to the frame of a reported exception is what the guest goes on with.
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
    vcpu: v => { v.long64(0x1000, {idt: {UD: 'undefined', PF: 'fault'}}); v.regs({rsp: 0x8000}) },
    on: [{io: 0x80, do: () => { said.push('UD') }}, {io: 0x81, do: () => { said.push('PF') }}],
  })
  m.run({until: hlt, within: seconds(20)})
  expect(() => said.join() == 'UD,PF')
  expect(() => m.regs.rcx == 1)
  expect(() => m.regs.rsi == 0)
  expect(() => m.regs.rdi == 0x7fffff000)
  expect(() => m.vcpu(0).exception == null)
})

test('ready handlers tell of them, and the guest goes on', () => {
  const m = vm({
    memory: {at: 0, size: KB(128)},
    load: {at: 0x1000, asm: code},
    vcpu: v => { v.long64(0x1000, {idt: true}); v.regs({rsp: 0x8000}) },
  })
  m.run({until: exception, within: seconds(20)})
  const ud = m.vcpu(0).exception
  expect(() => ud.vector == 6)
  expect(() => ud.rip == 0x1000)
  expect(() => ud.address == null)
  m.mem(ud.frame, 8).u64(0, ud.rip + 2n)

  m.run({until: exception, within: seconds(20)})
  const pf = m.vcpu(0).exception
  expect(() => pf.vector == 14)
  expect(() => pf.errorCode == 0)
  expect(() => pf.rip == 0x1007)
  expect(() => pf.address == 0x7fffff000)
  m.mem(pf.frame, 8).u64(0, pf.rip + 10n)

  m.run({until: hlt, within: seconds(20)})
  expect(() => m.regs.rcx == 1)
  expect(() => m.regs.rsp == 0x8000)
})
