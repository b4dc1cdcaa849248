// Statistics of x86: KVM_GET_STATS_FD's header and descriptors, and counters that change with what the guest does.
//   kvmsh test scripts/suite/x86/stats.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/stats.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_BINARY_STATS_FD
needs asm: x86_64

def code = asm(x86_64, at: 0x1000, '''
  ports: mov $0x60, %edx
  more:  nop; out %al, %dx; dec %ecx; jnz more
         hlt
  .org 0x20
  loads: mov $0xd0000000, %ebx
  next:  mov (%rbx), %eax; dec %ecx; jnz next
         hlt
  .org 0x40
  halts: hlt
  .org 0x60
  calls: mov $0x7777, %eax; vmmcall; dec %ecx; jnz calls
         hlt
  .org 0x80
  flush: mov $0x5000, %ebx
  again: invlpg (%rbx); dec %ecx; jnz again
         hlt
  .org 0xa0
  nmi:   nop; out %al, $0x81; hlt
  .org 0xc0
  on:    sti; nop; nop; hlt
''')
def machine = { chip = false ->
  vm {
    if (chip) irqchip
    memory at: 0, size: 256.KB
    load at: 0x1000, bytes: code.bytes
    vcpu(0) { long64 0x1000, tables: 0x10000; vectors([(2): 0x10a0, (0x41): 0x10a0]); regs rsp: 0x9000 }
  }
}
def run = { m, at, count = 0 ->
  m.reg rip: 0x1000 + at, rcx: count, rsp: 0x9000, rflags: 2
  def v = m.vcpu(0), e = v.ioctl(KVM_RUN, within: 20.s), n = 0
  while (e.name in ['io', 'mmio'] && !(e.name == 'io' && v.run.io.port == 0x81) && n++ < 100) e = v.ioctl(KVM_RUN, within: 20.s)
  e.name
}
def moved = { m, what -> def before = m.vcpu(0).stats; what(); m.vcpu(0).stats.since(before) }
def stat = { s, name -> def all = s.all.findAll { it.name == name }; needs !all.isEmpty(), "the statistic $name"; all[0].value }

