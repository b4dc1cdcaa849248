// verdict: red
// A thread made by hand throws.
test('t') {
  new Thread({ throw new RuntimeException('no') } as Runnable).start()
  expect { 1 == 1 }
}
