// verdict: red
// A declaration is no condition.
test('t') {
  expect { def x = true }
}
