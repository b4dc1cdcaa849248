// verdict: red
// every is false if one is.
test('t') {
  expect { [1, 2].every { it == 1 } }
}
