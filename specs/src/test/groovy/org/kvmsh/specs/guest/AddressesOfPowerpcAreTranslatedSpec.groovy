package org.kvmsh.specs.guest

import java.nio.ByteBuffer
import java.nio.ByteOrder
import org.kvmsh.specs.guest.AddressesAreTranslatedSpec.Tables
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification

/** {@code m.translate}, {@code m.pages} and {@code m.map} on powerpc: radix trees and hashed page tables, against what the guest's own loads find in them. */
class AddressesOfPowerpcAreTranslatedSpec extends Specification {
    /** 1: ld r5, 0(r14); mfmsr r7; ori r8, r7, DR; mtmsrd r8; isync; ld r6, 0(r5); mtmsrd r7; isync; std r6, 0(r14); addi r14, r14, 8; ...; bne 1b; li r3, 0x7f0; sc 1 */
    private static final String LOADS = '0000aee8a600e07c1000e8606401007d2c01004c0000c5e86401e07c2c01004c0000cef80800ce39ffffef3900002f2cd0ff8240f007603822000044'
    /** H_ENTER for each five words at r14, its status to r15; then the hypercall 0x7f0. */
    private static final String ENTERS = '00006ee80000232c2800824108008ee81000aee81800cee82000eee82800ce392200004400006ff80800ef39d4ffff4bf007603822000044'
    /** mfsrr0 r9; addi r9, r9, 4; mtsrr0 r9; li r6, -1; rfid */
    private static final String SKIPS = 'a6023a7d04002939a6033a7dffffc0382400004c'
    private static final int CODE = 0x5000
    private static final int ENTRIES = 0x4000
    private static final int PROCESSES = 0x10000
    private static final int LIST = 0x20000
    private static final int LIST_OF_ENTRIES = 0x40000
    private static final int TABLES = 0x100000
    private static final int CONTENTS = 0x400000
    private static final int SIZE = 0x800000
    private static final long KERNEL = 3L << 62
    private static final long MSR = 0x8000000000001001

    @AutoCleanup
    OnBoard on

    /** A little-endian guest, also in its interrupts, whose upper 4 MiB hold their own addresses. */
    private Object machine(String board, String settings) {
        Needed.orSkip(board)
        on = new OnBoard(board)
        def m = on.run("""m = vm { platform SPAPR; $settings memory at: 0, size: ${SIZE}; load at: $CODE, hex: '$LOADS'; load at: $ENTRIES, hex: '$ENTERS'
                          load at: 0x300, hex: '$SKIPS'; load at: 0x380, hex: '$SKIPS'; vcpu(0) { start $CODE; regs msr: $MSR } }""")
        on.run("m.vcpu(0).reg 'KVM_REG_PPC_LPCR_64', m.vcpu(0).reg('KVM_REG_PPC_LPCR_64') | 0x2000000")
        def own = ByteBuffer.allocate(SIZE - CONTENTS).order(ByteOrder.LITTLE_ENDIAN)
        (0..<own.capacity()).step(8) { own.putLong(it, CONTENTS + it) }
        m.mem(CONTENTS, own.capacity()).write(0, own.array())
        m
    }

    /** What loads at addresses read; -1 where an interrupt came instead. */
    private List<Long> loaded(Object m, List<Long> addresses) {
        addresses.eachWithIndex { address, i -> m.mem(LIST + 8 * i, 8).u64(0, address) }
        on.run("m.reg pc: $CODE, msr: $MSR, r14: $LIST, r15: ${addresses.size()}")
        assert on.run('m.run(within: 60.s).exit.toString()') == 'hcall'
        (0..<addresses.size()).collect { m.mem(LIST + 8 * it, 8).u64(0) }
    }

    private static long expected(Object m, Object walk) {
        walk.physical == null || !walk.rights.startsWith('r') ? -1 : m.mem(walk.physical & ~7L, 8).u64(0)
    }

    private static void agree(Object m, List own, List<Long> loaded) {
        assert [own, loaded].transpose().findAll { walk, value -> value != expected(m, walk) }.collect { "${Long.toHexString(it[1])}: ${it[0]}".toString() } == []
    }

    private static void listed(List own, List pages) {
        assert own.findAll { walk -> pages.count { walk.address - it.at >= 0 && walk.address - it.at < it.size && it.physical + (walk.address - it.at) == walk.physical } != (walk.physical == null ? 0 : 1) }*.toString() == []
    }

