// The mission's line, on the boards that have the ioctls of all three patch mails:
//   kvmsh -b model:rfc scripts/mission.js
//   kvmsh -b rfc:qemu:ppc64 scripts/mission.js
//   kvmsh -b qemu:ppc64-rfc scripts/mission.js
// On the last two a guest runs from its RMA, reads GICD_TYPER and prints what it read; the models have only the calls.

needs({boards: ['model:rfc', 'rfc:qemu:ppc64*', 'qemu:ppc64-rfc']})

const m = vm({platform: SPAPR, arch: 206, rma: MB(128), vgic: {dist: 0x2c001000}})

const radix = kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_PPC_MMU_RADIX)
const hashed = !radix && kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_PPC_ALLOC_HTAB)

// With a radix page table, real mode reaches every guest physical address.
const direct = `
    04 00 cf 82         # lwz   r22, 4(r15)          GICD_TYPER
`

// With a hashed one it reaches slot 0 only. So the guest enters an HPTE for 0x2c001000 and switches data relocation on for the one load. The VSID is 0xc001:
// XORed with the page's number in its segment, 0xc001, it gives hash 0, and the HPTE is in the first group of a table of any size. kvm_hv takes an HPTE
// for an address without a memslot as emulated MMIO (kvmppc_do_h_enter in book3s_hv_rm_mmu.c).
const mapped = `
    08 00 60 38         # li    r3, 8                H_ENTER
    00 00 80 38         # li    r4, 0                flags: any free entry of the group
    00 00 a0 38         # li    r5, 0                the first group
    00 0c c0 3c         # lis   r6, 0x0c00
    01 1c c6 60         # ori   r6, r6, 0x1c01       VSID 0xc001, the page's upper bits, valid
    2a 00 e7 61         # ori   r7, r15, 0x2a        the real page, I and G: not cached and guarded, PP 2: read and write
    22 00 00 44         # sc    1
    78 1b 75 7c         # mr    r21, r3
    00 28 00 3e         # lis   r16, 0x2800          ESID 2, valid, SLB entry 0
    00 0c 20 3e         # lis   r17, 0x0c00
    00 10 31 62         # ori   r17, r17, 0x1000     VSID 0xc001
    24 83 20 7e         # slbmte r17, r16
    a6 00 40 7e         # mfmsr r18
    10 00 53 62         # ori   r19, r18, 0x10       DR
    64 01 60 7e         # mtmsrd r19
    2c 01 00 4c         # isync
    04 00 cf 82         # lwz   r22, 4(r15)          GICD_TYPER
    64 01 40 7e         # mtmsrd r18
    2c 01 00 4c         # isync
`

if (radix || hashed) {
  m.load({at: 0x1000, hex: `
    00 2c e0 3d         # lis   r15, 0x2c00
    00 10 ef 61         # ori   r15, r15, 0x1000
    ${radix ? direct : mapped}
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
  m.more({vcpu: {start: 0x1000, regs: {r21: -1}}})
  m.vterm(0)
  expect(() => m.run({within: seconds(20)}).detail.startsWith('papr_hcall 0x7f0'))
  print(m.console)
  if (!radix) expect(() => m.regs.r21 == H_SUCCESS)
  // ITLinesNumber 7: 32 * (7 + 1) = 256 interrupts. CPUNumber 0: one CPU.
  expect(() => m.regs.r22 == 7)
  expect(() => m.console == 'ITLines 7\n')
}
