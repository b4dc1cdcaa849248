// verdict: red
// A thread fails while the next test runs.
test('a') { Thread.start { sleep 100; expect { 1 == 2 } }; expect { 1 == 1 } }
test('b') { sleep 300; expect { 1 == 1 } }
