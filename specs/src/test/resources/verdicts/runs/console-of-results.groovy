// verdict: red
// What a guest prints is no result.
test('t') {
  def said = new StringBuilder()
  def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'b0 6f e6 e9 b0 6b e6 e9 f4'; vcpu(0) { real 0x1000 }; on(io: 0xe9) { e -> print((char) (int) e.value) } }
  m.run until: hlt
  expect { 1 == 2 }
}
