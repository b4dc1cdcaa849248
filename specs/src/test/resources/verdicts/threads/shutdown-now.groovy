// verdict: red
// A task fails before its pool is shut down.
test('t') {
  def pool = java.util.concurrent.Executors.newFixedThreadPool(1)
  def ran = new java.util.concurrent.CountDownLatch(1)
  pool.submit { try { expect { 1 == 2 } } finally { ran.countDown() } }
  ran.await()
  pool.shutdownNow()
  expect { 1 == 1 }
}
