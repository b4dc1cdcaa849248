package org.kvmsh.specs.guest

import java.nio.ByteBuffer
import java.nio.ByteOrder
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification

/**
 * {@code m.translate}, {@code m.pages} and {@code m.map}: the walk through the guest's page tables, pages that are added to them, and what the
 * board's own MMU finds in the same tables.
 */
class AddressesAreTranslatedSpec extends Specification {
    /** Tables drawn by chance below one root: entries that lead on, pages, and entries of each kind that the processor does not use. */
    static class Tables {
        Random random
        int levels
        int entryBytes
        Closure<Integer> indexBits
        Closure<Integer> shift
        /** A closure each: level, address of what it leads to -> entry. */
        Closure<Long> table
        Closure<Long> page
        List<Closure<Long>> faults
        Closure<Boolean> takesPages
        long first
        final ByteBuffer bytes = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN)
        final List<Long> addresses = []
        private int used

        /** The offset of a new table of a level, below which addresses begin with a prefix. */
        long table(int level, long prefix) {
            int at = used
            used += Math.max(0x1000, entryBytes << Math.max(indexBits(0), indexBits(level)))
            int count = 1 << indexBits(level)
            (levels == 2 ? 12 : 5).times {
                int index = random.nextInt(count)
                long address = prefix | ((long) index << shift(level))
                put(at + index * entryBytes, entry(level, address))
                addresses << (address | random.nextInt(1 << 12))
            }
            at
        }

        /** Some of the addresses of all levels. */
        List<Long> some() {
            addresses.toList().tap { Collections.shuffle(it, random) }.take(120)
        }

        private long entry(int level, long address) {
            int chance = random.nextInt(10)
            if (chance < 2) {
                return faults[random.nextInt(faults.size())](level)
            }
            level > 0 && (chance < 8 || !takesPages(level)) && used < (200 << 12) ? table.call(level, first + table(level - 1, address)) : level == 0 || takesPages(level) ? page.call(level) : 0
        }

