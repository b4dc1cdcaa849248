// verdict: red
// A handler of uncaught errors does not hide one.
test('t') {
  def d = new Thread({ expect { 1 == 2 } } as Runnable)
  d.uncaughtExceptionHandler = { thread, error -> }
  d.start()
  d.join()
  expect { 1 == 1 }
}
