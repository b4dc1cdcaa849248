// verdict: red
// A thread of a thread fails.
test('t') {
  Thread.start { Thread.start { sleep 50; expect { 1 == 2 } } }.join()
  expect { 1 == 1 }
}
