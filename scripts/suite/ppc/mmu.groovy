// The MMU of a powerpc guest as KVM reports it to user space and as user space configures it: each field of KVM_PPC_GET_SMMU_INFO and KVM_PPC_GET_RMMU_INFO,
// KVM_PPC_CONFIGURE_V3_MMU, a hash table with the hypercalls that change it and KVM_PPC_GET_HTAB_FD, machine checks (KVM_CAP_PPC_FWNMI), the SLB.
//   kvmsh test scripts/suite/ppc/mmu.groovy -b qemu:ppc64
//   kvmsh test scripts/suite/ppc/mmu.groovy -b qemu:ppc64-powernv

needs boards: ['qemu:ppc64', 'qemu:ppc64-powernv']
needs asm: ppc64le

def at = 0x1000, list = 0x8000, there = 0xfff000, door = 0x1000000
// The end is a hypercall of user space, since in real mode with a hash table there are no devices.
def code = asm(ppc64le, at: at, '''
1:      ld 3, 0(14); cmpdi 3, 0; beq 2f
        ld 4, 8(14); ld 5, 16(14); ld 6, 24(14); ld 7, 32(14); addi 14, 14, 40
        sc 1
        std 3, 0(15); std 4, 8(15); std 5, 16(15); addi 15, 15, 24
        b 1b
2:      li 3, 0x7f0; sc 1
        b .
''').bytes
def machine = { -> vm { platform SPAPR; memory at: 0, size: 16.MB; load at: at, bytes: code; vcpu(0) { start at } } }
def calls = { m, hcalls ->
  m.mem list, u64: hcalls.collectMany { h -> (0..4).collect { (h[it] ?: 0) as long } } + [0L]
  [r14: list, r15: there, r16: door, pc: at].each { k, n -> m.vcpu(0).reg k, n }
  m.vcpu(0).ioctl KVM_RUN, within: 20.s
  expect { m.vcpu(0).run.exit_reason == KVM_EXIT_PAPR_HCALL && m.vcpu(0).run.papr_hcall.nr == 0x7f0 }
  def seen = m.mem(there, 24 * hcalls.size())
  (0..<hcalls.size()).collect { i -> (0..2).collect { seen.u64(24 * i + 8 * it) as long } }
}
// What KVM tells of hash and radix tables.
def smmu = { -> machine().ioctl(KVM_PPC_GET_SMMU_INFO) }
test('KVM_PPC_GET_SMMU_INFO: 32 entries of the SLB, 32 keys for data and instructions, pages in real sizes, segments of 1 TiB', source: 'api.rst 4.64; arch/powerpc/kvm/book3s_hv.c, kvm_vm_ioctl_get_smmu_info_hv', bringup: 120) {
  def x = smmu()
  expect { x.slb_size == 32 && x.data_keys == 32 && x.instr_keys == 32 && (x.flags & 3) == (KVM_PPC_PAGE_SIZES_REAL | KVM_PPC_1T_SEGMENTS) }
  expect { ((x.flags & KVM_PPC_NO_HASH) != 0) == (!board.name.toString().contains('powernv')) }
}
[[0, 12, 0, 0], [1, 16, 0x110, 1], [2, 24, 0x100, 0]].each { i, shift, slb, pte ->
  test("KVM_PPC_GET_SMMU_INFO: pages of 2^$shift in segments of their own, with their encodings", source: 'api.rst 4.64; arch/powerpc/kvm/book3s_hv.c, kvmppc_add_seg_page_size', bringup: 120) {
    def x = smmu().sps[i]
    expect { x.page_shift == shift && x.slb_enc == slb && x.enc[0].page_shift == shift && x.enc[0].pte_enc == pte }
  }
}
test('KVM_PPC_GET_RMMU_INFO: tables for pages of 4 KiB and 64 KiB with the bits of each level, and the encodings of pages', source: 'api.rst 4.99; arch/powerpc/kvm/book3s_64_mmu_radix.c, kvmhv_get_rmmu_info', bringup: 120) {
  def x = machine().ioctl(KVM_PPC_GET_RMMU_INFO)
  expect { x.geometries[0].page_shift == 12 && (0..3).collect { x.geometries[0].level_bits[it] as int } == [9, 9, 9, 13] }
  expect { x.geometries[1].page_shift == 16 && (0..3).collect { x.geometries[1].level_bits[it] as int } == [5, 9, 9, 13] }
  def pages = (0..7).collect { (x.ap_encodings[it] & 0xffffffffL) as long }
  expect { pages.take(2) == [12L, 5L << 29 | 16] && (pages.drop(2) - [0L, 1L << 29 | 21, 2L << 29 | 30]).empty }
}
def v3 = { m, flags, table -> m.ioctl KVM_PPC_CONFIGURE_V3_MMU, flags: flags, process_table: table }
def GR = 1L << 63
test('KVM_PPC_CONFIGURE_V3_MMU with radix tables: GTSE in the LPCR of each vCPU is what its flag says', source: 'api.rst 4.98; arch/powerpc/kvm/book3s_hv.c, kvmhv_configure_mmu', bringup: 120) {
  def m = machine()
  v3 m, KVM_PPC_MMUV3_RADIX | KVM_PPC_MMUV3_GTSE, GR | 0x100000 | 4
  expect { (m.vcpu(0).reg('KVM_REG_PPC_LPCR_64') & 0x400) == 0x400 }
  v3 m, KVM_PPC_MMUV3_RADIX, GR | 0x100000 | 4
  expect { (m.vcpu(0).reg('KVM_REG_PPC_LPCR_64') & 0x400) == 0 }
}
[['a flag that there is not', 4 | 1, GR | 4], ['radix tables without GR', 1, 4], ['a table of 2^37 bytes', 1, GR | 25]].each { name, flags, table -> test("KVM_PPC_CONFIGURE_V3_MMU with $name: EINVAL", source: 'api.rst 4.98') { def m = machine(); expect(errno: EINVAL) { v3 m, flags, table } } }
test('KVM_PPC_GET_CPU_CHAR: what it says is in its masks', source: 'api.rst 4.109', bringup: 120) {
  def x = machine().ioctl(KVM_PPC_GET_CPU_CHAR)
  expect { (x.character & ~x.character_mask) == 0 && (x.behaviour & ~x.behaviour_mask) == 0 }
}
// Hash tables: on a KVM that is not nested.
def hashed = { -> def m = vm { platform SPAPR; htab order: 24; memory at: 0, size: 16.MB; load at: at, bytes: code; vcpu(0) { start at } }; m }
def REMOVE = 4, ENTER = 8, READ = 12, PROTECT = 0x18, EXACT = 1L << 39, HV = 0x123400001L, R = 0x300194L
test('KVM_PPC_ALLOCATE_HTAB gives the order that it is asked for, and EINVAL for one that is too small', source: 'api.rst 4.76') {
  def m = vm { platform SPAPR; memory at: 0, size: 16.MB }, make = { n -> def b = m.allocate(4); b.write 0, [n, 0, 0, 0] as byte[]; m.ioctl KVM_PPC_ALLOCATE_HTAB, b; b.bytes(0, 4)[0] as int }
  needs attempt { make 24 } == null, 'a hash table'
  expect { make(24) == 24 }
  expect(errno: EINVAL) { make 10 }
}
test('H_ENTER puts an entry where it is told, H_READ reads it, H_PROTECT changes its rights, H_REMOVE takes it away', source: 'PAPR, H_ENTER; arch/powerpc/kvm/book3s_hv_rm_mmu.c', bringup: 120) {
  needs attempt { hashed() } == null, 'a hash table'
  def m = hashed(), n = 0x2345L << 3
  def seen = calls(m, [[ENTER, EXACT, n + 2, HV, R], [READ, 0, n + 2], [READ, 0, n + 3], [ENTER, EXACT, n + 2, HV, R], [PROTECT, 2, n + 2, 0], [READ, 0, n + 2], [REMOVE, 0, n + 2, 0], [READ, 0, n + 2], [REMOVE, 0, n + 2, 0]])
  expect { seen[0].take(2) == [0L, n + 2] && seen[1][0] == 0 && (seen[1][1] & 0x3fffffffffffff81L) == HV && (seen[1][2] & 0xfffffffff003L) == (R & 0xfffffffff003L) }
  expect { seen[2] == [0L, 0L, 0L] && seen[3][0] == -6L }                                        // H_PTEG_FULL
  expect { seen[4][0] == 0 && (seen[5][2] & 3) == 2 && (seen[5][2] & 0xfffffffff000L) == 0x300000 }
  expect { seen[6][0] == 0 && (seen[6][1] & 1) == 1 && (seen[7][1] & 1) == 0 && seen[8][0] == -7L }      // H_NOT_FOUND
}
test('H_ENTER without H_EXACT takes a free entry of its group', source: 'PAPR, H_ENTER; arch/powerpc/kvm/book3s_hv_rm_mmu.c', bringup: 120) {
  needs attempt { hashed() } == null, 'a hash table'
  def n = 0x2345L << 3
  def seen = calls(hashed(), (0..8).collect { [ENTER, 0, n + 5, HV + 0x1000000L * it, R] })
  expect { seen.take(8)*.getAt(1) as Set == (0..7).collect { n + it } as Set && seen[8][0] == -6L }
}
test('KVM_PPC_RESIZE_HPT_PREPARE makes another hash table, and KVM_PPC_RESIZE_HPT_COMMIT puts it in place of the first, once', source: 'api.rst 4.102, 4.103', bringup: 120) {
  needs attempt { hashed() } == null, 'a hash table'
  def m = hashed(), n = 0x2345L << 3
  def prepare = { to, flags = 0 -> m.ioctl KVM_PPC_RESIZE_HPT_PREPARE, flags: flags, shift: to }, commit = { to, flags = 0 -> m.ioctl KVM_PPC_RESIZE_HPT_COMMIT, flags: flags, shift: to }
  calls m, [[ENTER, EXACT, n + 2, HV, R]]                       // a guest has to have run
  expect(errno: EINVAL) { prepare 25, 1 }
  expect(errno: EINVAL) { prepare 10 }
  expect(errno: EINVAL) { commit 25, 1 }
  expect(errno: ENXIO) { commit 25 }
  def ready = { -> (1..100).any { prepare(25) == 0 || { sleep 50; false }() } }
  expect { ready() }
  expect(errno: ENXIO) { commit 26 }                            // takes the new table away
  expect { ready() && commit(25) == 0 }
  expect(errno: ENXIO) { commit 25 }
  expect { prepare(0) == 0 }
}
test('KVM_PPC_GET_HTAB_FD reads the entries of the guest, each with its number', source: 'api.rst 4.78', bringup: 120) {
  needs attempt { hashed() } == null, 'a hash table'
  def m = hashed(), n = 0x2345L << 3
  calls m, [[ENTER, EXACT, n + 2, HV, R]]
  def fd = m.descriptor(m.ioctl(KVM_PPC_GET_HTAB_FD, flags: 0, start_index: n) as int), b = fd.read(48).collect { it & 0xff }
  def word = { o, k -> (0..<k).inject(0L) { s, i -> s | (b[o + i] as long) << 8 * i } }, big = { o -> (0..7).inject(0L) { s, i -> s << 8 | b[o + i] } }
  expect { word(0, 4) == n && word(4, 2) == 0 && word(6, 2) == 2 && word(8, 4) == n + 2 && word(12, 2) == 1 }        // two that are invalid, one that is valid
  expect { (big(16) & 0x3fffffffffffff81L) == HV && (big(24) & 0xfffffffff000L) == 0x300000 }
}
test('KVM_PPC_GET_HTAB_FD with a flag that there is not: EINVAL', source: 'api.rst 4.78') { def m = machine(); expect { attempt { m.ioctl KVM_PPC_GET_HTAB_FD, flags: 8, start_index: 0 } in [EINVAL, EOPNOTSUPP] } }
// Segments.
test('the SLB: KVM_SET_SREGS and KVM_GET_SREGS carry the PVR, and another processor is refused: EINVAL', source: 'api.rst 4.14') {
  def m = machine(), v = m.vcpu(0), s = v.ioctl(KVM_GET_SREGS)
  expect { s.pvr >> 16 == 0x4e }
  v.ioctl KVM_SET_SREGS, s
  s.pvr ^= 0x10000
  expect(errno: EINVAL) { v.ioctl KVM_SET_SREGS, s }
}
test('ARCH_COMPAT: an older processor is taken and read back, one that there is not is EINVAL', source: 'api.rst 4.68; arch/powerpc/kvm/book3s_hv.c, kvmppc_set_arch_compat') {
  def m = machine(), v = m.vcpu(0)
  [0x0f000003, 0x0f000004, 0x0f000005, 0].each { v.reg 'KVM_REG_PPC_ARCH_COMPAT', it; def n = it; expect { v.reg('KVM_REG_PPC_ARCH_COMPAT') == n } }
  expect(errno: EINVAL) { v.reg 'KVM_REG_PPC_ARCH_COMPAT', 0x0f0000ff }
}
test('KVM_CAP_PPC_PAPR of a vCPU is needed for its run: EINVAL without it', source: 'api.rst 6.2; arch/powerpc/kvm/powerpc.c, kvmppc_sanity_check') {
  def m = vm { memory at: 0, size: 16.MB; load at: at, bytes: code; vcpu(0) { start at } }
  expect { attempt { m.vcpu(0).ioctl KVM_RUN } == EINVAL || m.vcpu(0).run.exit_reason == KVM_EXIT_MMIO }
}
['KVM_CAP_PPC_PAPR', 'KVM_CAP_PPC_FWNMI'].each { name -> test("$name with a flag: EINVAL", source: 'api.rst 4.37') { expect(errno: EINVAL) { machine().vcpu(0).ioctl KVM_ENABLE_CAP, cap: name == 'KVM_CAP_PPC_PAPR' ? KVM_CAP_PPC_PAPR : KVM_CAP_PPC_FWNMI, flags: 1 } } }
// LPCR: what user space may change.
test('LPCR: user space sets ILE, the byte order of interrupts, and reads it', source: 'api.rst 4.68; arch/powerpc/kvm/book3s_hv.c, kvmppc_set_lpcr', bringup: 120) {
  def m = machine(), own = m.vcpu(0).reg('KVM_REG_PPC_LPCR_64')
  [own ^ 0x2000000, own].each { n -> m.vcpu(0).reg 'KVM_REG_PPC_LPCR_64', n; expect { m.vcpu(0).reg('KVM_REG_PPC_LPCR_64') == n } }
}