    @Sample(verify = 4)
    def "on #board, seed #seed: radix trees with pages of #page KiB as loads find them"() {
        given:
        def random = new Random(seed)
        def m = machine(board, '')
        int last = page == 4 ? 9 : 5
        def flags = { 1L << 63 | 1L << 62 | 0x180 | (long) random.nextInt(16) }
        def physical = { int level -> level == 1 ? (2L + random.nextInt(2)) << 21 : CONTENTS + (random.nextInt(CONTENTS >>> 12) << 12 & (page == 4 ? -1 : ~0xffff)) }
        def table = { int level, long to -> 1L << 63 | to | (level == 1 ? last : 9) }
        def tables = new Tables(random: random, levels: 4, entryBytes: 8, first: TABLES, indexBits: { int level -> level == 3 ? 13 : level == 0 ? last : 9 },
                shift: { int level -> level == 0 ? 21 - last : 12 + 9 * level }, takesPages: { int level -> level == 1 }, table: table, page: { int level -> physical(level) | flags() },
                faults: [{ int level -> Long.MAX_VALUE & random.nextLong() }, { int level -> 1L << 63 | random.nextInt(4) }])
        tables.bytes.order(ByteOrder.BIG_ENDIAN)
        long user = TABLES + tables.table(3, 0)
        tables.addresses.replaceAll { it & ~7L }
        long kernel = TABLES + tables.table(3, KERNEL)
        m.mem(TABLES, tables.bytes.capacity()).write(0, tables.bytes.array())
        int process = 1 + random.nextInt(200)
        def entry = { long root -> Long.reverseBytes(2L << 61 | root | 5L << 5 | 13) }
        m.mem(PROCESSES, 16).u64(0, entry(kernel))
        m.mem(PROCESSES + 16 * process, 16).u64(0, entry(user))
        on.run("m.ioctl KVM_PPC_CONFIGURE_V3_MMU, flags: KVM_PPC_MMUV3_RADIX | KVM_PPC_MMUV3_GTSE, process_table: ${Long.MIN_VALUE | PROCESSES}L; m.vcpu(0).reg 'KVM_REG_PPC_PID', $process; m.reg msr: ${MSR | 0x10}")
        def addresses = tables.some()*.and(~7L)
        addresses += AddressesAreTranslatedSpec.mapped(m, addresses, random, [page * 1024L, 2L << 20], { long size -> size == 2 << 20 ? 2L << 21 : CONTENTS + (random.nextInt(CONTENTS >>> 16) << 16) },
                ['r--', 'rw-', 'r-x', 'rwx', '--x', 'rw- user', 'rwx user'], 0x300000, 0x8000)*.and(~7L)
        addresses += [1L << 52, KERNEL | 1L << 52, 1L << 62, 2L << 62]

        when:
        def own = addresses.collect { m.translate(it) }
        def pages = m.pages.all

        then:
        own.count { it.physical != null } > 10
        agree(m, own, loaded(m, addresses))

        and: 'the list of ranges has the same pages'
        listed(own, pages)

        where:
        [board, page, seed] << [['qemu:ppc64-powernv', 'qemu:ppc64'], [4, 64], 1..8].combinations()
    }

    /** KVM takes no page of 16 MiB where the host has none for the guest's memory (arch/powerpc/kvm/book3s_hv_rm_mmu.c, kvmppc_do_h_enter). */
    @Sample(verify = 4)
    def "on qemu:ppc64-powernv, seed #seed: hashed pages in both kinds of segments as loads find them"() {
        given:
        def random = new Random(seed)
        int order = 18 + random.nextInt(7)
        def m = machine('qemu:ppc64-powernv', "htab order: $order;")
        long groups = 1L << order - 7
        def enters = []
        def addresses = []
        on.run('empty = m.snapshot()')
        def slb = (0..<6).collect { slot ->
            boolean large = random.nextBoolean()
            boolean wide = random.nextBoolean()
            int shift = large ? 40 : 28
            int base = wide ? 16 : 12
            long vsid = random.nextInt(1 << 24)
            long first = (long) random.nextInt(1 << 20) << 40 | (large ? 0L : (long) random.nextInt(1 << 12) << 28)
            def at = { -> first | random.nextLong() & (1L << shift) - 1 & ~7L }
            30.times {
                long address = at()
                long offset = address & (1L << shift) - 1
                long hash = (large ? vsid ^ vsid << 25 : vsid) ^ offset >>> base
                boolean second = random.nextInt(4) == 0
                boolean lost = random.nextInt(8) == 0
                long group = (second ? ~hash : hash) & groups - 1 ^ (lost ? 1 : 0)
                long v = (large ? 1L << 62 | vsid << 24 : vsid << 12) | offset >>> 23 << 7 | (wide ? 4 : 0) | (second ? 2 : 0) | 1
                long real = CONTENTS + (random.nextInt(CONTENTS >>> base) << base)
                long r = real | (wide ? 1L << 12 : 0) | 0x190 | [0L, 1L, 2L, 3L, 1L << 63 | 2][random.nextInt(5)] | (random.nextBoolean() ? 4 : 0)
                enters << [8L, 0L, group << 3, v, r]
                addresses << address << (address ^ 8L << random.nextInt(base - 3)) << (address ^ 1L << base + random.nextInt(3))
            }
            addresses << at() << (first ^ 1L << shift)
            [slbe: first | 0x8000000L | slot, slbv: (large ? 1L << 62 | vsid << 24 : vsid << 12) | (wide ? 0x110 : 0) | (random.nextInt(4) << 10)]
        }
        enters.eachWithIndex { words, i -> words.eachWithIndex { word, j -> m.mem(LIST_OF_ENTRIES + 40 * i + 8 * j, 8).u64(0, word) } }
        on.run("m.reg pc: $ENTRIES, r14: $LIST_OF_ENTRIES, r15: ${TABLES}")
        assert on.run('m.run(within: 60.s).exit.toString()') == 'hcall'
        def statuses = (0..<enters.size()).collect { m.mem(TABLES + 8 * it, 8).u64(0) }
        def s = m.vcpu(0).ioctl('KVM_GET_SREGS')
        slb.eachWithIndex { one, i -> s.u.s.ppc64.slb[i].slbe = one.slbe; s.u.s.ppc64.slb[i].slbv = one.slbv }
        m.vcpu(0).ioctl('KVM_SET_SREGS', s)
        on.run("m.reg msr: ${MSR | 0x10}")

        when:
        def own = addresses.collect { m.translate(it) }
        def pages = m.pages.all

        then:
        statuses.count(0L) > 150
        own.count { it.physical != null } > 100
        agree(m, own, loaded(m, addresses))

        and: 'the list of ranges has the same pages'
        listed(own, pages)

        when: 'the table is as it was at first, and then as it is now'
        on.run("m.reg msr: ${MSR | 0x10}; full = m.snapshot(); m.restore empty; m.reg msr: ${MSR | 0x10}")
        def fewer = m.pages.all
        on.run('m.restore full')

        then:
        on.run('full.missing') == []
        fewer.empty
        m.pages.all.toString() == pages.toString()
        agree(m, own, loaded(m, addresses))

        and: 'a new VM has it too'
        on.run('m.moved().differences') == []
        agree(m, own, loaded(m, addresses))

        where:
        seed << (1..12)
    }

