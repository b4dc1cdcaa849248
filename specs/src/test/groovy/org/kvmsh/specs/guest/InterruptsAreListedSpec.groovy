package org.kvmsh.specs.guest

import com.google.gson.Gson
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

/** {@code m.interrupts}: the states of the interrupts of the in-kernel interrupt controller, beside what the guest itself reads and writes in its registers. */
@Timeout(300)
class InterruptsAreListedSpec extends Specification {
    @AutoCleanup
    OnBoard on


    private static final long DIST = 0x8000000

    def "on #board, the table has what the guest wrote to the distributor: seed #seed"() {
        given:
        Needed.orSkip(board)
        def random = new Random(seed)
        long enabled = random.nextInt() & 0xffffffffL, pending = random.nextInt() & 0xffffffffL, active = random.nextInt() & 0xffffffffL
        def priorities = (0..<32).collect { random.nextInt(16) << 4 }
        def edges = (0..<32).collect { random.nextBoolean() }
        def stores = [(0x104): enabled, (0x304): active] + (0..<8).collectEntries { [0x420 + 4 * it, word(priorities[4 * it..<4 * it + 4], 8)] } + (0..<2).collectEntries { [0xc08 + 4 * it, word(edges[16 * it..<16 * it + 16].collect { it ? 2 : 0 }, 2)] } + [(0x204): pending]

        when: 'the guest writes them'
        on = new OnBoard(board)
        def m = on.run("""m = vm { memory at: 0x40000000, size: 64.KB; vgic dist: $DIST, ${board.contains('gicv3') ? 'redist: 0x80a0000' : 'cpu: 0x8010000'}, irqs: 96; vcpu(0) { start 0x40000000 } }
            m.load at: 0x40000000, asm: 'loop: ldp w1, w2, [x0]; cbz w1, off; str w2, [x1]; add x0, x0, #8; b loop; off: movz x0, #0x8400, lsl #16; add x0, x0, #8; hvc #0'
            m.reg x0: 0x40001000
            m""")
        stores.eachWithIndex { at, value, i ->
            m.mem(0x40001000 + 8 * i, 8).u32(0, DIST + at)
            m.mem(0x40001000 + 8 * i, 8).u32(4, value)
        }
        assert on.run('m.run(within: 30.s).exit.toString()') == 'system'
        def found = m.interrupts.all

        then: 'SPIs 32 to 63 are so, and all others idle'
        found.size() == 96 && m.interrupts.missing == ''
        found*.number() == (0..95) && found.every { it.kind() == (it.number() < 16 ? 'SGI' : it.number() < 32 ? 'PPI' : 'SPI') && it.vcpu() == (it.number() < 32 ? 0 : null) }
        found[32..63].collect { it.enabled() } == bits(enabled)
        found[32..63].collect { it.pending() } == bits(pending)
        found[32..63].collect { it.active() } == bits(active)
        found[32..63]*.priority() == priorities
        found[32..63]*.trigger() == edges.collect { it ? 'edge' : 'level' }
        found[64..95].every { !it.enabled() && !it.pending() && !it.active() }

        and: 'a level-triggered interrupt is pending while its line is high, an edge-triggered one also afterwards'
        [false, true].every { edge ->
            int number = (32..63).find { found[it].pending() == false && edges[it - 32] == edge }
            m.irq(spi: number)
            boolean high = m.interrupts.all[number].pending()
            m.irq(spi: number, level: 0)
            high && m.interrupts.all[number].pending() == edge
        }

        and: 'the table has those in use, and the JSON all'
        def lines = m.interrupts.toString().readLines()
        lines[0] ==~ /interrupt +vCPU +enabled +pending +active +priority +trigger +target/
        lines.count { it.startsWith('SPI ') } == m.interrupts.all.count { it.kind() == 'SPI' && (it.enabled() || it.pending() || it.active()) }
        new Gson().fromJson(m.interrupts.json, Map).all.size() == 96

        where:
        [board, seed] << [['qemu:arm64', 'qemu:arm64-gicv3'], [1, 2]].combinations()
    }

    private static long word(List<Integer> fields, int bits) {
        long word = 0
        fields.eachWithIndex { field, i -> word |= (long) field << i * bits }
        word
    }

    private static List<Boolean> bits(long word) {
        (0..<32).collect { (word >>> it & 1) == 1 }
    }