        void put(int at, long entry) {
            entryBytes == 8 ? bytes.putLong(at, entry) : bytes.putInt(at, (int) entry)
        }
    }

    /** ldr x2, [x0]; at s1e1r, x2; isb; mrs x3, par_el1; str x3, [x0], #8; subs x1, x1, #1; b.ne .-24; SYSTEM_OFF */
    private static final String ASKS_AT = '020040f9027808d5df3f03d5037438d5038400f8210400f141ffff54000180d20080b0f2020000d4'
    /** ld t0, (a0); li t1, -1; ld t1, (t0); sd t1, (a0); addi a0, a0, 8; addi a1, a1, -1; bnez a1, .-24; SRST shutdown */
    private static final String LOADS = '833205001303f0ff03b3020023306500130585009385f5ffe39405feb75852539b884835130800001305000073000000'
    /** csrr t2, sepc; addi t2, t2, 4; csrw sepc, t2; sret */
    private static final String SKIPS = 'f3231014938343007390131473002010'
    private static final long ARM = 0x40000000
    private static final long RISCV = 0x80000000L
    private static final int LIST = 0x1000
    private static final int TABLES = 0x100000

    @AutoCleanup
    OnBoard on

    private static final long X86_TABLES = 0x100000

    private static Tables x86(String mode, Random random, boolean nx) {
        boolean wide = mode != '32-bit'
        int levels = mode == 'PAE' ? 3 : wide ? 4 : 2
        def plain = { int level -> mode == 'PAE' && level == 2 }
        def flags = { int level -> plain(level) ? 1L : 1L | random.nextInt(64) | (nx && random.nextInt(4) == 0 ? 1L << 63 : 0) }
        def frame = { int level -> (long) random.nextInt(1 << 18) << 12 & (-1L << 12 + level * (wide ? 9 : 10)) }
        new Tables(random: random, levels: levels, entryBytes: wide ? 8 : 4, first: X86_TABLES,
                indexBits: { int level -> !wide ? 10 : mode == 'PAE' && level == 2 ? 2 : 9 }, shift: { int level -> 12 + level * (wide ? 9 : 10) },
                takesPages: { int level -> level == 1 },
                table: { int level, long to -> to | flags(level) },
                page: { int level -> frame(level) | flags(level) | (level > 0 ? 0x80 : 0) | (!wide && level > 0 ? (long) random.nextInt(16) << 13 : 0) },
                faults: [{ int level -> random.nextInt() & 0xfffffffeL }, { int level -> plain(level) ? 0L : (level == 0 ? frame(0) : 0x70000000L) | flags(level) & (level == 0 ? ~1L : -1L) },
                         { int level -> plain(level) ? 0L : !wide ? (level == 1 ? frame(1) | 0x81L | 1L << 21 : 0L) : level == 3 ? 0x81L : level == 1 ? frame(1) | 0x81L | 1L << 13 + random.nextInt(8) : nx ? 0L : 1L << 63 | 1L }])
    }

    /** Pages mapped over drawn tables, of each size and with all rights: each is as asked, and no other address changes. Returns their addresses. */
    static List<Long> mapped(Object m, List<Long> addresses, Random random, List<Long> sizes, Closure<Long> physical, List<String> rights, long room, long step, Closure<Boolean> isOther = { at, size -> true }) {
        def made = []
        int refused = 0
        def watched = addresses.toList().tap { Collections.shuffle(it, random) }.take(15)
        (0..<4).each { i ->
            long size = sizes[random.nextInt(sizes.size())]
            long at = addresses[random.nextInt(addresses.size())] & -size
            if (!isOther(at, size)) {
                return
            }
            long to = physical(size)
            String wanted = rights[random.nextInt(rights.size())]
            def before = watched.collect { m.translate(it) }
            try {
                def walk = m.map(at, to, wanted, size: size, tables: room + i * step)
                assert [walk.physical, walk.size, walk.rights, m.translate(at + size - 1).physical] == [to, size, wanted, to + size - 1]
                made << at << (at | random.nextInt(1 << 12) & ~7)
            } catch (ScriptError e) {
                // What was drawn on the way allows less, is outside of the guest's memory, or is a page above 4 GiB.
                assert ['limits all pages below it to', 'is not in any memslot', 'cannot be split'].any { e.message.contains(it) }
                refused++
            }
            [watched, before].transpose().each { address, was ->
                def now = m.translate(address)
                assert (made.contains(at) && (address & -size) == at) || [now.physical, now.rights] == [was.physical, was.rights]
            }
        }
        assert made || refused > 1
        made
    }

    /** Software that runs guests without a processor's help, as kvm may be, has no 32-bit paging. */
    @Sample(verify = 4)
    def "on #board, seed #seed: #mode paging as KVM_TRANSLATE has it"() {
        given:
        Needed.orSkip(board)
        def random = new Random(seed)
        boolean nx = mode != '32-bit' && random.nextBoolean()
        def tables = x86(mode, random, nx)
        on = new OnBoard(board)
        def m = on.run('m = vm { memory at: 0, size: 4.MB; vcpu(0) { real 0x1000 } }')
        tables.table(tables.levels - 1, 0)
        m.mem(X86_TABLES, tables.bytes.capacity()).write(0, tables.bytes.array())
        on.run("""s = m.vcpu(0).ioctl(KVM_GET_SREGS); s.cr0 = 0x80000011; s.cr3 = 0x100000; s.cr4 = ${mode == '32-bit' ? 0x10 : 0x20}; s.efer = ${(mode == '4-level' ? 0x500 : 0) | (nx ? 0x800 : 0)}
                  ${mode == '4-level' ? 's.cs.l = 1; s.cs.db = 0' : ''}; m.vcpu(0).ioctl KVM_SET_SREGS, s""")
        def addresses = tables.some().collect { mode == '4-level' ? it << 16 >> 16 : it }
        long large = mode == '32-bit' ? 4 << 20 : 2 << 20
        addresses += mapped(m, addresses, random, [4096L, large], { long size -> (long) random.nextInt(1 << 20) << 12 & -size },
                nx ? ['r--', 'rw-', 'r-x', 'rwx', 'r-- user', 'rw- user', 'rwx user'] : ['r-x', 'rwx', 'r-x user', 'rwx user'], 0x200000, 0x8000)

        when:
        def own = addresses.collect { m.translate(it) }
        def kvm = addresses.collect { m.vcpu(0).ioctl('KVM_TRANSLATE', [linear_address: it]) }

        def pages = m.pages.all

        then:
        addresses.size() > 10
        m.translate(0).paging == "$mode paging".toString()
        [own, kvm].transpose().findAll { walk, said -> walk.physical != (said.valid ? said.physical_address : null) }.collect { it[0].toString() } == []

        and: 'the list of ranges has the same pages'
        own.every { walk -> pages.count { it.at <= walk.address && walk.address < it.at + it.size && it.physical + (walk.address - it.at) == walk.physical } == (walk.physical == null ? 0 : 1) }

        where:
        [mode, board, seed] << [['32-bit', 'PAE', '4-level'], ['qemu:x86_64', 'model:x86_64', 'kvm'], 1..30].combinations().findAll { mode, board, seed -> board != 'kvm' || mode == '4-level' }
    }

    def "no table is made where one is"() {
        given:
        on = new OnBoard('model:x86_64')
        def m = on.run('m = vm { memory at: 0, size: 2.MB; vcpu(0) { long64 0x1000 } }')
        m.map(0x400000, 0x7000, 'rwx', tables: 0x20000)

        expect:
        on.failed("m.map 0x800000, 0x9000, 'rwx', tables: 0x20000").message.contains('a new table at 0x20000 would overwrite one that is in use')
        m.translate(0x400000).physical == 0x7000
    }

    /** Entries of the path to a page that maps to itself: the guest's code and its list. */
    private static void same(Tables tables, long root, long address, long size, Closure<Long> leads, Closure<Long> page) {
        long at = root
        for (int level = tables.levels - 1; level > 0; level--) {
            int index = (int) (address >>> tables.shift(level) & (1 << tables.indexBits(level)) - 1)
            long next = tables.table(level - 1, address & (-1L << tables.shift(level)))
            tables.put((int) (at + index * 8), leads(tables.first + next))
            at = next
        }
        (0..<(int) (size >> tables.shift(0))).each {
            long each = address + (it << tables.shift(0))
            tables.put((int) (at + (each >>> tables.shift(0) & (1 << tables.indexBits(0)) - 1) * 8), page(each))
        }
    }

    /** QEMU also takes blocks at levels where the manual has none: no drawn entry is one. */
    @Sample(verify = 4)
    def "on qemu:arm64, seed #seed: a granule of #granule KiB and #bits bits as AT finds it"() {
        given:
        Needed.orSkip('qemu:arm64')
        def random = new Random(seed)
        int shift = granule == 4 ? 12 : granule == 16 ? 14 : 16
        int index = shift - 3
        int levels = (bits - shift + index - 1).intdiv(index)
        def output = { int level -> (long) random.nextInt() << 12 & ((1L << 40) - 1) & (-1L << shift + index * level) }
        def attributes = { 1L << 10 | (long) random.nextInt(4) << 6 | (long) random.nextInt(8) << 52 }
        def tables = new Tables(random: random, levels: levels, entryBytes: 8, first: ARM + TABLES, indexBits: { int level -> Math.min(index, bits - shift - index * level) }, shift: { int level -> shift + index * level },
                takesPages: { int level -> level == 1 || level == 2 && granule == 4 },
                table: { int level, long to -> to | 3 }, page: { int level -> output(level) | attributes() | (level == 0 ? 3 : 1) },
                faults: [{ int level -> (long) random.nextInt() & ~1L }, { int level -> level == 0 ? output(level) | 1L << 10 | 1L : 0L }])
        int unit = 1 << shift
        long root = tables.table(levels - 1, 0)
        same(tables, root, ARM, Math.max(unit, 0x2000), { it | 3 }, { it | 1L << 10 | 3L })
        def addresses = tables.some().findAll { it < ARM || it >= ARM + unit + 0x2000 }
        on = new OnBoard('qemu:arm64')
        def m = on.run("m = vm { memory at: $ARM, size: 4.MB; load at: $ARM, hex: '$ASKS_AT'; vcpu(0) { start $ARM; regs x0: ${ARM + LIST}, x1: ${addresses.size()} } }")
        m.mem(ARM + TABLES, tables.bytes.capacity()).write(0, tables.bytes.array())
        on.run("m.reg ttbr0_el1: ${ARM + TABLES + root}, ttbr1_el1: ${ARM + TABLES + root}, tcr_el1: ${(64 - bits) | (granule == 4 ? 0 : granule == 16 ? 2 : 1) << 14 | 5L << 32 | (64 - bits) << 16 | 2L << 30 | 1 << 23}L, mair_el1: 0; m.reg sctlr_el1: m.reg('sctlr_el1') | 1")

        addresses += mapped(m, addresses, random, [1L << shift, granule == 4 && random.nextBoolean() ? 1L << 30 : 1L << shift + index], { long size -> (long) random.nextInt() << 12 & ((1L << 40) - 1) & -size },
                ['r--', 'rw-', 'r-x', 'rwx', 'r-- user', 'rw- user', 'r-x user', 'rwx user'], ARM + 2 * TABLES, 0x40000) { at, size -> at + size <= ARM || at >= ARM + unit + 0x2000 }
        addresses += [1L << bits, -1L << 20]
        addresses.eachWithIndex { address, i -> m.mem(ARM + LIST + 8 * i, 8).u64(0, address) }
        m.reg('x1', addresses.size())

        when:
        def own = addresses.collect { m.translate(it) }
        assert on.run('m.run(within: 30.s).exit.toString()') == 'system'
        def par = (0..<addresses.size()).collect { m.mem(ARM + LIST + 8 * it, 8).u64(0) }

        then:
        [own, par].transpose().findAll { walk, said -> walk.physical != ((said & 1) == 0 ? said & 0xfffffffff000L | walk.address & 0xfff : null) }.collect { "${Long.toHexString(it[1])}: ${it[0]}".toString() } == []

        where:
        [granule, bits, seed] << [[4, 64], [39, 48, 42], 1..6].combinations()
    }

    @Needs('qemu:arm64')
    def "on arm64, TCR_EL1 #control leads address #address nowhere, and its half has no pages"() {
        given:
        on = new OnBoard('qemu:arm64')
        def m = on.run("m = vm { memory at: $ARM, size: 64.KB; vcpu(0) { start $ARM } }")
        on.run("m.reg tcr_el1: ${control}L, ttbr0_el1: $ARM, ttbr1_el1: $ARM; m.reg sctlr_el1: m.reg('sctlr_el1') | 1")

        expect:
        m.translate(address).physical == null
        m.translate(address).fault == fault
        m.pages.all == []

        where:
        control                  | address            || fault
        0                        | 0x1000             || 'TCR_EL1.T0SZ selects addresses of 64 bits, and kvmsh reads the tables of 13 to 48 bits'
        63                       | 0x1000             || 'TCR_EL1.T0SZ selects addresses of 1 bits, and kvmsh reads the tables of 13 to 48 bits'
        12                       | 0x1000             || 'TCR_EL1.T0SZ selects addresses of 52 bits, and kvmsh reads the tables of 13 to 48 bits'
        16 + (1 << 7)            | 0x1000             || 'TCR_EL1.EPD0 is 1'
        16 + (3 << 14)           | 0x1000             || 'TCR_EL1.TG0 is reserved'
        0                        | 0xffff000000000000 || 'TCR_EL1.TG1 is reserved'
        (16 << 16) + (2L << 30)  | 0xfffe000000000000 || 'bits 48 to 63 are not all 1'
        16                       | 0x1000000001000    || 'bits 48 to 63 are not all 0'
        16 + (1L << 37)          | 0x7f00800000001000 || 'the level 0 table entry is not valid: bit 0 is 0'
    }

    @Sample(verify = 4)
    def "on qemu:riscv64, seed #seed: Sv#bits as loads find it"() {
        given:
        Needed.orSkip('qemu:riscv64')
        def random = new Random(seed)
        int levels = (bits - 12).intdiv(9)
        def number = { int level -> (RISCV >>> 12) + 512 + (level == 0 ? random.nextInt(512) : 0) }
        def entry = { long to, long flags -> to << 10 | flags }
        def flags = { [0xcfL, 0xc3L, 0xcbL, 0x43L, 0xdfL, 0xc9L, 0x4bL][random.nextInt(7)] }
        def tables = new Tables(random: random, levels: levels, entryBytes: 8, first: RISCV + TABLES, indexBits: { 9 }, shift: { int level -> 12 + 9 * level }, takesPages: { int level -> level == 1 },
                table: { int level, long to -> entry(to >>> 12, 1) }, page: { int level -> entry(number(level), flags()) },
                faults: [{ int level -> (long) random.nextInt() & ~1L }, { int level -> entry(number(0), 0xc5) }, { int level -> entry(number(1), 0xcf) | 1L << 54 + random.nextInt(7) },
                         { int level -> level == 0 ? entry(number(0), 1) : entry(number(1) + 1, 0xcf) }])
        long root = tables.table(levels - 1, 0)
        same(tables, root, RISCV, 0x2000, { entry(it >>> 12, 1) }, { entry(it >>> 12, 0xcf) })
        int above = 64 - bits
        def addresses = tables.some().collect { (it & ~7L) << above >> above }.findAll { it < RISCV || it >= RISCV + 0x2000 }
        on = new OnBoard('qemu:riscv64')
        def m = on.run("m = vm { memory at: $RISCV, size: 4.MB; load at: $RISCV, hex: '$LOADS'; load at: ${RISCV + 0x60}, hex: '$SKIPS'; vcpu(0) { start $RISCV; regs a0: ${RISCV + LIST}, a1: ${addresses.size()} } }")
        def all = ByteBuffer.allocate(4 << 20).order(ByteOrder.LITTLE_ENDIAN)
        (0..<all.capacity()).step(8) { all.putLong(it, RISCV + it) }
        m.mem(RISCV + 0x3000, TABLES - 0x3000).write(0, all.array()[0x3000..<TABLES] as byte[])
        m.mem(RISCV + 2 * TABLES, 2 * TABLES).write(0, all.array()[2 * TABLES..<4 * TABLES] as byte[])
        m.mem(RISCV + TABLES, tables.bytes.capacity()).write(0, tables.bytes.array())
        on.run("m.reg stvec: ${RISCV + 0x60}, satp: ${levels + 5L << 60 | RISCV + TABLES + root >>> 12}")

        addresses += mapped(m, addresses, random, [4096L, 2L << 20], { long size -> RISCV + (2 << 20) + (size == 4096 ? random.nextInt(512) << 12 : 0) },
                ['r--', 'rw-', 'r-x', 'rwx', '--x', 'rw- user', 'rwx user'], RISCV + 0x40000, 0x8000) { at, size -> at + size <= RISCV || at >= RISCV + 0x2000 }
        addresses += [1L << bits, 1L << bits - 1]
        addresses.eachWithIndex { address, i -> m.mem(RISCV + LIST + 8 * i, 8).u64(0, address) }
        m.reg('a1', addresses.size())

        when:
        def own = addresses.collect { m.translate(it) }
        assert on.run('m.run(within: 30.s).exit.toString()') == 'system'
        def loaded = (0..<addresses.size()).collect { m.mem(RISCV + LIST + 8 * it, 8).u64(0) }

        then:
        [own, loaded].transpose().findAll { walk, value -> value != expected(m, walk) }.collect { "${Long.toHexString(it[1])}: ${it[0]}".toString() } == []

        where:
        [bits, seed] << [[39, 48, 57], 1..8].combinations()
    }

    /** What a load of S-mode reads from a page: nothing without R, and nothing from a page of U-mode, or one whose A is 0. */
    private static long expected(Object m, Object walk) {
        def last = walk.entries ? walk.entries.last().value : 0
        walk.physical == null || !walk.rights.startsWith('r') || walk.rights.endsWith('user') || !(last & 0x40) ? -1 : m.mem(walk.physical, 8).u64(0)
    }
}
