// verdict: red
// The test replaces standard output and fails.
test('t') {
  System.out = new PrintStream(new ByteArrayOutputStream())
  expect { 1 == 2 }
}
