// KVM_GET_IRQCHIP and KVM_SET_IRQCHIP, field by field: both PICs and the I/O APIC are set, read back, read by the guest, written by the guest, carried by a snapshot and a move.
//   kvmsh test scripts/suite/x86/irqchip.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/irqchip.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_IRQCHIP
needs asm: x86_64

def SEEN = 0x3000, LIST = 0x2000, CODE = 0x1000
def PIC = ['last_irr', 'irr', 'imr', 'isr', 'priority_add', 'irq_base', 'read_reg_select', 'poll', 'special_mask', 'init_state', 'auto_eoi', 'rotate_on_auto_eoi',
           'special_fully_nested_mode', 'init4', 'elcr', 'elcr_mask']
def CHIPS = [master: KVM_IRQCHIP_PIC_MASTER, slave: KVM_IRQCHIP_PIC_SLAVE]
// All lines are masked, so that nothing is delivered; poll is 0, since each read of the PIC would be a poll.
def VALUE = [master: [last_irr: 0x51, irr: 0x4a, imr: 0xff, isr: 0x91, priority_add: 3, irq_base: 0x68, read_reg_select: 1, poll: 0, special_mask: 1, init_state: 0, auto_eoi: 1,
                      rotate_on_auto_eoi: 0, special_fully_nested_mode: 1, init4: 0, elcr: 0x28, elcr_mask: 0xf8],
             slave: [last_irr: 0x26, irr: 0x35, imr: 0xff, isr: 0x48, priority_add: 5, irq_base: 0x90, read_reg_select: 0, poll: 0, special_mask: 0, init_state: 0, auto_eoi: 0,
                     rotate_on_auto_eoi: 1, special_fully_nested_mode: 0, init4: 1, elcr: 0x82, elcr_mask: 0xde]]
def OTHER = VALUE.collectEntries { chip, x -> [chip, x.collectEntries { f, b -> [f, f == 'imr' ? 0xfe : f in ['poll', 'init_state'] ? 1 : f in ['elcr', 'elcr_mask'] ? b ^ 0x20 : b ^ 1] }] }
def REDIRECTION = { n, turn ->
  (n + 1 + 0x20 * turn & 0xffL) << 56 | 1 << 16 | (n + turn & 1) << 15 | (n >> 1 & 1) << 13 | (n >> 2 & 1) << 11 | [0, 1, 4, 7][n % 4] << 8 | 0x30 + n + 0x40 * turn
}

// A list of [0, port], [1, port, value], [2, address], [3, address, value]; what is read is stored.
def code = asm(x86_64, at: CODE, """
         mov \$$LIST, %esi; mov \$$SEEN, %edi
  next:  lodsl; mov %eax, %ebx; cmp \$-1, %eax; je done
         lodsl; mov %eax, %edx; mov %rax, %rcx
         cmp \$1, %ebx; je write; ja memory
         xor %eax, %eax; in %dx, %al; stosl; jmp next
  write: lodsl; out %al, %dx; jmp next
  memory: cmp \$3, %ebx; je store
         mov (%rcx), %eax; stosl; jmp next
  store: lodsl; mov %eax, (%rcx); jmp next
  done:  out %al, \$0x80
""")
def machine = {
  vm {
    irqchip
    memory at: 0, size: 128.KB
    load at: CODE, bytes: code.bytes
    vcpu(0) { long64 CODE, tables: 0x10000 }
  }
}
def play = { m, list ->
  m.mem LIST, u32: list.flatten() + [0xffffffffL]
  m.regs.rip = CODE
  m.run until: io, within: 20.s
  def n = list.count { it[0] in [0, 2] }
  (0..<n).collect { m.mem(SEEN + 4 * it, 4).u32(0) }
}
def pic = { m, id -> def p = m.ioctl(KVM_GET_IRQCHIP, chip_id: id).chip.pic; PIC.collectEntries { [it, p."$it"] } }
def setPic = { m, id, x -> m.ioctl KVM_SET_IRQCHIP, chip_id: id, chip: [pic: x] }

def pics = { ->
  def m = machine(), found = [:]
  CHIPS.each { name, id -> setPic m, id, VALUE[name] }
  CHIPS.each { name, id -> found[name] = pic m, id }
  found.seen = play m, [[0, 0x20], [0, 0xa0], [0, 0x21], [0, 0xa1], [0, 0x4d0], [0, 0x4d1]]
  CHIPS.each { name, id -> found["$name after" as String] = pic m, id }
  found
}.memoize()
def carriedPics = { ->
  def m = machine(), found = [:]
  CHIPS.each { name, id -> setPic m, id, VALUE[name] }
  def before = m.snapshot()
  CHIPS.each { name, id -> setPic m, id, OTHER[name] }
  m.restore before
  CHIPS.each { name, id -> found[name] = pic m, id }
  CHIPS.each { name, id -> setPic m, id, OTHER[name] }
  def move = m.moved()
  found.moved = move.done ? move.differences : ['did not move']
  CHIPS.each { name, id -> found["$name there" as String] = pic m, id }
  found
}.memoize()

