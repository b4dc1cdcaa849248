// verdict: green, strict: green
// Every expectation is reached: green with --strict too.
test('t') {
  [1, 2].each { n -> expect { n < 3 } }
}