test('io_exits counts each access to a port', source: 'api.rst 4.133', bringup: 30) { def m = machine(), s = moved(m, { run m, 0, 7 }); expect { stat(s, 'io_exits') == 7 && stat(s, 'exits') >= 7 && stat(s, 'mmio_exits') == 0 } }
test('mmio_exits counts each access to an address that is no memory', source: 'api.rst 4.133', bringup: 30) { def m = machine(), s = moved(m, { run m, 0x20, 5 }); expect { stat(s, 'mmio_exits') == 5 && stat(s, 'io_exits') == 0 } }
test('halt_exits counts HLT', source: 'api.rst 4.133', bringup: 30) { def m = machine(), s = moved(m, { 3.times { run m, 0x40 } }); expect { stat(s, 'halt_exits') == 3 } }
test('hypercalls counts hypercalls', source: 'api.rst 4.133', bringup: 30) { needs board.kind != 'real', 'hypercalls of a guest in ring 0'; def m = machine(), s = moved(m, { run m, 0x60, 4 }); expect { stat(s, 'hypercalls') == 4 } }
test('invlpg counts INVLPG that is intercepted', source: 'api.rst 4.133', bringup: 30) { needs board.kind != 'real', 'shadow page tables'; def m = machine(), s = moved(m, { run m, 0x80, 6 }); expect { stat(s, 'invlpg') == 6 } }
test('nmi_injections counts NMIs', source: 'api.rst 4.133', bringup: 30) { def m = machine(true), s = moved(m, { m.vcpu(0).ioctl KVM_NMI; run m, 0xc0 }); expect { stat(s, 'nmi_injections') >= 1 } }
test('irq_injections counts interrupts', source: 'api.rst 4.133', bringup: 30) { def m = machine(), once = { m.vcpu(0).ioctl KVM_INTERRUPT, irq: 0x41; run m, 0xc0 }; once(); def s = moved(m, once); expect { stat(s, 'irq_injections') == 1 } }
test('signal_exits counts runs that a signal ends', source: 'api.rst 4.133', bringup: 30) {
  def m = machine(), v = m.vcpu(0)
  m.load at: 0x1000, hex: 'eb fe'
  def s = moved(m, { m.reg rip: 0x1000; m.run until: timeout, within: 300.ms })
  expect { stat(s, 'signal_exits') >= 1 }
}
test('pf_fixed and pf_taken count pages that are mapped', source: 'api.rst 4.133', bringup: 30) { def m = machine(), s = moved(m, { run m, 0x40 }); expect { stat(s, 'pf_fixed') >= 1 } }
test('guest_mode is 0 outside of a guest of the guest', source: 'api.rst 4.133', bringup: 30) { expect { stat(machine().vcpu(0).stats, 'guest_mode') == 0 } }
test('insn_emulation counts instructions that KVM executes', source: 'api.rst 4.133', bringup: 30) { def m = machine(), s = moved(m, { run m, 0x20, 3 }); expect { stat(s, 'insn_emulation') >= 3 } }
test('the statistics of another vCPU stay', source: 'api.rst 4.133', bringup: 30) {
  def m = vm { memory at: 0, size: 256.KB; load at: 0x1000, bytes: code.bytes; vcpu(0) { long64 0x1000, tables: 0x10000 }; vcpu 1 }, before = m.vcpu(1).stats
  run m, 0, 3
  expect { stat(m.vcpu(1).stats.since(before), 'io_exits') == 0 && m.vcpu(0).stats.id != m.vcpu(1).stats.id }
}
// Waiting in the kernel, which polls first.
test('a vCPU that waits with an APIC in the kernel: halt_wakeup, the polls, and blocking is 0 behind it', source: 'halt-polling.rst; api.rst 4.133', bringup: 30) {
  def m = machine(true), v = m.vcpu(0), s = v.ioctl(KVM_GET_LAPIC)
  [[0xf0, 0xff], [0xf1, 1], [0x3e0, 0xb], [0x320, 0x41], [0x322, 0]].each { at, to -> s.regs[at] = to }
  [[0x380, 0], [0x381, 0], [0x382, 0], [0x383, 0x60]].each { at, to -> s.regs[at] = to }
  [[0x390, 0], [0x391, 0], [0x392, 0], [0x393, 0x60]].each { at, to -> s.regs[at] = to }
  v.ioctl KVM_SET_LAPIC, s
  def d = moved(m, { run m, 0xc0 })
  expect { stat(d, 'halt_exits') == 1 && stat(d, 'halt_wakeup') >= 1 && stat(d, 'halt_attempted_poll') <= 1 && stat(v.stats, 'blocking') == 0 && stat(d, 'irq_injections') >= 1 }
  expect { d.named('halt_wait_ns').value + d.named('halt_poll_success_ns').value + d.named('halt_poll_fail_ns').value > 0 }
}
test('KVM_CAP_HALT_POLL of 0: no polls, and with a number there are', source: 'api.rst, KVM_CAP_HALT_POLL', bringup: 30) {
  needs cap: KVM_CAP_HALT_POLL
  def m = machine(true), v = m.vcpu(0), s = v.ioctl(KVM_GET_LAPIC)
  m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_HALT_POLL, args: [0]
  [[0xf0, 0xff], [0xf1, 1], [0x3e0, 0xb], [0x320, 0x41], [0x322, 2], [0x383, 1]].each { at, to -> s.regs[at] = to }
  v.ioctl KVM_SET_LAPIC, s
  def d = moved(m, { 3.times { run m, 0xc0; def a = v.ioctl(KVM_GET_LAPIC); a.regs[0x120] = 0; v.ioctl KVM_SET_LAPIC, a } })
  expect { stat(d, 'halt_attempted_poll') == 0 && stat(d, 'halt_successful_poll') == 0 }
}
// The VM's.
test('the VM counts pages that are mapped, and slots that are deleted unmap them', source: 'api.rst 4.133', bringup: 30) {
  def m = machine()
  run m, 0x40
  def pages = m.stats.value('pages_4k') + m.stats.value('pages_2m') + m.stats.value('pages_1g'), shadow = m.stats.value('mmu_shadow_zapped')
  expect { pages > 0 && m.stats.all*.name.containsAll(['remote_tlb_flush', 'mmu_pte_write', 'max_mmu_page_hash_collisions', 'nx_lpage_splits']) }
}
test('the descriptor of statistics: its header and its descriptors by their offsets, and a VM and a vCPU have other names', source: 'api.rst 4.133', bringup: 30) {
  def m = machine()
  [[m.ioctl(KVM_GET_STATS_FD), m.stats], [m.vcpu(0).ioctl(KVM_GET_STATS_FD), m.vcpu(0).stats]].each { fd, stats ->
    def file = m.descriptor(fd as int), h = file.read(24, at: 0), u = { b, at -> (0..3).collect { (b[at + it] & 0xffL) << 8 * it }.sum() }
    def (flags, name, count, id, descriptors, data) = (0..5).collect { u(h, 4 * it) }
    expect { flags == 0 && name > 8 && count == stats.all.size() && id == 24 && descriptors == id + name && data == descriptors + count * (16 + name) }
    expect { file.read(4, at: id).collect { it as char }.join() == 'kvm-' }
    expect { file.read(8, at: data + 8 * stats.all*.values.collect { it.size() }.sum()) == [] }
  }
}
[cumulative: ['exits', 'io_exits'], instant: ['guest_mode', 'blocking']].each { type, names -> test("statistics that are $type: ${names.join(', ')}", source: 'api.rst 4.133', bringup: 30) { def s = machine().vcpu(0).stats; names.each { n -> stat(s, n); expect { s.named(n).type == type } } } }
