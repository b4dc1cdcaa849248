def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: "f4"; vcpu(0) { real 0x1000 } }
m.verify()
expect { verify().empty }
