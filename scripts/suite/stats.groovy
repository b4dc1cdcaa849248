// KVM_GET_STATS_FD on any board, of a VM and of a vCPU: the header, each descriptor, the values at the offsets that the descriptors give, and counters that
// change as the guest runs.
//   kvmsh test scripts/suite/stats.groovy -b qemu:arm64
//   kvmsh test scripts/suite/stats.groovy -b qemu:x86_64

needs boards: ['x86_64', 'arm64', 'riscv64', 'ppc64']
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_BINARY_STATS_FD

def GUESTS = [x86_64: [mode: x86_64, at: 0, end: 0xd0000000L, code: 'mov %eax, (%rbx); jmp .-2', registers: ['rax', 'rbx'], pc: 'rip'], arm64: [mode: arm64, at: 0x40000000L, end: 0x10000000L, code: 'str w0, [x1]; b .-4', registers: ['x0', 'x1'], pc: 'pc'],
  riscv64: [mode: riscv64, at: 0x80000000L, end: 0x10000000L, code: '.option norvc; sw a0, (a1); j .-4', registers: ['a0', 'a1'], pc: 'pc'], ppc64: [mode: ppc64le, at: 0, end: 0x40000000L, code: 'stw 3, 0(4); b .-4', registers: ['r3', 'r4'], pc: 'pc']]
def G = GUESTS[board.arch], START = G.at + 0x1000
def code = asm(G.mode, at: START, G.code)
def machine = { ->
  vm {
    if (board.arch == 'ppc64') platform SPAPR
    memory at: G.at, size: board.arch == 'ppc64' ? 16.MB : 128.KB
    load at: START, bytes: code.bytes
    vcpu(0) { if (board.arch == 'x86_64') long64 START, tables: 0x10000; else start START }
    vcpu(1) { if (board.arch == 'x86_64') long64 START, tables: 0x18000; else start START }
  }
}
def number = { b, at, n -> (0..<n).inject(0L) { sum, i -> sum | (b[at + i] & 0xffL) << 8 * i } }
def KINDS = [VM: { m -> m.descriptor(m.ioctl(KVM_GET_STATS_FD) as int) }, vCPU: { m -> m.descriptor(m.vcpu(0).ioctl(KVM_GET_STATS_FD) as int) }]
def header = { fd -> def b = fd.read 24, at: 0; ['flags', 'nameSize', 'count', 'id', 'descriptors', 'data'].withIndex().collectEntries { x, i -> [x, number(b, 4 * i, 4) as int] } }
def descriptors = { fd, h ->
  def step = 16 + h.nameSize, b = []
  while (b.size() < step * h.count) b += fd.read(Math.min(4096, step * h.count - b.size()), at: h.descriptors + b.size()).toList()
  (0..<h.count).collect { i -> def o = i * step; [flags: number(b, o, 4) as int, exponent: (b[o + 4] | b[o + 5] << 8) as short, size: number(b, o + 6, 2) as int, offset: number(b, o + 8, 4) as int, bucket: number(b, o + 12, 4) as int,
    name: b[o + 16..<o + step].takeWhile { it }.collect { it as char }.join('')] }
}
def values = { fd -> def h = header(fd); descriptors(fd, h).collectEntries { d -> [d.name, number(fd.read(8, at: h.data + d.offset), 0, 8)] } }

KINDS.each { kind, of ->
  test("$kind: the header is 24 bytes, names, descriptors and data are behind it in places of their own", source: 'api.rst 4.133', bringup: 30) {
    def h = header(of(machine()))
    expect { h.flags == 0 && h.nameSize >= 48 && h.nameSize % 8 == 0 && h.count > 0 && h.descriptors >= 24 + h.nameSize && h.data >= h.descriptors + h.count * (16 + h.nameSize) }
  }
  test("$kind: the id is kvm- with a number, and of a vCPU its own", source: 'api.rst 4.133', bringup: 30) {
    def fd = of(machine()), h = header(fd), id = fd.read(h.nameSize, at: 24).takeWhile { it }.collect { it as char }.join('')
    expect { kind == 'VM' ? id ==~ /kvm-\d+/ : id ==~ /kvm-\d+\/vcpu-0/ }
  }
  test("$kind: each descriptor has a type, a unit and a base that there are, a size, and a name of its own", source: 'api.rst 4.133', bringup: 30) {
    def fd = of(machine()), all = descriptors(fd, header(fd))
    expect { all.every { (it.flags & 0xf) <= 4 && (it.flags >> 4 & 0xf) <= 4 && (it.flags >> 8 & 0xf) <= 1 && (it.flags & ~0xfff) == 0 } }
    expect { all.every { it.size >= 1 && it.name && it.offset % 8 == 0 } && all*.name.toUnique().size() == all.size() }
    expect { all.every { (it.flags & 0xf) != 3 || it.bucket > 0 } && all.every { (it.flags & 0xf) in [3, 4] || it.size == 1 } }
  }
  test("$kind: the values lie behind each other, without a gap, and the file ends behind them", source: 'api.rst 4.133', bringup: 30) {
    def fd = of(machine()), h = header(fd), at = 0
    def placed = descriptors(fd, h).toSorted { it.offset }
    expect { placed.every { def right = it.offset == at; at += 8 * it.size; right } }
    expect { fd.read(8, at: h.data + at - 8).size() == 8 && fd.read(8, at: h.data + at).size() == 0 }
  }
  test("$kind: nothing of a new machine has happened", source: 'api.rst 4.133', bringup: 30) {
    def x = values(of(machine()))
    expect { ['exits', 'mmio_exit_user', 'halt_exits', 'signal_exits', 'halt_wakeup', 'sum_exits'].findAll { x[it] != null && x[it] != 0 } == [] }
  }
}
test('a vCPU counts its exits, one for each access that leaves the guest, and another vCPU does not', source: 'api.rst 4.133; virt/kvm/kvm_main.c', bringup: 30) {
  def m = machine(), mine = KINDS.vCPU(m), other = m.descriptor(m.vcpu(1).ioctl(KVM_GET_STATS_FD) as int)
  needs values(mine).exits != null || values(mine).sum_exits != null, 'a number of exits'
  def exits = { fd -> def x = values(fd); x.exits == null ? x.sum_exits : x.exits }
  m.reg((G.registers[0]): 1, (G.registers[1]): G.end, (G.pc): START)
  def before = exits(mine)
  5.times { expect { m.vcpu(0).ioctl(KVM_RUN, within: 20.s).name == 'mmio' } }
  expect { exits(mine) >= before + 5 && exits(other) == 0 }
}
test('mmio_exit_user counts the exits to user space alone', source: 'arch/arm64/kvm/mmio.c; arch/riscv/kvm/vcpu_insn.c', bringup: 30) {
  def m = machine(), fd = KINDS.vCPU(m)
  needs values(fd).mmio_exit_user != null, 'a number of exits to user space'
  m.reg((G.registers[0]): 1, (G.registers[1]): G.end, (G.pc): START)
  5.times { expect { m.vcpu(0).ioctl(KVM_RUN, within: 20.s).name == 'mmio' } }
  expect { values(fd).mmio_exit_user == 5 && values(fd).mmio_exit_kernel == 0 }
  m.ioeventfd mmio: G.end + 0x100, length: 4
  m.reg((G.registers[1]): G.end + 0x100, (G.pc): START)
  m.run until: timeout, vcpu: 0, within: 300.ms
  expect { values(fd).mmio_exit_kernel > 0 && values(fd).mmio_exit_user <= 6 }
}
