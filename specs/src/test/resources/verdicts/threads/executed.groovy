// verdict: red
// A task of an executor fails.
test('t') {
  def pool = java.util.concurrent.Executors.newFixedThreadPool(1)
  pool.execute { expect { 1 == 2 } }
  pool.shutdown()
  expect { 1 == 1 }
}
