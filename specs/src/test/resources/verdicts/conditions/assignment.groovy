// verdict: red
// An assignment is no condition.
test('t') {
  def x = 1
  expect { x = 5 }
}
