// What can be expected: of a run how it ended, of a call its errno.
//   kvmsh scripts/x86/expecting.groovy

needs boards: 'x86_64'

def m = vm {
  memory at: 0, size: 64.KB
  load at: 0x1000, hex: 'e6 80 f4'      // out %al, $0x80; hlt
  vcpu(0) { real 0x1000 }
}

test('a run ends with an exit that nobody handles') {
  m.run()
  expect exit: io
}

test('and then goes on behind it') {
  m.run()
  expect exit: hlt
  expect exit: KVM_EXIT_HLT
}

test('the errno of what a block does can be looked at') {
  def errno = attempt { m.ioctl KVM_CREATE_VCPU, 0 }
  expect { errno == EEXIST }
  expect { attempt { kvm.ioctl KVM_CREATE_VM, 99 } == EINVAL }
}

test('it is null where the kernel refused nothing') {
  expect { attempt { m.ioctl KVM_CHECK_EXTENSION, KVM_CAP_USER_MEMORY } == null }
}