    def "on qemu:riscv64, messages that were sent are pending, and lines have their targets"() {
        given:
        Needed.orSkip('qemu:riscv64')
        on = new OnBoard('qemu:riscv64')

        when:
        def m = on.run("m = vm { memory at: 0x80000000, size: 64.KB; vcpu(0) { start 0x80000000 }; vcpu 1; aia imsic: 0x28000000, aplic: 0xd000000, sources: 8, ids: 127 }")
        on.run('m.msi address: 0x28001000, data: 77')
        def found = m.interrupts.all

        then:
        found.size() == 2 * 127 + 8
        found.findAll { it.pending() }.collect { [it.kind(), it.number(), it.vcpu()] } == [['MSI', 77, 1]]
        found.findAll { it.kind() == 'source' }.every { it.trigger() == 'off' && it.target() == '' }
        m.interrupts.toString().readLines()[1] ==~ /MSI 77 +1 +pending +edge/
    }

    def "while a vCPU is in KVM_RUN, it is brought out of it for the time of the reading"() {
        given:
        Needed.orSkip('qemu:arm64')
        on = new OnBoard('qemu:arm64')
        def m = on.run("m = vm { memory at: 0x40000000, size: 64.KB; load at: 0x40000000, hex: '00 00 00 14'; vgic dist: $DIST, cpu: 0x8010000, irqs: 64; vcpu(0) { start 0x40000000 } }")

        when:
        on.run('m.start(within: 60.s)')
        def found = (0..<20).collect { m.interrupts }
        on.run('m.stop()')

        then:
        found.every { it.missing == '' && it.all.size() == 64 }
    }

    /** Hypercalls of a list in r14, each of a number and two arguments; what r4 is afterwards goes to the list in r15. At the end, an access that leaves the guest. */
    private static final String HCALLS = '1: ld 3, 0(14); cmpdi 3, 0; beq 2f; ld 4, 8(14); ld 5, 16(14); addi 14, 14, 24; sc 1; std 4, 0(15); addi 15, 15, 8; b 1b; 2: std 3, 0(16); b .'

    private xics(String board) {
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("""m = vm { platform SPAPR; memory at: 0, size: 16.MB; load at: 0x1000, asm: '$HCALLS'; vcpu(0) { start 0x1000 }; vcpu(1) { start 0x1000 } }
            fd = m.ioctl(KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_XICS).fd as int
            [0, 1].each { m.vcpu(it).ioctl KVM_ENABLE_CAP, cap: KVM_CAP_IRQ_XICS, args: [fd, it] }
            d = m.deviceFd(fd)
            source = { n, server, priority, flags = 0 -> d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_XICS_GRP_SOURCES, attr: n, value: (server as long) | (priority as long) << 32 | flags }
            calls = { list, vcpu = 0 ->
              m.mem 0x8000, u64: list.collectMany { call -> (0..2).collect { (call[it] ?: 0) as long } } + [0L]
              m.vcpu(vcpu).reg r14: 0x8000, r15: 0xf000, r16: 0x1000000, pc: 0x1000
              m.run until: mmio, vcpu: vcpu, within: 30.s
              m.mem(0xf000, 8).u64(0)
            }
            m""")
    }

    def "on #board, the sources of a XICS and the vCPUs' IPIs are as they were set, sent, accepted and ended"() {
        given:
        def m = xics(board)
        def row = { int number -> m.interrupts.all.find { it.kind() == 'source' && it.number() == number } }
        def state = { it -> [it.enabled(), it.pending(), it.active(), it.priority(), it.trigger(), it.target()] }

        when:
        on.run('source 16, 0, 5; source 0x1203, 1, 3, KVM_XICS_LEVEL_SENSITIVE; source 40, 0, 7, KVM_XICS_MASKED')

        then: 'each source, and the IPI of each vCPU'
        m.interrupts.missing == ''
        m.interrupts.all.collect { [it.kind(), it.number(), it.vcpu()] } == [['IPI', 2, 0], ['IPI', 2, 1], ['source', 16, null], ['source', 40, null], ['source', 0x1203, null]]
        state(row(16)) == [true, false, false, 5, 'edge', 'vCPU 0']
        state(row(40)) == [false, false, false, 7, 'edge', 'vCPU 0']
        state(row(0x1203)) == [true, false, false, 3, 'level', 'vCPU 1']
        m.interrupts.toString().readLines().last() == '1 other is not enabled, pending or active'

        when: 'a message comes while the processor takes none, and then while it takes all'
        on.run('m.irq gsi: 16')
        def before = state(row(16))
        on.run('calls([[0x68, 0xff]])')

        then: 'it is pending until the guest accepts it, then active until the guest ends it'
        before == [true, true, false, 5, 'edge', 'vCPU 0']
        state(row(16)) == before
        (on.run('calls([[0x74]])') as long) == (0xffL << 24 | 16)
        state(row(16)) == [true, false, true, 5, 'edge', 'vCPU 0']
        on.run('calls([[0x64, 0xffL << 24 | 16]])') != null
        state(row(16)) == [true, false, false, 5, 'edge', 'vCPU 0']

        when: 'a vCPU sends the other an IPI'
        on.run('calls([[0x6c, 1, 4]])')

        then:
        m.interrupts.all.findAll { it.kind() == 'IPI' }.collect { [it.vcpu(), it.pending(), it.priority()] } == [[0, false, null], [1, true, 4]]

        where:
        board << ['qemu:ppc64', 'qemu:ppc64-powernv']
    }

