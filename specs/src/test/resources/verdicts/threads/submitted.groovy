// verdict: red
// Nobody asks for the result of a task that fails.
test('t') {
  def pool = java.util.concurrent.Executors.newFixedThreadPool(1)
  pool.submit { expect { 1 == 2 } }
  pool.shutdown()
  expect { 1 == 1 }
}
