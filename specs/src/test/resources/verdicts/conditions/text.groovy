// verdict: red
// A text is no condition.
test('t') {
  expect { 'false' }
}