CHIPS.each { chip, id ->
  PIC.each { f ->
    test("$f of the $chip PIC: KVM_GET_IRQCHIP gets what KVM_SET_IRQCHIP has set, and a snapshot and a move carry it", source: 'api.rst 4.26, 4.27', bringup: 80) {
      expect { pics()[chip][f] == VALUE[chip][f] && pics()["$chip after" as String][f] == VALUE[chip][f] }
      expect { carriedPics()[chip][f] == VALUE[chip][f] && carriedPics()["$chip there" as String][f] == OTHER[chip][f] }
    }
  }
}
test('a move finds no difference in the PICs', source: 'api.rst 4.26, 4.27', bringup: 162) { expect { carriedPics().moved == [] } }
[['isr of the master PIC, which read_reg_select selects', 0, 0x91], ['irr of the slave PIC, which read_reg_select selects', 1, 0x35], ['imr of the master PIC', 2, 0xff],
 ['imr of the slave PIC', 3, 0xff], ['elcr of the master PIC', 4, 0x28], ['elcr of the slave PIC', 5, 0x82]].each { name, at, right ->
  test("the guest reads the $name as KVM_SET_IRQCHIP has set it", source: 'api.rst 4.26, 4.27', bringup: 80) { expect { pics().seen[at] == right } }
}

// What the guest writes: the four initialization words, then operation words.
def written = { ->
  def m = machine(), found = [:]
  play m, [[1, 0x20, 0x11], [1, 0x21, 0x48], [1, 0x21, 4], [1, 0x21, 0x13], [1, 0x21, 0xed], [1, 0x20, 0x0b], [1, 0x20, 0xc3], [1, 0x4d0, 0xa8],
           [1, 0xa0, 0x11], [1, 0xa1, 0x57], [1, 0xa1, 2], [1, 0xa1, 0x01], [1, 0xa1, 0xb6], [1, 0xa0, 0x6a], [1, 0xa0, 0x80], [1, 0x4d1, 0x42]]
  CHIPS.each { name, id -> found[name] = pic m, id }
  found
}.memoize()
[[ 'master', 'irq_base', 0x48], ['master', 'imr', 0xed], ['master', 'auto_eoi', 1], ['master', 'special_fully_nested_mode', 1], ['master', 'read_reg_select', 1], ['master', 'priority_add', 4],
 ['master', 'elcr', 0xa8], ['master', 'init4', 1], ['master', 'init_state', 0], ['slave', 'irq_base', 0x50], ['slave', 'imr', 0xb6], ['slave', 'special_mask', 1], ['slave', 'auto_eoi', 0],
 ['slave', 'rotate_on_auto_eoi', 1], ['slave', 'elcr', 0x42]].each { chip, f, right ->
  test("KVM_GET_IRQCHIP gets the $f of the $chip PIC that the guest has written", source: 'api.rst 4.26, 4.27', bringup: 80) { expect { written()[chip][f] == right } }
}

