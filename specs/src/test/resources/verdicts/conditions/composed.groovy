// verdict: red
// A block made of two is rejected: its lines cannot be seen.
test('t') {
  expect({ -> 1 == 2 } >> { true })
}
