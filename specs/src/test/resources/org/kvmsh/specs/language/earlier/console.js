const m = vm(v => { v.memory({at: 0, size: KB(64)}); v.load({at: 0x1000, hex: 'b0 41 ee f4'}); v.vcpu(0, c => { c.real(0x1000); c.regs({rdx: 0x3f8}) }); v.console({io: 0x3f8}) })
m.run()
expect(() => m.console == 'A')
