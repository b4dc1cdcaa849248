// verdict: green, strict: red
// A comparison outside of expect checks nothing: red with --strict.
test('t', () => {
  1 == 2
})
