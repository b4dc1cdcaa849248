// told: m.irq({gsi: 4, level: 1})
const m = vm({memory: {at: 0, size: KB(64)}, vcpu: {real: 0x1000}})
m.irq(4, 1)
