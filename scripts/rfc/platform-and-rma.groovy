// An SPAPR guest with a real mode area by the words of kvmsh, which use the calls of two mails where the board has them, and otherwise what
// was merged.
//   kvmsh test -b qemu:ppc64 scripts/rfc/platform-and-rma.groovy
//   kvmsh compare rfc:qemu:ppc64 qemu:ppc64 scripts/rfc/platform-and-rma.groovy

needs boards: 'ppc64'

test('a POWER7 guest on the SPAPR platform, with a real mode area of 128 MiB') {
  def m = vm { platform SPAPR; arch 206; rma 128.MB; vcpu 0 }
  m.mem(0, 4).u32(0, 0x60000000)
  expect { m.mem(0, 4).u32(0) == 0x60000000 }
}
