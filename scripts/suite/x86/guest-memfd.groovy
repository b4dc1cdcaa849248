// guest_memfd as memory of an x86 guest: guest and user space see each other's writes, at each offset and after a hole is punched, and the memslots that
// KVM_SET_USER_MEMORY_REGION2 refuses.
//   kvmsh test scripts/suite/x86/guest-memfd.groovy -b kvm
//   kvmsh test scripts/suite/x86/guest-memfd.groovy -b 'qemu:x86_64?release=sid'

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_GUEST_MEMFD
needs asm: x86_64

def AT = 0x100000, SIZE = 64.KB, PAGE = 4.KB, SLOT = 5
def machine = {
  vm {
    memory at: 0, size: 256.KB
    load at: 0x1000, bytes: asm(x86_64, at: 0x1000, '''
      store: mov %eax, (%rbx); nop; out %al, $0x90; hlt
      .org 0x20
      fetch: mov (%rbx), %eax; nop; out %al, $0x91; hlt
    ''').bytes
    vcpu(0) { long64 0x1000, tables: 0x10000; regs rsp: 0x9000 }
  }
}
def go = { m, from, regs -> m.reg([rip: from, rflags: 2] + regs); def e = m.vcpu(0).ioctl KVM_RUN, within: 20.s; e.name == 'io' ? m.vcpu(0).run.io.port : e.name }
def store = { m, at, value -> go(m, 0x1000, [rax: value, rbx: at]) == 0x90 }
def fetch = { m, at -> go(m, 0x1020, [rax: 0x5a5a5a5a, rbx: at]) == 0x91 ? m.reg('rax') : null }
def create = { m, size = SIZE, flags = 0 -> m.descriptor(m.ioctl(KVM_CREATE_GUEST_MEMFD, size: size, flags: flags)) }
// A file that user space also maps, and whose pages are shared with the guest. KVM's emulator uses the memslot's userspace_addr, so that must map the same
// pages of the file.
def shared = { m, size = SIZE ->
  def flags = 3                                                         // GUEST_MEMFD_FLAG_MMAP, GUEST_MEMFD_FLAG_INIT_SHARED
  needs attempt { create m, size, flags } == null, 'a guest_memfd that user space can map'
  create m, size, flags
}
def slot = { m, more -> m.ioctl KVM_SET_USER_MEMORY_REGION2, [slot: SLOT, flags: KVM_MEM_GUEST_MEMFD, guest_phys_addr: AT, memory_size: SIZE] + more }
def word = { ram, at -> ram.bytes(at, 4).withIndex().sum { b, i -> (b as long) << 8 * i } }

