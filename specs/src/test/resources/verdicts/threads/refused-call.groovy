// verdict: red
// A call on a thread is refused.
test('t') {
  new Thread({ kvm.ioctl KVM_CREATE_VM, 98 } as Runnable).start()
  expect { 1 == 1 }
}
