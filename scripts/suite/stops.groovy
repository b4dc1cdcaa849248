// Guests that never leave KVM_RUN by themselves: user space stops them. If user space cannot stop one, the board is lost, so kvmsh bringup runs this script
// last.
//   kvmsh test scripts/suite/stops.groovy -b qemu:arm64
//   kvmsh test scripts/suite/stops.groovy -b kvm

needs boards: ['x86_64', 'arm64', 'riscv64', 'ppc64']
needs boards: ['real', 'emulated', 'remote']

// Each guest counts in a register until another one is not 0, and then stores the count to an address that is none.
def GUESTS = [
  x86_64: [mode: x86_64, at: 0, end: 0xd0000000L, r: ['rax', 'rdi', 'rdx'], code: '1: inc %eax; test %edx, %edx; jz 1b; mov %eax, (%rdi); jmp .'],
  arm64: [mode: arm64, at: 0x40000000L, end: 0x10000000L, r: ['x0', 'x1', 'x2'], code: '1: add x0, x0, #1; cbz x2, 1b; str w0, [x1]; b .'],
  riscv64: [mode: riscv64, at: 0x80000000L, end: 0x10000000L, r: ['a0', 'a1', 'a2'], code: '.option norvc; 1: addi a0, a0, 1; beqz a2, 1b; sw a0, (a1); j .'],
  ppc64: [mode: ppc64le, at: 0, end: 0x40000000L, r: ['r3', 'r4', 'r5'], code: '1: addi 3, 3, 1; cmpdi 5, 0; beq 1b; stw 3, 0(4); b .']]
def G = GUESTS[board.arch], START = G.at + 0x1000
def machine = {
  def m = vm {
    if (board.arch == 'ppc64') platform SPAPR
    memory at: G.at, size: 16.MB
    load at: START, bytes: asm(G.mode, at: START, G.code).bytes
    vcpu(0) { if (board.arch == 'x86_64') long64 START, tables: 0x10000 else start START }
  }
  m.reg((G.r[0]): 0, (G.r[1]): G.end, (G.r[2]): 0)
  m
}
def word = { v -> (0..3).inject(0) { s, i -> s | (v.run.mmio.data[i] & 0xff) << 8 * i } }
def stored = { v -> expect { v.ioctl(KVM_RUN, within: 20.s).name == 'mmio' && v.run.mmio.phys_addr == G.end }; word v }

test('a guest that runs on is stopped, and goes on where it was', source: 'api.rst 4.10', bringup: 170) {
  def m = machine(), v = m.vcpu(0)
  m.run until: timeout, vcpu: 0, within: 300.ms
  def counted = v.reg(G.r[0])
  v.reg G.r[2], 1
  expect { counted > 0 && stored(v) >= 1 && v.reg(G.r[0]) >= counted && v.reg(G.r[0]) <= counted + 2 }
}
test('KVM_CAP_X86_DISABLE_EXITS with HLT: it is no exit', source: 'api.rst 7.13', bringup: 170) {
  needs cap: KVM_CAP_X86_DISABLE_EXITS
  needs (kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_X86_DISABLE_EXITS) & KVM_X86_DISABLE_EXITS_HLT) != 0, 'HLT without an exit'
  def halts = { settings ->
    vm {
      memory at: 0, size: 128.KB
      load at: 0x1000, asm: 'hlt; out %al, $0x98'
      settings.each { cap, value -> ioctl KVM_ENABLE_CAP, cap: cap, args: [value] }
      vcpu(0) { long64 0x1000, tables: 0x10000 }
    }.vcpu(0)
  }
  expect { halts([:]).ioctl(KVM_RUN, within: 20.s).name == 'hlt' }
  def v = halts([(KVM_CAP_X86_DISABLE_EXITS): KVM_X86_DISABLE_EXITS_HLT]), e, errno = attempt { e = v.ioctl(KVM_RUN, within: 1.s).name }
  expect { errno == EINTR || e == 'io' }                    // AMD's processors go on behind it after any interrupt of the host
}
