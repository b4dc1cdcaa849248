// verdict: red
// A shutdown hook halts the process with status 0.
test('t') {
  Runtime.runtime.addShutdownHook(new Thread({ Runtime.runtime.halt(0) } as Runnable))
  expect { 1 == 2 }
}
