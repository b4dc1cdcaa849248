def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: "ec 40 f4"; vcpu(0) { real 0x1000; regs rdx: 0x60 }; on(io: 0x60) { e -> 41 } }
expect { m.memmap.all[0].at == 0 && m.memmap.all[0].what == 'memory, slot 0' }
