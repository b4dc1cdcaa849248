// The interrupt controller of a riscv64 guest, an AIA in the kernel: a message to the IMSIC of each vCPU, and an interrupt line of the APLIC, which makes
// a message of it.
//   kvmsh -b qemu:riscv64 scripts/riscv/aia.js

needs({boards: 'riscv64'})
needs({asm: riscv64})
needs({device: KVM_DEV_TYPE_RISCV_AIA})

const seen = /** @type {number[][]} */ ([[], []])

const m = vm(v => {
  v.aia({imsic: 0x28000000, aplic: 0xc000000, sources: 31, mode: 'EMUL'})
  v.memory({at: 0x80000000, size: KB(64)})
  v.load({at: 0x80000000, asm: `
          la    t0, trap
          csrw  stvec, t0
          li    t0, 0x70             # eidelivery of the IMSIC, by siselect and sireg
          csrw  0x150, t0
          li    t1, 1
          csrw  0x151, t1
          li    t0, 0xc0             # eie0: interrupts 5 and 6
          csrw  0x150, t0
          li    t1, 0x60
          csrw  0x151, t1
          li    s0, 0x10000000
          bnez  a0, ready            # the first vCPU has the APLIC
          li    t0, 0xc000000
          li    t1, 4
          sw    t1, 12(t0)           # sourcecfg of line 3: rising edge
          li    t2, 0xc00300c
          li    t1, 6
          sw    t1, 0(t2)            # its target: hart 0, interrupt 6
          li    t2, 0xc001edc
          li    t1, 3
          sw    t1, 0(t2)            # setienum
          li    t1, 0x104
          sw    t1, 0(t0)            # domaincfg: on, by messages
  ready:  li    t1, 0x200
          csrs  sie, t1              # SEIE
          csrsi sstatus, 2           # SIE
          sw    zero, 0(s0)
  wait:   wfi
          j     wait
          .align 2
  trap:   csrrw t0, 0x15c, zero      # stopei: takes the interrupt
          srli  t0, t0, 16
          sw    t0, 0(s0)
          sret
  `})
  v.vcpu(0, c => { c.start(0x80000000); c.regs({a0: 0}) })
  v.vcpu(1, c => { c.start(0x80000000); c.regs({a0: 1}) })
  v.on({mmio: 0x10000000}, e => { seen[e.vcpu.id].push(Number(e.value)) })
})

const fresh = m.snapshot()
m.run({until: () => seen.every(each => each.length > 0), within: seconds(20)})
m.msi({address: 0x28001000, data: 5})
m.run({until: () => seen[1].length > 1, within: seconds(20)})
m.irq({gsi: 3})
m.run({until: () => seen[0].length > 1, within: seconds(20)})
println(seen)
expect(() => String(seen) == '0,6,0,5')

// A snapshot has the interrupts that wait in an IMSIC and the settings of the APLIC.
m.msi({address: 0x28001000, data: 5})
const waiting = m.snapshot()
m.run({until: () => seen[1].length > 2, within: seconds(20)})
m.restore(waiting)
m.run({until: () => seen[1].length > 3, within: seconds(20)})
m.irq({gsi: 3, level: 0})          // for another rising edge
m.restore(fresh)
m.restore(waiting)
m.irq({gsi: 3})
m.run({until: () => seen[0].length > 2 && seen[1].length > 4, within: seconds(20)})
println(waiting.missing)
expect(() => String(seen) == '0,6,6,0,5,5,5,5')
