// The addresses of a GICv2 by the words of kvmsh, which use KVM_SET_DEVICE_ADDRESS where the board has it, and otherwise what was
// merged.
//   kvmsh test -b qemu:arm64 scripts/rfc/vgic-addresses.groovy
//   kvmsh compare rfc:qemu:arm64 qemu:arm64 scripts/rfc/vgic-addresses.groovy

needs boards: 'arm64'

test('two addresses are accepted') {
  expect { refusal { vm { vgic dist: 0x2c001000, cpu: 0x2c002000 } } == null }
}
test('an address that is not a multiple of 4 KiB: EINVAL') {
  expect(errno: EINVAL) { unchecked { vm { vgic dist: 0x2c001000, cpu: 0x2c002800 } } }
}
test('an address outside the guest physical address space: E2BIG') {
  expect(errno: E2BIG) { unchecked { vm { vgic dist: 1L << 50, cpu: 0x2c002000 } } }
}
