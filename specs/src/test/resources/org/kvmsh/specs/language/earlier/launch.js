// told: write: start
const m = vm(v => { v.memory({at: 0, size: KB(64)}); v.load({at: 0x1000, hex: 'ec 40 f4'}); v.vcpu(0, c => { c.real(0x1000); c.regs({rdx: 0x60}) }); v.on({io: 0x60}, e => 41) })
const going = m.launch({until: hlt, within: seconds(5)})
expect(() => going.join().exit == hlt)