test('guest writes appear in the mapping of the file, and the guest reads what user space wrote', source: 'api.rst 4.142', bringup: 100) {
  def m = machine(), file = shared(m), ram = file.map(SIZE)
  slot m, [userspace_addr: ram.address, guest_memfd: file.fd]
  for (page in [0, 1, 7, 15]) {
    expect { store(m, AT + page * PAGE + 8 * page, 0x1000000 + page) && word(ram, page * PAGE + 8 * page) == 0x1000000 + page }
    ram.write page * PAGE + 0xff0, [page, 2, 3, 4]
    expect { fetch(m, AT + page * PAGE + 0xff0) == 0x04030200 + page }
  }
}
test('a new file reads as 0', source: 'virt/kvm/guest_memfd.c:kvm_gmem_get_folio', bringup: 100) {
  def m = machine(), file = shared(m), ram = file.map(SIZE)
  slot m, [userspace_addr: ram.address, guest_memfd: file.fd]
  expect { [0, 3, 15].every { fetch(m, AT + it * PAGE) == 0 && word(ram, it * PAGE) == 0 } }
}
test('a memslot maps the pages from its offset in the file', source: 'api.rst 4.140', bringup: 100) {
  def m = machine(), file = shared(m), ram = file.map(SIZE)
  slot m, [userspace_addr: ram.address + 4 * PAGE, guest_memfd: file.fd, guest_memfd_offset: 4 * PAGE, memory_size: 4 * PAGE]
  expect { store(m, AT + PAGE, 0x1234567) && word(ram, 5 * PAGE) == 0x1234567 && word(ram, PAGE) == 0 }
}
test('pages punched out of the file read as 0 in the guest, and the others are unchanged', source: 'virt/kvm/guest_memfd.c:kvm_gmem_punch_hole', bringup: 100) {
  def m = machine(), file = shared(m), ram = file.map(SIZE)
  slot m, [userspace_addr: ram.address, guest_memfd: file.fd]
  expect { [1, 2, 3].every { store m, AT + it * PAGE, 0x100 + it } }
  file.fallocate offset: 2 * PAGE, length: PAGE, keep: true, punch: true
  expect { [1, 2, 3].collect { fetch m, AT + it * PAGE } == [0x101, 0, 0x103] && word(ram, 2 * PAGE) == 0 }
  expect { store(m, AT + 2 * PAGE, 0x777) && word(ram, 2 * PAGE) == 0x777 }
}
test('written data stays when the memslot is deleted and created again at another address', source: 'api.rst 4.142', bringup: 100) {
  def m = machine(), file = shared(m), ram = file.map(SIZE)
  slot m, [userspace_addr: ram.address, guest_memfd: file.fd]
  expect { store(m, AT, 0x4321) }
  slot m, [userspace_addr: ram.address, guest_memfd: file.fd, memory_size: 0]
  expect { go(m, 0x1000, [rax: 1, rbx: AT]) == 'mmio' }
  slot m, [userspace_addr: ram.address, guest_memfd: file.fd, guest_phys_addr: 2 * AT]
  expect { fetch(m, 2 * AT) == 0x4321 && word(ram, 0) == 0x4321 }
}
test('two memslots map parts of one file', source: 'api.rst 4.142', bringup: 100) {
  def m = machine(), file = shared(m), ram = file.map(SIZE)
  slot m, [userspace_addr: ram.address, guest_memfd: file.fd, memory_size: 8 * PAGE]
  slot m, [slot: SLOT + 1, guest_phys_addr: 2 * AT, userspace_addr: ram.address + 8 * PAGE, guest_memfd: file.fd, guest_memfd_offset: 8 * PAGE, memory_size: 8 * PAGE]
  expect { store(m, AT, 0x11) && store(m, 2 * AT, 0x22) && [0, 8].collect { word ram, it * PAGE } == [0x11, 0x22] }
}
// What is wrong with a memslot whose file is as long as the memslot.
[['an offset that is not a multiple of the page size', [guest_memfd_offset: 0x800]], ['pages beyond the end of the file', [guest_memfd_offset: 0x1000]],
 ['an offset that wraps', [guest_memfd_offset: -0x1000L]], ['KVM_MEM_LOG_DIRTY_PAGES', [flags: KVM_MEM_GUEST_MEMFD | KVM_MEM_LOG_DIRTY_PAGES]],
 ['KVM_MEM_READONLY', [flags: KVM_MEM_GUEST_MEMFD | KVM_MEM_READONLY]], ['an unknown flag', [flags: KVM_MEM_GUEST_MEMFD | 8]]].each { name, wrong ->
  test("a memslot with $name: EINVAL", source: 'virt/kvm/kvm_main.c:kvm_set_memory_region, virt/kvm/guest_memfd.c:kvm_gmem_bind', bringup: 100) {
    def m = machine(), file = create(m), ram = m.allocate(SIZE)
    expect(errno: EINVAL) { slot m, [userspace_addr: ram.address, guest_memfd: file.fd] + wrong }
    expect { go(m, 0x1000, [rax: 1, rbx: AT]) == 'mmio' }
    slot m, [userspace_addr: ram.address, guest_memfd: file.fd]
  }
}
test('a memslot with a descriptor of another kind: EINVAL, with one that is not open: EBADF', source: 'virt/kvm/guest_memfd.c:kvm_gmem_bind', bringup: 100) {
  def m = machine(), ram = m.allocate(SIZE), counter = m.ioeventfd(io: 0x60)
  expect(errno: EINVAL) { slot m, [userspace_addr: ram.address, guest_memfd: counter.fd] }
  expect(errno: EBADF) { slot m, [userspace_addr: ram.address, guest_memfd: 9999] }
}
test('a file of another VM: EINVAL', source: 'api.rst 4.140', bringup: 100) {
  def m = machine(), n = machine(), file = create(n), ram = m.allocate(SIZE)
  expect(errno: EINVAL) { slot m, [userspace_addr: ram.address, guest_memfd: file.fd] }
}
test('pages of the file that another memslot uses are refused until that memslot is deleted', source: 'api.rst 4.142', bringup: 100) {
  def m = machine(), file = create(m), ram = m.allocate(SIZE), other = m.allocate(SIZE)
  slot m, [userspace_addr: ram.address, guest_memfd: file.fd]
  def again = { slot m, [slot: SLOT + 1, guest_phys_addr: 2 * AT, userspace_addr: other.address, guest_memfd: file.fd, guest_memfd_offset: SIZE - PAGE, memory_size: PAGE] }
  expect { attempt(again) != null }                                     // EINVAL in Linux 6.18, EEXIST in 7.2
  slot m, [userspace_addr: ram.address, guest_memfd: file.fd, memory_size: 0]
  expect { attempt(again) == null }
}
test('a memslot with a file can be neither moved nor changed: EINVAL', source: 'virt/kvm/kvm_main.c:kvm_set_memory_region', bringup: 100) {
  def m = machine(), file = create(m), ram = m.allocate(SIZE)
  slot m, [userspace_addr: ram.address, guest_memfd: file.fd]
  expect(errno: EINVAL) { slot m, [userspace_addr: ram.address, guest_memfd: file.fd, guest_phys_addr: 2 * AT] }
  expect(errno: EINVAL) { slot m, [userspace_addr: ram.address, guest_memfd: file.fd] }
  expect(errno: EINVAL) { slot m, [userspace_addr: ram.address, guest_memfd: file.fd, flags: 0] }
}
test('KVM_SET_USER_MEMORY_REGION refuses KVM_MEM_GUEST_MEMFD: EINVAL', source: 'virt/kvm/kvm_main.c:kvm_vm_ioctl', bringup: 100) {
  def m = machine(), ram = m.allocate(SIZE)
  expect(errno: EINVAL) { m.ioctl KVM_SET_USER_MEMORY_REGION, slot: SLOT, flags: KVM_MEM_GUEST_MEMFD, guest_phys_addr: AT, memory_size: SIZE, userspace_addr: ram.address }
}