    @Needs('qemu:ppc64-powernv')
    def "on ppc64, #setting leaves address #address without a page"() {
        given:
        def m = machine('qemu:ppc64-powernv', '')
        on.run(setting)
        on.run("m.reg msr: ${MSR | 0x30}")

        expect:
        m.translate(address).fault == fault
        m.pages.all == []

        where:
        setting                                                                                     | address            || fault
        'm.ioctl KVM_PPC_CONFIGURE_V3_MMU, flags: 3, process_table: 0x8000000000010000L'            | 0x1000             || 'the process table entry has an RTS of 31 bits and an RPDS of 0; processors support only 52 bits and 13'
        'm.ioctl KVM_PPC_CONFIGURE_V3_MMU, flags: 3, process_table: 0x8000000000010000L'            | 0x4000000000000000 || 'the top two bits of the address are 01: only a hypervisor uses such addresses'
        'm.ioctl KVM_PPC_CONFIGURE_V3_MMU, flags: 3, process_table: 0x8000000001000000L'            | 0x1000             || 'the process table is not in any memslot'
        'm.ioctl KVM_PPC_CONFIGURE_V3_MMU, flags: 3, process_table: 0x8000000000010000L; m.vcpu(0).reg "KVM_REG_PPC_PID", 256' | 0x1000  || 'PIDR is 256, but the process table has only 256 entries'
        'm.vcpu(0).reg "KVM_REG_PPC_PID", 0'                                                        | 0x1000             || 'no process table has been set with KVM_PPC_CONFIGURE_V3_MMU'
    }

    @Needs('qemu:ppc64-powernv')
    def "kvmsh adds no page to a hashed page table"() {
        given:
        def m = machine('qemu:ppc64-powernv', 'htab order: 18;')
        on.run('m.reg pc: 0x5034')
        assert on.run('m.run(within: 60.s).exit.toString()') == 'hcall'
        on.run("m.reg msr: ${MSR | 0x30}")

        expect:
        m.translate(0x1000).toString() == '0x1000 is not mapped: no SLB entry covers its segment (hashed page table)'
        on.failed("m.map 0x1000, 0x2000, 'rw'").message.contains('kvmsh cannot add a page to a hashed page table')
    }

    def "without KVM_CAP_PPC_HTAB_FD, as with KVM PR, an address has no page while translation is on"() {
        given:
        on = new OnBoard('model:ppc-pr')
        def m = on.run('m = vm { memory at: 0, size: 64.KB; vcpu(0) { start 0x1000; regs msr: 0x30 } }')

        expect:
        m.translate(0x1000).toString() == '0x1000 is not mapped: KVM_CAP_PPC_HTAB_FD is 0, so kvmsh cannot read it (hashed page table)'
        on.failed('m.pages').message.contains("the guest's hashed page table: KVM_CAP_PPC_HTAB_FD is 0, so kvmsh cannot read it")
    }
}
