const m = vm(v => { v.memory({at: 0, size: KB(64)}); v.load({at: 0x1000, hex: 'ec 40 f4'}); v.vcpu(0, c => { c.real(0x1000); c.regs({rdx: 0x60}) }); v.on({io: 0x60}, e => 41) })
println(m.mem(0x1000, 64).u16(0, 'big'), m.mem(0x1000, 64).u32(4, 'big'))