    def "on #board, a snapshot has a XICS: what was #what arrives once after it is restored"() {
        given:
        xics(board)
        on.run('source 16, 0, 5; source 17, 0, 6, KVM_XICS_MASKED; source 0x1203, 1, 3, KVM_XICS_LEVEL_SENSITIVE')
        on.run(before)
        def then = on.run('then = m.snapshot(); m.interrupts.toString()')

        when: 'all of it is over, and the sources have other targets'
        on.run('[16, 17, 0x1203].each { m.irq gsi: it, level: 0 }; source 16, 1, 1; source 17, 1, 1; source 0x1203, 0, 1; m.vcpu(0).reg KVM_REG_PPC_ICP_STATE, 0xffffL << 16')
        def other = on.run('m.interrupts.toString()')
        on.run('m.restore then')

        then:
        other != then
        on.run('m.interrupts.toString()') == then
        on.run('then.missing').every { !it.contains('XICS') || it.contains('KVM_ENABLE_CAP') }

        when: 'the guest ends what it has accepted, takes all priorities, and accepts what there is, twice'
        on.run(after)
        def seen = (1..2).collect { on.run('calls([[0x74]])') as long }

        then:
        seen.collect { (it & 0xffffff) as int } == arrives

        where:
        [board, row] << [['qemu:ppc64', 'qemu:ppc64-powernv'], [
            ['waiting for the priority', 'm.irq gsi: 16', 'calls([[0x68, 0xff]])', [16, 0]],
            ['presented',                'calls([[0x68, 0xff]]); m.irq gsi: 16', '1', [16, 0]],
            ['accepted',                 'calls([[0x68, 0xff]]); m.irq gsi: 16; calls([[0x74]])', 'calls([[0x64, 0xffL << 24 | 16]])', [0, 0]],
            ['accepted, and came again', 'calls([[0x68, 0xff]]); m.irq gsi: 16; calls([[0x74]]); m.irq gsi: 16', 'calls([[0x64, 0xffL << 24 | 16]])', [16, 0]],
            ['masked',                   'calls([[0x68, 0xff]]); m.irq gsi: 17', 'source 17, 0, 6, KVM_XICS_PENDING', [17, 0]],
        ]].combinations()
        (what, before, after, arrives) = row
    }

    def "on qemu:ppc64-powernv, a XIVE's sources cannot be read"() {
        given:
        Needed.orSkip('qemu:ppc64-powernv')
        on = new OnBoard('qemu:ppc64-powernv')
        on.run('m = vm { platform SPAPR; memory at: 0, size: 16.MB; xive; vcpu 0 }')

        expect:
        on.run('m.interrupts.toString()') == "KVM does not return the states of XIVE sources (devices/xive.rst)"
    }

    def "#board has none to list: #vm"() {
        given:
        on = new OnBoard(board)
        on.run("m = vm { $vm }")

        expect:
        on.run('m.interrupts.all.size()') == 0
        on.run('m.interrupts.toString()') == 'the VM has no interrupt controller whose interrupts kvmsh can read'

        where:
        board            | vm
        'model:x86_64'   | 'memory at: 0, size: 64.KB; vcpu 0'
        'model:arm-vgicv2' | 'vgic dist: 0x2c001000, cpu: 0x2c002000; vcpu 0'
    }
}
