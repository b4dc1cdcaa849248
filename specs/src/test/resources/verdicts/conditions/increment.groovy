// verdict: red
// An increment is no condition.
test('t') {
  def x = 1
  expect { ++x }
}
