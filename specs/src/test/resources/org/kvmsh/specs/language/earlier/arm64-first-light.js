// board: model:arm-vgicv2
// An arm64 guest prints a line on a console that is one byte of MMIO, reads a device, and turns itself off with PSCI.
//   kvmsh -b qemu:arm64 scripts/arm/first-light.js
//   kvmsh -b qemu:arm64-gicv3 scripts/arm/first-light.js

let text = ''

const m = vm({
  memory: {at: 0x40000000, size: KB(64)},
  load: [
    {at: 0x40000000, hex: `
      01 20 a1 d2         # mov  x1, #0x9000000        the console
      02 00 a8 d2         # mov  x2, #0x40000000
      42 00 04 91         # add  x2, x2, #0x100
      43 14 40 38         # next: ldrb w3, [x2], #1
      63 00 00 34         # cbz  w3, done
      23 00 00 39         # strb w3, [x1]
      fd ff ff 17         # b    next
      24 18 40 b9         # done: ldr w4, [x1, #24]
      05 00 04 8b         # add  x5, x0, x4
      00 01 80 d2         # mov  x0, #0x8
      00 80 b0 f2         # movk x0, #0x8400, lsl #16  PSCI's SYSTEM_OFF, 0x84000008
      02 00 00 d4         # hvc  #0
      00 00 00 14         # b    .
    `},
    {at: 0x40000100, bytes: bytes('first light\n\0')},
  ],
  vcpu: {start: 0x40000000, regs: {x0: 40}},
  on: [
    {mmio: 0x9000000, do: e => text += e.text},
    {mmio: 0x9000018, do: () => 2},
  ],
})

const end = m.run({until: system, within: seconds(5)})
print(text)
expect(() => text == 'first light\n')
expect(() => end.detail.startsWith('system_event shutdown'))
expect(() => m.regs.x5 == 42)
