// User space for an ioctl that no kernel has: the patch says what KVM_COUNT_DIRTY_PAGES takes, the script what it does, with calls on the
// board's own kernel. On a kernel with the patch the same script runs too, and the proposal steps aside.
//   kvmsh -b rfc:kvm scripts/rfc/count-dirty-pages.groovy

needs boards: 'rfc:*'
needs boards: 'x86_64'

rfc 'kvm-count-dirty-pages.patch'

proposal(KVM_COUNT_DIRTY_PAGES) { arg ->
  if (arg.flags != 0 || arg.pages == 0) return -EINVAL
  int words = (arg.pages + 63).intdiv(64)
  def bitmap = arg.vm.allocate 8 * words
  if (attempt { arg.vm.ioctl KVM_GET_DIRTY_LOG, slot: arg.slot, dirty_bitmap: bitmap } == ENOENT) return -ENOENT
  arg.dirty = new BigInteger(1, (byte[]) bitmap.bytes(0, 8 * words)).bitCount()
  arg.total = arg.dirty + (arg.state[arg.slot] ?: 0)
  arg.state[arg.slot] = arg.total
  0
}

// Each round writes to as many pages as dx says, from 0x10000 on, one byte in each.
def m = vm {
  memory at: 0, size: 1.MB, log: true
  load at: 0x1000, hex: '''
    b8 00 10          # mov  $0x1000, %ax
    8e d8             # mov  %ax, %ds
    c6 06 00 00 01    # mov  byte [0], 1
    05 00 01          # add  $0x100, %ax
    4a                # dec  %dx
    75 f3             # jnz  0x1003
    f4                # hlt
    eb ed             # jmp  0x1000
  '''
  vcpu(0) { real 0x1000 }
}
def count = { m.ioctl KVM_COUNT_DIRTY_PAGES, slot: 0, pages: 256 }

test('the capability of the patch announces it') { expect { kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_COUNT_DIRTY_PAGES) == 1 } }
test('it counts what was written since it was last asked, and all in all') {
  count()
  [3, 5, 40].each { pages ->
    m.regs.rdx = pages
    m.run until: hlt
    expect { count().dirty == pages }
  }
  expect { count().dirty == 0 }
  expect { count().total == 48 }
}
test('a flag, no pages: EINVAL') {
  expect(errno: EINVAL) { m.ioctl KVM_COUNT_DIRTY_PAGES, slot: 0, pages: 256, flags: 1 }
  expect(errno: EINVAL) { m.ioctl KVM_COUNT_DIRTY_PAGES, slot: 0 }
}
test('a slot that logs nothing: ENOENT') { expect(errno: ENOENT) { m.ioctl KVM_COUNT_DIRTY_PAGES, slot: 7, pages: 256 } }
test('no struct at all: EFAULT') { expect(errno: EFAULT) { m.ioctl KVM_COUNT_DIRTY_PAGES, 0 } }
