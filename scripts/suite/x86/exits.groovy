// Exits of x86 with each field of kvm_run: ports by size, direction and count, accesses to addresses without memory, hlt, shutdown, signals.
//   kvmsh test scripts/suite/x86/exits.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/exits.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs asm: x86_64

def DATA = 0x3000
def machine = { text ->
  vm {
    memory at: 0, size: 128.KB
    load at: 0x1000, asm: text
    vcpu(0) { long64 0x1000, tables: 0x10000; regs rsp: 0x9000, rsi: DATA, rdi: DATA + 0x100, rbx: 0xd0000000L }
  }
}
def enter = { v -> v.ioctl(KVM_RUN, within: 20.s).name }
// Answers and data of an IO exit are in kvm_run, where io.data_offset says; the script reads them as the guest has them.
def at = { m, n -> m.mem(DATA + 0x100, n).bytes.collect { it & 0xff } }

[[1, 'al'], [2, 'ax'], [4, 'eax']].each { size, register ->
  [0x60, 0x3f8, 0xfffe - size].each { port ->
    test("out of $size bytes to port ${Integer.toHexString(port)}: each field, and the value", source: 'api.rst 5', bringup: 70) {
      def m = machine("mov \$$port, %edx; mov \$0x87654321, %eax; out %$register, %dx; hlt"), v = m.vcpu(0), seen = []
      expect { enter(v) == 'io' }
      expect { v.run.io.direction == KVM_EXIT_IO_OUT && v.run.io.size == size && v.run.io.port == port && v.run.io.count == 1 && v.run.io.data_offset >= 2352 }
      m.regs.rip = 0x1000
      m.on(io: port) { e -> seen << [e.out, e.size, e.count, e.value as long] }
      m.run until: hlt, within: 20.s
      expect { seen.every { it == [true, size, 1, 0x87654321L & (1L << 8 * size) - 1] } && seen.size() >= 1 }
    }
    test("in of $size bytes from port ${Integer.toHexString(port)}: each field, and the guest gets the answer", source: 'api.rst 5', bringup: 70) {
      def m = machine("mov \$$port, %edx; mov \$0x7777777711111111, %rax; in %dx, %$register; mov %rax, ${DATA + 0x100}; hlt"), v = m.vcpu(0), seen = []
      m.on(io: port) { e -> seen << [e.out, e.size, e.count, v.run.io.direction]; 0x89abcdefL & (1L << 8 * size) - 1 }
      m.run until: hlt, within: 20.s
      expect { seen == [[false, size, 1, KVM_EXIT_IO_IN]] }
      def right = [1: 0x77777777111111efL, 2: 0x777777771111cdefL, 4: 0x89abcdefL][size]
      expect { m.mem(DATA + 0x100, 8).u64(0) == right }
    }
  }
  test("rep outs of $size bytes: all values arrive in their order", source: 'api.rst 5', bringup: 70) {
    def m = machine("mov \$0x70, %edx; mov \$5, %ecx; rep outs${[1: 'b', 2: 'w', 4: 'l'][size]}; hlt"), text = []
    m.mem DATA, bytes: (1..5 * size).collect { it as byte } as byte[]
    m.on(io: 0x70) { e -> text.addAll e.text.collect { it as char as int }; null }
    m.run until: hlt, within: 20.s
    expect { text == (1..5 * size) && m.regs.rcx == 0 && m.regs.rsi == DATA + 5 * size }
  }
  test("rep ins of $size bytes: the guest has all values in their order", source: 'api.rst 5', bringup: 70) {
    def m = machine("mov \$0x70, %edx; mov \$4, %ecx; rep ins${[1: 'b', 2: 'w', 4: 'l'][size]}; hlt"), next = 0
    m.on(io: 0x70) { e -> (1..e.count).collect { next++; next } }
    m.run until: hlt, within: 20.s
    expect { at(m, 4 * size) == (1..4).collectMany { n -> [n] + [0] * (size - 1) } && m.regs.rcx == 0 && m.regs.rdi == DATA + 0x100 + 4 * size }
  }
}

