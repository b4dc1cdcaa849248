// verdict: red
// A thread fails after its test has ended.
test('t') {
  Thread.start { sleep 50; expect { 1 == 2 } }
  expect { 1 == 1 }
}
