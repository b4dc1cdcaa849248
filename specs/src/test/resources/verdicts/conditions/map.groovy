// verdict: red
// A map is no condition.
test('t') {
  expect { [a: 1] }
}
