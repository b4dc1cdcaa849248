// verdict: red
// An exit is expected, and nothing has run.
test('t') {
  vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4'; vcpu(0) { real 0x1000 } }
  expect exit: hlt
}
