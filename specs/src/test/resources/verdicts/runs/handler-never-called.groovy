// verdict: green, strict: red
// The expectation of a handler that is never called: red with --strict.
test('t') {
  def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4'; vcpu(0) { real 0x1000 }; on(io: 0x20) { e -> expect { e.port == 2 }; 1 } }
  m.run until: hlt
  expect { 1 == 1 }
}
