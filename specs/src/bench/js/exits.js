// The same guest as c/exits.c, with the handler that a script's author writes.

let sum = 0

const m = vm({
  memory: {at: 0, size: KB(64)},
  load: {at: 0x1000, hex: 'GUEST'},
  vcpu: {real: 0x1000, regs: {rax: 1}},
  on: {io: 0x3f8, do: e => { sum += e.value }},
})
