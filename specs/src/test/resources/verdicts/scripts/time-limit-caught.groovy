// verdict: red
// says: TIMEOUT
// A test that catches the end of its time.
test('t', within: 300.ms) {
  try { while (true) { } } catch (Throwable t) { }
  expect { 1 == 1 }
}
