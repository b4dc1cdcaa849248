// verdict: red
// says: expectation failed
// The second time, the expectation fails.
test('t') {
  [1, 2].each { n -> expect { n == 1 } }
}
