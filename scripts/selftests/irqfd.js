// An eventfd is the interrupt of one line of one VM; it can be taken from a line that it was never given.
//   kvmsh scripts/selftests/irqfd.js
//
// Linux: tools/testing/selftests/kvm/irqfd_test.c. Its second thread, which makes the same calls meanwhile, is left out. Before Linux 6.17 KVM compared
// eventfds only within a VM.

needs({boards: ['real', 'emulated', 'remote']})
needs({boards: 'x86_64'})
needs({cap: KVM_CAP_IRQFD})

const m = vm({irqchip: true, vcpu: {}})
const other = vm({irqchip: true, vcpu: {}})
const line = m.irqfd({gsi: 10})

const assign = (vm, gsi) => vm.ioctl(KVM_IRQFD, {fd: line.fd, gsi})
const deassign = (vm, gsi) => vm.ioctl(KVM_IRQFD, {fd: line.fd, gsi, flags: KVM_IRQFD_FLAG_DEASSIGN})

test('a second line of the same VM: EBUSY', () => expect(() => attempt(() => assign(m, 11)) == EBUSY))

test('a line of another VM: EBUSY', () => expect(() => attempt(() => assign(other, 12)) == EBUSY))

test('it is taken from lines that never had it, and from the one that has', () => {
  for (const gsi of [11, 12, 13, 14, 10]) deassign(m, gsi)
  deassign(other, 12)
})

test('and can be given anew, in either VM', () => {
  for (let i = 0; i < 100; i++) {
    for (const vm of [m, other]) {
      assign(vm, 0x20)
      expect(() => attempt(() => assign(vm, 0x21)) == EBUSY)
      deassign(vm, 0x20)
      deassign(vm, 0x21)
    }
  }
})
