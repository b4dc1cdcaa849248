// verdict: red
// Nobody asks for the results of tasks of which one fails.
test('t') {
  def pool = java.util.concurrent.Executors.newFixedThreadPool(2)
  pool.invokeAll([1, 2].collect { n -> ({ expect { n == 1 } } as java.util.concurrent.Callable) })
  pool.shutdown()
  expect { 1 == 1 }
}