[[1, 'al', 'b'], [2, 'ax', 'w'], [4, 'eax', 'l'], [8, 'rax', 'q']].each { size, register, letter ->
  [0, 4, 0xff8].each { offset ->
    test("a store of $size bytes at ${Integer.toHexString(offset)} of a page that is no memory: each field", source: 'api.rst 5', bringup: 70) {
      def m = machine("mov \$0x1122334455667788, %rax; mov %$register, $offset(%rbx); hlt"), v = m.vcpu(0)
      expect { enter(v) == 'mmio' }
      expect { v.run.mmio.phys_addr == 0xd0000000L + offset && v.run.mmio.len == size && v.run.mmio.is_write == 1 }
      expect { (0..<size).collect { v.run.mmio.data[it] & 0xff } == [0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11].take(size) }
      expect { enter(v) == 'hlt' }
    }
    test("a load of $size bytes at ${Integer.toHexString(offset)} of a page that is no memory: each field, and the guest gets the answer", source: 'api.rst 5', bringup: 70) {
      def m = machine("xor %eax, %eax; mov $offset(%rbx), %$register; mov %rax, ${DATA + 0x100}; hlt"), v = m.vcpu(0)
      expect { enter(v) == 'mmio' }
      expect { v.run.mmio.phys_addr == 0xd0000000L + offset && v.run.mmio.len == size && v.run.mmio.is_write == 0 }
      8.times { v.run.mmio.data[it] = 0x91 + it }
      expect { enter(v) == 'hlt' }
      expect { at(m, 8) == (0..7).collect { it < size ? 0x91 + it : 0 } }
    }
  }
}

test('hlt without an APIC in the kernel: an exit behind the instruction', source: 'api.rst 5', bringup: 70) {
  def m = machine('nop; hlt; nop; hlt'), v = m.vcpu(0)
  expect { enter(v) == 'hlt' && m.regs.rip == 0x1002 && v.run.exit_reason == KVM_EXIT_HLT }
  expect { enter(v) == 'hlt' && m.regs.rip == 0x1004 }
}
test('an exception without a handler: a shutdown', source: 'api.rst 5', bringup: 70) {
  def m = machine('lidt 0x3800; ud2')
  m.mem 0x3800, bytes: [0] * 10 as byte[]
  expect { enter(m.vcpu(0)) == 'shutdown' }
}
test('immediate_exit: EINTR before the first instruction, and it runs when it is cleared', source: 'api.rst 5') {
  needs cap: KVM_CAP_IMMEDIATE_EXIT
  def m = machine('inc %ecx; hlt'), v = m.vcpu(0)
  v.run.immediate_exit = 1
  expect(errno: EINTR) { v.ioctl KVM_RUN }
  expect { m.regs.rip == 0x1000 && m.regs.rcx == 0 }
  v.run.immediate_exit = 0
  expect { enter(v) == 'hlt' && m.regs.rcx == 1 }
}
test('immediate_exit completes a load before it ends', source: 'api.rst 5', bringup: 70) {
  needs cap: KVM_CAP_IMMEDIATE_EXIT
  def m = machine('mov (%rbx), %eax; hlt'), v = m.vcpu(0)
  expect { enter(v) == 'mmio' }
  [0x44, 0x33, 0x22, 0x11].eachWithIndex { b, i -> v.run.mmio.data[i] = b }
  v.run.immediate_exit = 1
  expect(errno: EINTR) { v.ioctl KVM_RUN }
  v.run.immediate_exit = 0
  expect { m.regs.rax == 0x11223344 && m.regs.rip == 0x1002 }
}
test('kvm_run has the guest flags, the cr8 and the APIC base of the guest after an exit', source: 'api.rst 5', bringup: 70) {
  def m = machine('sti; mov $5, %eax; mov %rax, %cr8; out %al, $0x80; cli; out %al, $0x80'), v = m.vcpu(0)
  def first = enter v                                        // where the task priority is not virtual, its change is an exit
  def second = first == 'set_tpr' ? enter(v) : first
  expect { second == 'io' && v.run.if_flag == 1 && v.run.cr8 == 5 && v.run.apic_base == v.ioctl(KVM_GET_SREGS).apic_base }
  expect { enter(v) == 'io' && v.run.if_flag == 0 }
}
test('a guest that lowers its cr8 is an exit with the new one, without an APIC in the kernel; one that raises it is none', source: 'api.rst 5, KVM_EXIT_SET_TPR; arch/x86/kvm/x86.c, kvm_set_cr8', bringup: 70) {
  def m = machine('mov $5, %eax; mov %rax, %cr8; mov $3, %eax; mov %rax, %cr8; mov $9, %eax; mov %rax, %cr8; hlt'), v = m.vcpu(0)
  v.run.cr8 = 0
  def first = enter v
  needs first != 'hlt', 'exits of the task priority: the processor keeps it without them'
  expect { first == 'set_tpr' && v.run.cr8 == 3 && m.regs.rax == 3 }
  expect { enter(v) == 'hlt' && v.run.cr8 == 9 }
}
test('cr8 of kvm_run is what the guest has, without an APIC in the kernel', source: 'api.rst 5', bringup: 70) {
  def m = machine('mov %cr8, %rax; hlt'), v = m.vcpu(0)
  v.run.cr8 = 11
  expect { enter(v) == 'hlt' && m.regs.rax == 11 && v.ioctl(KVM_GET_SREGS).cr8 == 11 }
}
