// What is in a guest's memory before it runs: assembled text, a file as it is, an ELF file, a copy of a file that the guest may write.
//   kvmsh scripts/x86/images.js
//   kvmsh -b qemu:x86_64 scripts/x86/images.js

needs({boards: 'x86_64'})
needs({asm: x86_16})

// What is at SI until a 0 goes to the first serial port.
const puts = `
next:   lodsb
        test %al, %al
        jz done
        out %al, (%dx)
        jmp next
done:   hlt
`

const assembled = vm({
  memory: {at: 0, size: KB(64)},
  load: {at: 0x1000, asm: 'mov $text, %si; mov $0x3f8, %dx' + puts + 'text: .asciz "assembled"'},
  vcpu: {real: 0x1000},
  console: {io: 0x3f8},
})
assembled.run({until: hlt})
expect(() => assembled.console == 'assembled')

// Labels count from at:, and load takes the bytes.
const code = asm(x86_16, 'start: mov $start, %bx; hlt', {at: 0x2000})
println(code)
const listed = vm({
  memory: {at: 0, size: KB(64)},
  load: {at: 0x2000, bytes: code},
  vcpu: {real: 0x2000},
})
listed.run({until: hlt})
expect(() => listed.regs.rbx == 0x2000)

// A file as it is: the first letters of this script's neighbor.
const raw = vm({
  memory: {at: 0, size: KB(64)},
  load: [{at: 0x1000, asm: 'mov $0x4000, %si; mov $0x3f8, %dx; lodsb; out %al, (%dx); lodsb; out %al, (%dx); lodsb; out %al, (%dx); hlt'},
         {at: 0x4000, file: 'hello.s'}],
  vcpu: {real: 0x1000},
  console: {io: 0x3f8},
})
raw.run({until: hlt})
expect(() => raw.console == '# h')

// An ELF file goes to the addresses that stand in it, and a vCPU can begin at its entry.
const elf = vm({
  memory: {at: 0, size: KB(64)},
  load: {elf: 'hello.elf'},
  vcpu: {real: entry},
  console: {io: 0x3f8},
})
elf.run({until: hlt})
print(elf.console)
expect(() => elf.console == 'an ELF file\n')

test('memory that begins as a copy of a file', () => {
  const m = vm({
    memory: [{at: 0, size: KB(64)}, {at: 0x10000, file: 'hello.s'}],
    load: {at: 0x1000, asm: 'mov $0x1000, %ax; mov %ax, %es; mov %es:0, %bl; movb $7, %es:0; mov %es:0, %cl; hlt'},
    vcpu: {real: 0x1000, regs: {rbx: 0, rcx: 0}},
  })
  m.run({until: hlt})
  expect(() => m.regs.rbx == 0x23)
  expect(() => m.regs.rcx == 7)
})

test('a write to read-only memory is an exit, and changes nothing', () => {
  needs({cap: KVM_CAP_READONLY_MEM})
  const written = []
  const m = vm({
    memory: [{at: 0, size: KB(32)}, {at: 0x8000, size: KB(4), readonly: true}],
    load: [{at: 0x1000, asm: 'movb $7, 0x8000; mov 0x8000, %cl; hlt'}, {at: 0x8000, bytes: [42]}],
    vcpu: {real: 0x1000, regs: {rcx: 0}},
    on: {mmio: 0x8000, do: e => { written.push(e.value) }},
  })
  m.run({until: hlt})
  expect(() => written.length == 1 && written[0] == 7)
  expect(() => m.regs.rcx == 42)
})

test('memory of the guest\'s own, that can be mapped', () => {
  needs({cap: KVM_CAP_GUEST_MEMFD_FLAGS, min: 3})
  const m = vm({
    memory: {at: 0, size: KB(64), guestMemfd: true},
    load: {at: 0x1000, asm: 'movb $7, 0x2000; mov 0x2000, %cl; hlt'},
    vcpu: {real: 0x1000, regs: {rcx: 0}},
  })
  m.run({until: hlt})
  expect(() => m.regs.rcx == 7)
})

test('a slot that the kernel refuses', () => {
  const m = vm({})
  expect({errno: EINVAL}, () => m.ioctl(KVM_SET_USER_MEMORY_REGION, {memory_size: 5000}))
})
