// The mission's line, on the boards that have the ioctls of all three patch mails:
//   kvmsh -b model:rfc scripts/mission.js
//   kvmsh -b rfc:qemu:ppc64 scripts/mission.js
//   kvmsh -b qemu:ppc64-rfc scripts/mission.js
// On a hashed page table (qemu:ppc64-rfc) only the calls are made so far.

needs({boards: ['model:rfc', 'rfc:qemu:ppc64*', 'qemu:ppc64-rfc']})

const m = vm({platform: SPAPR, arch: 206, rma: MB(128), vgic: {dist: 0x2c001000}})

// The models have the calls. Where a guest's real mode addresses reach the distributor, which a radix page table lets them, one runs from its RMA,
// reads GICD_TYPER, and says on its terminal what it read.
if (kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_PPC_MMU_RADIX)) {
  m.load({at: 0x1000, hex: `
    00 2c e0 3d         # lis   r15, 0x2c00
    00 10 ef 61         # ori   r15, r15, 0x1000
    04 00 cf 82         # lwz   r22, 4(r15)          GICD_TYPER
    00 11 00 3a         # li    r16, 0x1100
    28 84 c0 7c         # ldbrx r6, 0, r16           the first character in the highest byte
    08 00 20 3a         # li    r17, 8
    28 84 f1 7c         # ldbrx r7, r17, r16
    c6 c1 d7 7a         # sldi  r23, r22, 56
    14 ba e7 7c         # add   r7, r7, r23          '0' becomes the digit
    58 00 60 38         # li    r3, 0x58             H_PUT_TERM_CHAR
    00 00 80 38         # li    r4, 0                terminal 0
    0a 00 a0 38         # li    r5, 10
    22 00 00 44         # sc    1
    f0 07 60 38         # li    r3, 0x7f0            no hypercall
    22 00 00 44         # sc    1
    00 00 00 48         # b     .
  `})
  m.load({at: 0x1100, bytes: bytes('ITLines 0\n')})
  m.vcpu(0, {start: 0x1000})
  m.vterm(0)
  expect(() => m.run({within: seconds(20)}).detail.startsWith('papr_hcall 0x7f0'))
  print(m.console)
  // ITLinesNumber 7: 32 * (7 + 1) = 256 interrupts. CPUNumber 0: one CPU.
  expect(() => m.regs.r22 == 7)
  expect(() => m.console == 'ITLines 7\n')
}
