// Memory that only the guest has: its descriptor has a size that never changes, gives pages and takes them back, and is neither read, written nor mapped.
//   kvmsh scripts/selftests/guest_memfd.groovy
//
// Linux: tools/testing/selftests/kvm/guest_memfd_test.c

needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_GUEST_MEMFD

// Page sizes differ, and the least that KVM takes is one page.
def m = vm { }
def create = { size -> m.descriptor(m.ioctl(KVM_CREATE_GUEST_MEMFD, size: size)) }
def PAGE = [4.KB, 16.KB, 64.KB].find { size -> !attempt { create size } }
def SIZE = 4 * PAGE

test('a size that is no multiple of a page: EINVAL') {
  ([1, PAGE - 1, PAGE + 1] + (1..<16).collect { it * PAGE.intdiv(16) }).each { size -> expect(errno: EINVAL) { create size } }
}

test('a flag that KVM does not know: EINVAL') {
  def known = kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_GUEST_MEMFD_FLAGS)
  (0..63).each { bit -> if (!(known & 1L << bit)) expect(errno: EINVAL) { m.ioctl KVM_CREATE_GUEST_MEMFD, size: PAGE, flags: 1L << bit } }
}

test('each of a VM has a size of its own') {
  def one = create(PAGE), other = create(2 * PAGE)
  expect { one.stat().size == PAGE }
  expect { other.stat().size == 2 * PAGE }
  expect { one.stat().size == PAGE }
}

test('nobody reads or writes it') {
  def file = create(SIZE)
  expect { attempt { file.read 64 } != null }
  expect { attempt { file.read 64, at: 0 } != null }
  expect { attempt { file.write([0] as byte[]) } != null }
  expect { attempt { file.write([0] as byte[], at: 0) } != null }
}

test('nobody maps it: ENODEV') { expect(errno: ENODEV) { create(SIZE).map PAGE } }

test('it has the size that was asked for, and blocks of a page') {
  def stat = create(SIZE).stat()
  expect { stat.size == SIZE }
  expect { stat.blockSize == PAGE }
}

test('pages are allocated and given back, within its size and whole ones') {
  def file = create(SIZE)
  def allocate = { from, length -> file.fallocate offset: from, length: length, keep: true }
  def punch = { from, length -> file.fallocate offset: from, length: length, keep: true, punch: true }
  allocate 0, SIZE
  expect { attempt { allocate SIZE, PAGE } != null }
  expect { attempt { allocate SIZE + PAGE, PAGE } != null }
  punch SIZE, PAGE
  punch SIZE + PAGE, PAGE
  punch PAGE, PAGE
  allocate PAGE, PAGE
  [[0, 1], [0, PAGE - 1], [0, PAGE + 1], [1, 1], [1, PAGE - 1], [1, PAGE], [1, PAGE + 1], [PAGE, 1], [PAGE, PAGE - 1], [PAGE, PAGE + 1]].each { from, length ->
    expect(errno: EINVAL) { punch from, length }
  }
}
