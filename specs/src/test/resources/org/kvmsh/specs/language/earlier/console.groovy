def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'b0 41 ee f4'; vcpu(0) { real 0x1000; regs rdx: 0x3f8 }; console io: 0x3f8 }
m.run()
expect { m.console == 'A' }
