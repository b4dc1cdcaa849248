package org.kvmsh.specs.guest

import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.LocalAgent
import org.kvmsh.specs.kit.Needed
import spock.lang.Specification
import spock.lang.Timeout

/** A VM with rings of dirty pages: all that its vCPUs wrote is harvested, where the ring is, also while the guest runs and when the ring is full. */
@Timeout(1200)
class DirtyRingsSpec extends Specification {
    /** A page at a time from 1 MiB on, each followed by an exit, so that a full ring is an exit before it runs over wherever a kernel interprets the guest. */
    private static final String PAGES = '''
        memory at: 0, size: 64.KB
        memory at: 1.MB, size: 8.MB, log: true
        load at: 0x1000, hex: """
            89 0b                # next: mov [ebx], ecx
            e6 80                # out 0x80, al
            81 c3 00 10 00 00    # add ebx, 0x1000
            49                   # dec ecx
            75 f3                # jnz next
            f4
        """
        on(io: 0x80) { }
        vcpu(0) { prot32 0x1000; regs rbx: 1.MB, rcx: 2000 }
    '''

    def "2,000 pages pass through rings of 1,024: a full ring is an exit, and none is lost, on #board"() {
        given:
        Needed.orSkip(*needs(board))

        when:
        def result = Kvmsh.runShared('-q', '-b', named(board), '-e', """
            def got = []
            def full = 0
            def m = vm {
              dirty ring: 1024
              $PAGES
              on(exit: KVM_EXIT_DIRTY_RING_FULL) { e -> full++; got += e.machine.dirty() }
            }
            m.run until: hlt, within: 60.s
            got += m.dirty()
            println full > 0
            println got.findAll { it >= 1.MB }.toSet() == (0..<2000).collect { 1.MB + it * 4096L }.toSet()
            println m.dirty()
            m.reg rip: 0x1000, rbx: 1.MB, rcx: 3
            m.run until: hlt, within: 60.s
            println m.dirty().findAll { it >= 1.MB } == [0x100000L, 0x101000L, 0x102000L]
            println attempt { m.ioctl KVM_GET_DIRTY_LOG, slot: 1, dirty_bitmap: new byte[256] }
        """)

        then:
        result.err == ''
        def lines = result.out.readLines()
        def at = lines.indexOf('ENXIO')
        lines[(at - 4)..at] == ['true', 'true', '[]', 'true', 'ENXIO']

        where:
        board << BOARDS
    }

    def "a full ring without a handler ends the run, and the guest continues after a harvest, in #language on #board"() {
        given:
        Needed.orSkip(*needs(board))

        when:
        def result = Kvmsh.runShared('-q', '-b', named(board), '--lang', language, '-e', language == 'js' ? '''
            let m = vm({
              dirty: {ring: 1024},
              memory: [{at: 0, size: KB(64)}, {at: MB(1), size: MB(8), log: true}],
              load: {at: 0x1000, hex: '89 0b e6 80 81 c3 00 10 00 00 49 75 f3 f4'},
              on: [{io: 0x80, do: e => {}}],
              vcpu: {prot32: 0x1000, regs: {rbx: MB(1), rcx: 1500}}
            })
            println(`${m.run({until: KVM_EXIT_DIRTY_RING_FULL, within: seconds(60)})}`.startsWith('dirty_ring_full'))
            println(m.dirty().length > 500)
            m.run({until: hlt, within: seconds(60)})
            println(m.dirty().length > 100)'''.replace("on: [{io: 0x80, do: e => {}}],", "on: [[{io: 0x80}, e => {}]],") : """
            def m = vm {
              dirty ring: 1024
              ${PAGES.replace('2000', '1500')}
            }
            println "\${m.run(until: KVM_EXIT_DIRTY_RING_FULL, within: 60.s)}".startsWith("dirty_ring_full")
            println m.dirty().size() > 500
            m.run until: hlt, within: 60.s
            println m.dirty().size() > 100""")

        then:
        result.err == ''
        result.out.readLines().takeRight(3) == ['true', 'true', 'true']

        where:
        [board, language] << [['kvm:x86_64', 'qemu:x86_64'], ['groovy', 'js']].combinations()
    }

    def "rings are harvested while another vCPU runs, on #board"() {
        given:
        Needed.orSkip(*needs(board))

        when: 'one vCPU writes to 0x3000 without exits, and the rings are harvested at the exits of the other one'
        def result = Kvmsh.runShared('-q', '-b', named(board), '-e', '''
            def seen = 0
            def m = vm {
              memory at: 0, size: 64.KB, log: true
              dirty ring: 1024
              load at: 0x1000, hex: 'e6 80 eb fc'                // out 0x80, al; jmp
              load at: 0x1100, hex: 'c6 06 00 30 01 eb fe'       // mov byte [0x3000], 1; jmp .
              on(io: 0x80) { e -> if (e.machine.dirty().contains(0x3000L)) seen++ }
              vcpu(0) { real 0x1000 }
              vcpu(1) { real 0x1100 }
            }
            m.run until: { seen > 0 }, within: 300.s
            println seen > 0 ? 'harvested' : 'not yet'
        ''')

        then:
        result.err == ''
        result.out.readLines().last() == 'harvested'

        where:
        board << BOARDS
    }

    def "dirty ring: is refused on #board: #words"() {
        given:
        Needed.orSkip(board)

        when:
        def result = Kvmsh.runShared('-q', '-b', board, '-e', "vm { $words }")

        then:
        result.status == 1
        result.err.readLines().any { it.contains(message) }

        where:
        board        | words                                || message
        'kvm:x86_64' | 'dirty ring: 1000'                   || 'a dirty ring of 1000 entries is invalid: use a power of two, 256 to'
        'kvm:x86_64' | 'dirty ring: 1 << 30'                || 'a dirty ring of 1073741824 entries is invalid: use a power of two'
        'kvm:x86_64' | 'dirty ring: 1024; dirty ring: 1024' || 'dirty ring: is given twice'
        'qemu:arm64' | 'dirty ring: 4096'                   || 'dirty ring: needs KVM_CAP_DIRTY_LOG_RING_ACQ_REL, which board qemu:arm64 (emulated) does not support'
        'qemu:ppc64' | 'dirty ring: 4096'                   || 'dirty ring: needs KVM_CAP_DIRTY_LOG_RING_ACQ_REL, which board qemu:ppc64 (emulated) does not support'
    }

    private static final List<String> BOARDS = ['kvm:x86_64', 'exec:', 'qemu:x86_64']

    private static List<String> needs(String board) {
        board == 'exec:' ? ['kvm:x86_64', 'agent:x86_64'] : [board]
    }

    private static String named(String board) {
        board == 'exec:' ? "exec:${LocalAgent.program()} -" : board
    }
}
