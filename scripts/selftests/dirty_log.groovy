// The dirty log has the pages that the guest wrote since it was last read, all of them and no others; with manual protection a page stays in it until it is
// cleared. A dirty ring has the same pages, is harvested while the guest runs, and none is lost when it is full.
//   kvmsh scripts/selftests/dirty_log.groovy
//
// Linux: tools/testing/selftests/kvm/dirty_log_test.c. There a thread of the guest's writes meanwhile; here the guest does not run while the log is read, so
// that the log is known page by page.

needs boards: ['real', 'emulated', 'remote']
needs boards: 'x86_64'
needs asm: x86_64

def BASE = 0x40000000, PAGES = 1027                            // no multiple of the 64 pages of a word
def TABLE = 0x8000, ROUNDS = 8, WRITES = 200
def random = new Random(1)

def machine = { manual ->
  def m = vm {
    memory at: 0, size: 64.KB
    load at: 0x1000, asm: '''
      next: mov (%rsi), %eax
            mov %rbx, (%rax)
            add $4, %rsi
            dec %ecx
            jnz next
            out %al, $0x80
    '''
    vcpu(0) { long64 0x1000, tables: 0x2000 }
  }
  // Whether the log begins full is decided when the memslot is made.
  if (manual) m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2, args: [manual]
  def size = PAGES * 4.KB
  m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 1, flags: KVM_MEM_LOG_DIRTY_PAGES, guest_phys_addr: BASE, memory_size: size, userspace_addr: m.allocate(size).address
  m
}

// The guest writes a number to the first bytes of each page.
def write = { m, pages, number ->
  m.mem TABLE, u32: pages.collect { BASE + it * 4.KB }
  m.regs.rip = 0x1000
  m.regs.rsi = TABLE
  m.regs.rcx = pages.size()
  m.regs.rbx = number
  m.run within: 20.s
  expect exit: io
}
def someOf = { (0..<WRITES).collect { random.nextInt(PAGES) } }

def bitmap = { m -> m.allocate(PAGES.intdiv(64) * 8 + 8) }
def pagesOf = { log -> def bytes = log.bytes(0, log.size); (0..<PAGES).findAll { bytes[it >> 3] & 1 << (it & 7) } }
def read = { m, log -> m.ioctl KVM_GET_DIRTY_LOG, slot: 1, dirty_bitmap: log; pagesOf(log) }

test('the log has the pages that were written since it was last read') {
  def m = machine(0), log = bitmap(m)
  def last = [0] * PAGES
  write m, 0..<PAGES, 0
  expect { read(m, log) == (0..<PAGES) }
  ROUNDS.times { round ->
    def pages = someOf()
    write m, pages, round + 1
    pages.each { last[it] = round + 1 }
    expect { read(m, log) == pages.unique().sort() }
  }
  expect { read(m, log) == [] }
  def wrong = (0..<PAGES).findAll { m.mem(BASE + it * 4.KB, 8).u64(0) != last[it] }
  expect { wrong == [] }
}

test('with manual protection a page is in the log until it is cleared') {
  needs cap: KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2
  def m = machine(KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE), log = bitmap(m)
  def clear = { first, count -> m.ioctl KVM_CLEAR_DIRTY_LOG, slot: 1, first_page: first, num_pages: count, dirty_bitmap: log }
  ROUNDS.times { round ->
    def pages = someOf()
    write m, pages, round + 1
    pages = pages.unique().sort()
    expect { read(m, log) == pages }
    expect { read(m, log) == pages }
    clear 0, 64
    expect { read(m, log) == pages.findAll { it >= 64 } }
    log.write 0, log.bytes(8, log.size - 8) as byte[]
    clear 64, PAGES - 64
    expect { read(m, log) == [] }
  }
}

test('initially all pages are in the log where that is asked for') {
  needs cap: KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2, min: 3
  def m = machine(KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE | KVM_DIRTY_LOG_INITIALLY_SET), log = bitmap(m)
  expect { read(m, log) == (0..<PAGES) }
  m.ioctl KVM_CLEAR_DIRTY_LOG, slot: 1, num_pages: PAGES, dirty_bitmap: log
  write m, [3, 1026], 1
  expect { read(m, log) == [3, 1026] }
}

// An exit after each page: where KVM emulates the guest, it looks whether the ring is full when it enters the guest alone.
def ringed = { harvested ->
  vm {
    dirty ring: 1024
    memory at: 0, size: 64.KB
    memory at: BASE, size: PAGES * 4.KB, log: true
    load at: 0x1000, asm: '''
      next: mov (%rsi), %eax
            mov %rbx, (%rax)
            add $4, %rsi
            out %al, $0x81
            dec %ecx
            jnz next
            out %al, $0x80
    '''
    on(io: 0x81) { }
    on(exit: KVM_EXIT_DIRTY_RING_FULL) { e -> harvested.addAll e.machine.dirty() }
    vcpu(0) { long64 0x1000, tables: 0x2000 }
  }
}
// The guest's page tables are among what is harvested.
def numbers = { harvested -> harvested.findAll { it >= BASE }.collect { (it - BASE).intdiv(4.KB) as int }.unique().sort() }

test('the ring has the pages that were written since it was last harvested') {
  needs cap: KVM_CAP_DIRTY_LOG_RING
  def full = [], m = ringed(full)
  ROUNDS.times { round ->
    def pages = someOf()
    write m, pages, round + 1
    expect { numbers(m.dirty()) == pages.unique().sort() }
  }
  expect { m.dirty() == [] }
  expect { full == [] }
}

test('a full ring is an exit, and no page is lost') {
  needs cap: KVM_CAP_DIRTY_LOG_RING
  def full = [], m = ringed(full)
  write m, 0..<PAGES, 1
  expect { full.size() > 0 }
  expect { numbers(full + m.dirty()) == (0..<PAGES) }
}

test('the ring is harvested while the guest runs, and no page is lost', within: 3.min) {
  needs cap: KVM_CAP_DIRTY_LOG_RING
  def got = [].asSynchronized(), m = ringed(got)
  m.mem TABLE, u32: (0..<PAGES).collect { BASE + it * 4.KB }
  m.reg rsi: TABLE, rcx: PAGES, rbx: 1
  def going = m.start within: 2.min
  while (!going.over) got.addAll m.dirty()
  expect { going.join().exit == io }
  got.addAll m.dirty()
  expect { numbers(got) == (0..<PAGES) }
}

test('a VM with rings has no log: ENXIO') {
  needs cap: KVM_CAP_DIRTY_LOG_RING
  def m = ringed([]), log = bitmap(m)
  expect(errno: ENXIO) { m.ioctl KVM_GET_DIRTY_LOG, slot: 1, dirty_bitmap: log }
}
