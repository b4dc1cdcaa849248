// The same guest as c/exits.c, with the handler that a script's author writes. The names that have no def stay for the lines after it.

long seen = 0

m = vm {
  memory at: 0, size: 64.KB
  load at: 0x1000, hex: 'GUEST'
  vcpu(0) { real 0x1000; regs rax: 1 }
  on(io: 0x3f8) { e -> seen += e.value }
}

sum = { seen }
