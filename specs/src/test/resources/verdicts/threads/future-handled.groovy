// verdict: red
// A future fails, and its error is dropped.
test('t') {
  java.util.concurrent.CompletableFuture.runAsync { expect { 1 == 2 } }.exceptionally { null }.join()
  expect { 1 == 1 }
}
