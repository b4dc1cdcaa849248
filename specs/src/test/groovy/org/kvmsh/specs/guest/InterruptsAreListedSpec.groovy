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

    def "while a vCPU is in KVM_RUN, what KVM says is why nothing is listed"() {
        given:
        Needed.orSkip('qemu:arm64')
        on = new OnBoard('qemu:arm64')
        def m = on.run("m = vm { memory at: 0x40000000, size: 64.KB; load at: 0x40000000, hex: '00 00 00 14'; vgic dist: $DIST, cpu: 0x8010000, irqs: 64; vcpu(0) { start 0x40000000 } }")

        when:
        on.run('m.start(within: 60.s)')
        def found = (0..<50).collect { m.interrupts }.find { it.missing != '' }
        on.run('m.stop()')

        then:
        found.all.empty && found.missing.contains('EBUSY')
        m.interrupts.all.size() == 64
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
