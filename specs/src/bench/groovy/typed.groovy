// The same guest as c/exits.c, with a handler in a text that is given by -e: runs it for each number of milliseconds on standard input.

long seen = 0

m = vm {
  memory at: 0, size: 64.KB
  load at: 0x1000, hex: 'GUEST'
  vcpu(0) { real 0x1000; regs rax: 1 }
  on(io: 0x3f8) { e -> seen += e.value }
}

long exits = 0
System.in.eachLine { time ->
  def run = m.run(within: (time as int).ms)
  exits += run.exits
  assert seen in [exits, exits - 1]                // an exit at the time limit is handled by the next run
  println "$run.exits exits in ${run.took.toNanos()} ns: $seen in all"
}
