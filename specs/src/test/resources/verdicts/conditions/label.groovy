// verdict: red
// expect with a colon, as in Spock, is a label: it checks nothing.
test('t') {
  expect:
  1 == 2
}
