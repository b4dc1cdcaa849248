def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: "ec 40 f4"; vcpu(0) { real 0x1000; regs rdx: 0x60 }; on(io: 0x60) { e -> 41 } }
m.run()
expect { exits.total == 2 && exits.of("io") == 1 && exits.last.name == "hlt" && exits.all[0].exit.port == 0x60 && exits.all[0].answer == 41 }
