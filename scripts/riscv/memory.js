// Memory slots of a riscv64 guest: what is read and written, a read-only slot and dirty pages.
//   kvmsh -b qemu:riscv64 scripts/riscv/memory.js

needs({boards: 'riscv64'})

// ld a5, 0(a3); sd a5, 8(a3); lui a0, 0x10000; sw a5, 0(a0): an exit
const copies = '83 b7 06 00  23 b4 f6 00  37 05 00 10  23 20 f5 00'

test('a guest reads and writes a slot of its own', () => {
  const m = vm({
    memory: [{at: 0x80000000, size: KB(64)}, {at: 0x80010000, size: KB(64), log: true}],
    load: [{at: 0x80000000, hex: copies}, {at: 0x80010000, hex: '88 77 66 55 44 33 22 11'}],
    vcpu: {start: 0x80000000, regs: {a3: 0x80010000}},
  })
  m.dirty()
  expect(() => m.run({within: seconds(20)}).detail == 'mmio write 0x10000000 length 4 value 0x55667788')
  expect(() => m.mem(0x80010008, 8).u64(0) == 0x1122334455667788n)
  expect(() => m.dirty().join() == '2147549184')
})

test('a write to a read-only slot is an exit', () => {
  const m = vm({
    memory: [{at: 0x80000000, size: KB(64)}, {at: 0x80010000, size: KB(64), readonly: true}],
    load: {at: 0x80000000, hex: copies},
    vcpu: {start: 0x80000000, regs: {a3: 0x80010000}},
  })
  expect(() => m.run({within: seconds(20)}).detail == 'mmio write 0x80010008 length 8 value 0x0')
})

test('what the kernel refuses of a slot', () => {
  expect({errno: EINVAL}, () => vm({memory: {at: 0x80000800, size: KB(64)}}))
  expect({errno: EEXIST}, () => vm({memory: [{at: 0x80000000, size: KB(64)}, {at: 0x80008000, size: KB(64)}]}))
})
