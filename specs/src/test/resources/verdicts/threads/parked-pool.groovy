// verdict: green
// A pool's thread that waits for work is no error.
test('t') {
  def pool = java.util.concurrent.Executors.newFixedThreadPool(1, { r -> def d = new Thread(r); d.daemon = true; d } as java.util.concurrent.ThreadFactory)
  pool.submit({ 1 } as java.util.concurrent.Callable).get()
  expect { 1 == 1 }
}
