// An eventfd is the interrupt of one line of one VM; it can be taken from a line that it was never given.
//   kvmsh scripts/selftests/irqfd.groovy
//
// Linux: tools/testing/selftests/kvm/irqfd_test.c. Its second thread, which makes the same calls meanwhile, is left out. Before Linux 6.17 KVM compared
// eventfds only within a VM.

needs boards: ['real', 'emulated', 'remote']
needs boards: 'x86_64'
needs cap: KVM_CAP_IRQFD

def m = vm { irqchip; vcpu 0 }
def other = vm { irqchip; vcpu 0 }
def line = m.irqfd gsi: 10

def assign = { vm, gsi -> vm.ioctl KVM_IRQFD, fd: line.fd, gsi: gsi }
def deassign = { vm, gsi -> vm.ioctl KVM_IRQFD, fd: line.fd, gsi: gsi, flags: KVM_IRQFD_FLAG_DEASSIGN }

test('a second line of the same VM: EBUSY') { expect(errno: EBUSY) { assign m, 11 } }

test('a line of another VM: EBUSY') { expect(errno: EBUSY) { assign other, 12 } }

test('it is taken from lines that never had it, and from the one that has') {
  [11, 12, 13, 14, 10].each { gsi -> deassign m, gsi }
  deassign other, 12
}

test('and can be given anew, in either VM') {
  100.times {
    [m, other].each { vm ->
      assign vm, 0x20
      expect(errno: EBUSY) { assign vm, 0x21 }
      deassign vm, 0x20
      deassign vm, 0x21
    }
  }
}
