// verdict: red
// A block without a line checks nothing.
test('t') {
  expect { }
}
