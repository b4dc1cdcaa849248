// told: m.irq gsi: 4, level: 1
def m = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 } }
m.irq 4, 1
