// verdict: red
// The task of a timer fails.
test('t') {
  def timer = new Timer(true)
  timer.runAfter(50) { expect { 1 == 2 } }
  expect { 1 == 1 }
}
