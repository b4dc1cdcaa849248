// verdict: red
// A scheduled task fails.
test('t') {
  def pool = java.util.concurrent.Executors.newScheduledThreadPool(1)
  pool.schedule({ expect { 1 == 2 } } as Runnable, 50, java.util.concurrent.TimeUnit.MILLISECONDS)
  pool.shutdown()
  expect { 1 == 1 }
}
