// verdict: red
// A future that nobody asks fails.
test('t') {
  java.util.concurrent.CompletableFuture.runAsync { expect { 1 == 2 } }
  expect { 1 == 1 }
}
