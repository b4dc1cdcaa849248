// verdict: red
// One of a parallel stream fails.
test('t') {
  (1..50).parallelStream().forEach { n -> expect { n != 37 } }
}
