// The memory of a machine that exists is written: instructions are patched between two runs, a handler gives the guest a buffer, and memory that
// an ioctl added is memory as any other.
//   kvmsh scripts/x86/patching.js

needs({boards: 'x86_64'})

const m = vm({
  memory: {at: 0, size: KB(64)},
  load: {at: 0x1000, hex: `
    e6 80         # out  %al, $0x80
    a1 00 20      # mov  0x2000, %ax
    40            # inc  %ax
    f4            # hlt
  `},
  vcpu: {real: 0x1000},
  on: {io: 0x80, do: e => { mem(0x2000, {u16: [41, 0x1234]}) }},
})

test('a handler writes what the guest reads next', () => {
  m.run({until: hlt})
  expect(() => m.regs.rax == 42)
  expect(() => mem(0x2000, 4).u16(2) == 0x1234)
})

test('an instruction is patched, and the guest runs again', () => {
  m.mem(0x1000, 8)[5] = 0x48                       // dec %ax
  m.regs.rip = 0x1000
  m.run({until: hlt})
  expect(() => m.regs.rax == 40)
})

test('so are all of them', () => {
  load({at: 0x1000, hex: 'b8 4d 00 f4'})           // mov $77, %ax; hlt
  m.regs.rip = 0x1000
  m.run({until: hlt})
  expect(() => m.regs.rax == 77)
})

test('what is assigned to a value that mem gave is in guest memory', () => {
  const table = m.mem(0x3000, 64)
  table.u32(0, 0x12345678)
  table.u32(4, 0x12345678, 'big')
  table.u64(8, 0xffffffff80000000n)
  table.write(16, 'hello')
  expect(() => mem(0x3000, 8).bytes.join() == '120,86,52,18,18,52,86,120')
  expect(() => mem(0x3000, 64).u64(8) == 0xffffffff80000000n)
  expect(() => mem(0x3000, 64).find('hello') == 16)
  table.copyTo(0x4000)
  table.fill(0)
  expect(() => mem(0x4010, 8).text == 'hello')
  expect(() => mem(0x3010, 8).text == '')
})

test('memory that an ioctl adds is on the map', () => {
  const ram = m.allocate(KB(4))
  m.ioctl(KVM_SET_USER_MEMORY_REGION, {slot: 1, guest_phys_addr: 0x10000, memory_size: KB(4), userspace_addr: ram.address})
  mem(0xfffc, {u64: 0x1122334455667788n})          // half of it in each memslot
  expect(() => mem(0x10000, 4).u32(0) == 0x11223344)
  expect(() => memmap.all.some(part => part.what == 'memory, slot 1'))
})
