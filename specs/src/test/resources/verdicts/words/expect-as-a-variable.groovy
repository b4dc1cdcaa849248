// verdict: red
// A variable named expect hides the word.
test('t') {
  def expect = { c -> }
  expect { 1 == 2 }
}
