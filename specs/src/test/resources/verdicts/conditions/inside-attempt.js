// verdict: red
// attempt takes refused calls, not failed expectations.
test('t', () => {
  attempt(() => expect(() => 1 == 2))
})
