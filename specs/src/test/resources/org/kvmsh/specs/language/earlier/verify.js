const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'f4'}, vcpu: {real: 0x1000}})
m.verify()
expect(() => verify().empty)
