// verdict: red
// each returns its list, whatever its block says.
test('t') {
  expect { [1, 2].each { it == 3 } }
}