def ioapic = { m -> m.ioctl(KVM_GET_IRQCHIP, chip_id: KVM_IRQCHIP_IOAPIC).chip.ioapic }
def setIoapic = { m, turn, more = [:] ->
  def s = m.ioctl KVM_GET_IRQCHIP, chip_id: KVM_IRQCHIP_IOAPIC
  24.times { n -> s.chip.ioapic.redirtbl[n].bits = REDIRECTION(n, turn) }
  s.chip.ioapic.id = turn ? 5 : 9
  s.chip.ioapic.ioregsel = turn ? 0x21 : 0x13
  s.chip.ioapic.irr = turn ? 0x5a20 : 0xa41000
  more.each { f, to -> s.chip.ioapic."$f" = to }
  m.ioctl KVM_SET_IRQCHIP, s
}
def values = { a -> [id: a.id, ioregsel: a.ioregsel, irr: a.irr, base_address: a.base_address] + (0..23).collectEntries { [("redirtbl[$it]" as String), a.redirtbl[it].bits] } }
def right = { turn -> [id: turn ? 5 : 9, ioregsel: turn ? 0x21 : 0x13, irr: turn ? 0x5a20 : 0xa41000, base_address: 0xfec00000L] + (0..23).collectEntries { [("redirtbl[$it]" as String), REDIRECTION(it, turn)] } }
def apics = { ->
  def m = machine(), found = [:]
  setIoapic m, 0
  found.set = values ioapic(m)
  def seen = play m, [[2, 0xfec00000L], [2, 0xfec00010L], [3, 0xfec00000L, 0], [2, 0xfec00010L], [3, 0xfec00000L, 1], [2, 0xfec00010L]] +
    (0..23).collectMany { [[3, 0xfec00000L, 0x10 + 2 * it], [2, 0xfec00010L], [3, 0xfec00000L, 0x11 + 2 * it], [2, 0xfec00010L]] }
  found.select = seen[0]; found.selected = seen[1]; found.id = seen[2]; found.version = seen[3]
  found.redirection = (0..23).collect { seen[4 + 2 * it] | (seen[5 + 2 * it] as long) << 32 }
  def before = m.snapshot()
  setIoapic m, 1
  found.second = values ioapic(m)
  m.restore before
  found.restored = values ioapic(m)
  setIoapic m, 1
  def move = m.moved()
  found.moved = move.done ? move.differences : ['did not move']
  found.there = values ioapic(m)
  found
}.memoize()
right(0).keySet().each { f ->
  test("$f of the I/O APIC: KVM_GET_IRQCHIP gets what KVM_SET_IRQCHIP has set, and a snapshot and a move carry it", source: 'api.rst 4.26, 4.27', bringup: 80) {
    expect { apics().set[f] == right(0)[f] && apics().second[f] == right(1)[f] }
    expect { apics().restored[f] == (f == 'ioregsel' ? 0x3f : right(0)[f]) && apics().there[f] == right(1)[f] }
  }
}
test('a move finds no difference in the I/O APIC', source: 'api.rst 4.26, 4.27', bringup: 80) { expect { apics().moved == [] } }
test('the guest reads the register of the I/O APIC that KVM_SET_IRQCHIP has selected', source: 'api.rst 4.26, 4.27', bringup: 80) {
  expect { apics().select == 0x13 }
  expect { apics().selected == REDIRECTION(1, 0) >>> 32 }
}
test('the guest reads the id of the I/O APIC that KVM_SET_IRQCHIP has set', source: 'api.rst 4.26, 4.27', bringup: 80) { expect { apics().id == 9 << 24 } }
test('the I/O APIC has 24 pins, as its version says', source: 'api.rst 4.26, 4.27', bringup: 80) { expect { (apics().version >> 16 & 0xff) == 23 } }
24.times { n -> test("the guest reads redirection $n as KVM_SET_IRQCHIP has set it", source: 'api.rst 4.26, 4.27', bringup: 80) { expect { apics().redirection[n] == REDIRECTION(n, 0) } } }

def guests = { ->
  def m = machine()
  play m, [[3, 0xfec00000L, 0], [3, 0xfec00010L, 0x0b000000]] +
    (0..23).collectMany { [[3, 0xfec00000L, 0x10 + 2 * it], [3, 0xfec00010L, REDIRECTION(it, 1) & 0xffffffffL], [3, 0xfec00000L, 0x11 + 2 * it], [3, 0xfec00010L, REDIRECTION(it, 1) >>> 32]] }
  values ioapic(m)
}.memoize()
24.times { n -> test("KVM_GET_IRQCHIP gets redirection $n that the guest has written", source: 'api.rst 4.26, 4.27', bringup: 80) { expect { guests()["redirtbl[$n]" as String] == REDIRECTION(n, 1) } } }
test('KVM_GET_IRQCHIP gets the id and the selection of the I/O APIC that the guest has written', source: 'api.rst 4.26, 4.27', bringup: 80) { expect { guests().id == 11 && guests().ioregsel == 0x3f } }
test('without a base address of the I/O APIC its registers are an exit', source: 'api.rst 4.26, 4.27', bringup: 80) {
  def m = machine()
  setIoapic m, 0, [base_address: 0xfec80000L]
  expect { ioapic(m).base_address == 0xfec80000L }
  m.mem LIST, u32: [2, 0xfec00000L, 0xffffffffL]
  def e = m.vcpu(0).ioctl KVM_RUN
  expect { e.name == 'mmio' && m.vcpu(0).run.mmio.phys_addr == 0xfec00000L }
}

test('a chip that there is not: EINVAL', source: 'api.rst 4.26, 4.27') {
  def m = machine()
  expect(errno: EINVAL) { m.ioctl KVM_GET_IRQCHIP, chip_id: 3 }
  expect(errno: EINVAL) { m.ioctl KVM_SET_IRQCHIP, chip_id: 3 }
}
test('a VM without an irqchip: ENXIO', source: 'api.rst 4.26, 4.27') {
  def m = vm { memory at: 0, size: 64.KB }
  expect(errno: ENXIO) { m.ioctl KVM_GET_IRQCHIP, chip_id: 0 }
  expect(errno: ENXIO) { m.ioctl KVM_SET_IRQCHIP, chip_id: 0 }
}
test('a second irqchip: EEXIST', source: 'api.rst 4.26, 4.27') { expect(errno: EEXIST) { machine().ioctl KVM_CREATE_IRQCHIP } }
test('an irqchip after a vCPU: EINVAL', source: 'api.rst 4.26, 4.27') { expect(errno: EINVAL) { vm { vcpu 0 }.ioctl KVM_CREATE_IRQCHIP } }
