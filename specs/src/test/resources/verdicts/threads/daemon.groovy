// verdict: red
// A daemon thread fails.
test('t') {
  def d = new Thread({ sleep 50; expect { 1 == 2 } } as Runnable)
  d.daemon = true
  d.start()
  expect { 1 == 1 }
}
