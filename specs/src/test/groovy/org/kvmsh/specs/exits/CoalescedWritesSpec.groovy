package org.kvmsh.specs.exits

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.kernel.CoalescedRing
import org.kvmsh.bindings.kernel.HeapRegion
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.LocalAgent
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.Timeout

/**
 * A guest's writes to a coalesced zone cause no exits: KVM puts them into a ring. All of them reach the script, in order, before the next exit, even if
 * the ring is full, the run ends at its time limit, or the board is remote.
 */
@Timeout(1200)
class CoalescedWritesSpec extends Specification {
    /** cx times: cx to address 0xd0000, and to port 0x80; then the rest. */
    private static final String X86 = '''
        memory at: 0, size: 64.KB
        coalesce mmio: 0xd0000, size: 0x1000
        load at: 0x1000, hex: """
            b8 00 d0       # mov ax, 0xd000
            8e d8          # mov ds, ax
            89 0e 00 00    # next: mov [0], cx
            89 c8          # mov ax, cx
            e7 80          # out 0x80, ax
            e2 f6          # loop next
            REST
        """
        vcpu(0) { real 0x1000; regs rcx: COUNT }
    '''

    private static String x86(String rest, int count) {
        X86.replace('REST', rest).replace('COUNT', "$count")
    }

    private static final String ARM64 = '''
        memory at: 0x40000000, size: 64.KB
        coalesce mmio: 0xd0000, size: 0x1000
        load at: 0x40000000, hex: """
            02 00 00 b9    # next: str  w2, [x0]
            42 04 00 71    # subs w2, w2, #1
            c1 ff ff 54    # b.ne next
            22 00 00 b9    # str  w2, [x1]
            00 00 00 14    # b .
        """
        vcpu(0) { start 0x40000000; regs x0: 0xd0000, x1: 0xe0000, x2: 400 }
    '''

    def "400 writes reach their handler in order, before the next exit, on #board"() {
        given:
        Needed.orSkip(*needs(board))

        when:
        def result = Kvmsh.runShared('-q', '-b', named(board), '-e', """
            def got = []
            def before = null
            def m = vm {
              ${board == 'qemu:arm64' ? ARM64 : x86('e6 81 f4', 400)}
              on(mmio: 0xd0000) { e -> got << e.value }
              ${board == 'qemu:arm64' ? 'on(mmio: 0xe0000) { e -> before = got.size(); e.machine.stop() }' : 'coalesce io: 0x80, size: 2; on(io: 0x80) { }; on(io: 0x81) { e -> before = got.size(); e.machine.stop() }'}
            }
            def end = m.run within: 60.s
            println got == (400..1).toList() ? 'in order' : got
            println before
            println m.coalesced()
            println end.exits < 40 ? 'few exits' : m.exits
        """)

        then:
        result.err == ''
        result.out.readLines().findAll { !it.startsWith('  ') }.takeRight(4) == ['in order', '400', '[]', 'few exits']

        where:
        board << ['kvm:x86_64', 'exec:', 'qemu:x86_64', 'qemu:arm64']
    }

    def "writes to ports and addresses keep their order, on #board"() {
        given:
        Needed.orSkip(*needs(board))

        when:
        def result = Kvmsh.runShared('-q', '-b', named(board), '-e', """
            def got = []
            def m = vm {
              coalesce io: 0x80, size: 2
              ${x86('f4', 300)}
              on(mmio: 0xd0000) { e -> got << ['address', e.length, e.value] }
              on(io: 0x80) { e -> got << ['port', e.size, e.value] }
            }
            m.run until: hlt, within: 60.s
            println got == (300..1).collectMany { [['address', 2, it], ['port', 2, it]] } ? 'one order' : got
        """)

        then:
        result.err == ''
        result.out.readLines().last() == 'one order'

        where:
        board << BOARDS
    }

    @Sample(verify = 4)
    def "if the guest makes no more exits, its writes are delivered when the run times out, on #board"() {
        given:
        Needed.orSkip(*needs(board))

        when:
        def result = Kvmsh.runShared('-q', '-b', named(board), '-e', """
            def m = vm {
              coalesce io: 0x80, size: 2
              ${x86('eb fe', 20)}
              on(io: 0x80) { }
            }
            def written = []
            for (int i = 0; i < 100 && written.size() < 20; i++) {
              m.run until: timeout, within: 300.ms
              written += m.coalesced()
            }
            println written*.value
            println written[0]
            println m.coalesced()
        """)

        then:
        result.err == ''
        result.out.readLines().takeRight(3) == [(20..1).toList().toString(), 'mmio write 0xd0000 length 2 value 0x14', '[]']

        where:
        board << BOARDS
    }

    def "a console in a zone keeps all its text when the ring is full, on #board"() {
        given:
        Needed.orSkip(*needs(board))

        when: 'out dx, al; inc al; loop; hlt'
        def result = Kvmsh.runShared('-q', '-b', named(board), '-e', '''
            def m = vm {
              memory at: 0, size: 64.KB
              coalesce io: 0x3f8, size: 1
              load at: 0x1000, hex: 'ee fe c0 e2 fb f4'
              vcpu(0) { real 0x1000; regs rdx: 0x3f8, rcx: 1000 }
              console io: 0x3f8
            }
            m.run until: hlt, within: 60.s
            println m.console == (0..<1000).collect { (char) (it & 0xff) }.join('') ? 'whole' : m.console.size()
        ''')

        then:
        result.err == ''
        result.out.readLines().last() == 'whole'

        where:
        board << BOARDS
    }

    @Sample(verify = 16)
    def "vCPUs that take turns share one ring, on #board"() {
        given:
        Needed.orSkip(*needs(board))

        when: 'each waits until the byte at 0x2000 is its number in bl, does its OUT, passes the turn to cl, and repeats si times'
        def result = Kvmsh.runShared('-q', '-b', named(board), '-e', '''
            def got = new StringBuilder()
            def m = vm {
              memory at: 0, size: 64.KB
              coalesce io: 0x80, size: 1
              load at: 0x1000, hex: '38 1e 00 20 75 fa ee 88 0e 00 20 4e 75 f2 b0 2e ee e6 81 eb fe'
              on(io: 0x80) { e -> got << e.text }
              on(io: 0x81) { }
              [[0, 0x41, 1], [1, 0x42, 2], [2, 0x43, 0]].each { id, letter, next ->
                vcpu(id) { real 0x1000; regs rax: letter, rbx: id, rcx: next, rdx: 0x80, rsi: 300 }
              }
            }
            m.run until: { got.toString().count('.') == 3 }, within: 300.s
            println got.toString().replace('.', '') == 'ABC' * 300 ? 'in turns' : got
        ''')

        then:
        result.err == ''
        result.out.readLines().last() == 'in turns'

        where:
        board << BOARDS
    }

    def "a zone from a raw ioctl on a live machine works, and so does KVM_RUN by name, which runs no handler, on #board in #language"() {
        given:
        Needed.orSkip(*needs(board))

        when:
        def result = Kvmsh.runShared('-q', '-b', named(board), *(language == 'js' ? ['--lang', 'js'] : []), '-e', language == 'js' ? '''
            let m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'e6 80 fe c0 e2 fa f4'}, vcpu: {real: 0x1000, regs: {rcx: 10}}})
            m.ioctl(KVM_REGISTER_COALESCED_MMIO, {addr: 0x80, size: 1, pio: 1})
            m.vcpu(0).ioctl(KVM_RUN)
            let written = m.coalesced()
            println(written.map(w => w.value).join(' '))
            println(`${written[0].out} ${written[0].port} ${written[9].text.length}`)''' : '''
            def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 80 fe c0 e2 fa f4'; vcpu(0) { real 0x1000; regs rcx: 10 }; on(io: 0x80) { fail() } }
            m.ioctl KVM_REGISTER_COALESCED_MMIO, addr: 0x80, size: 1, pio: 1
            m.vcpu(0).ioctl KVM_RUN
            def written = m.coalesced()
            println written*.value.join(' ')
            println "${written[0].out} ${written[0].port} ${written[9].text.size()}"''')

        then:
        result.err == ''
        result.out.readLines().takeRight(2) == ['0 1 2 3 4 5 6 7 8 9', 'true 128 1']

        where:
        [board, language] << [BOARDS, ['groovy', 'js']].combinations()
    }

    def "coalesce is refused on #board: #words"() {
        given:
        Needed.orSkip(board)

        when:
        def result = Kvmsh.runShared('-q', '-b', board, '-e', "vm { $words }")

        then:
        result.status == 1
        result.err.readLines().first().endsWith(message)

        where:
        board          | words                                 || message
        'kvm:x86_64'   | 'coalesce size: 4'                    || 'coalesce takes either io: or mmio:'
        'kvm:x86_64'   | 'coalesce io: 1, mmio: 2, size: 4'    || 'coalesce takes either io: or mmio:'
        'kvm:x86_64'   | 'coalesce io: 0x10000, size: 4'       || 'a port is 65536, but must be from 0 to 65535'
        'qemu:arm64'   | 'coalesce io: 0x80, size: 4'          || 'is arm64'
        'qemu:ppc64'   | 'coalesce mmio: 0x10000000, size: 16' || 'coalesce needs KVM_CAP_COALESCED_MMIO, which board qemu:ppc64 (emulated) does not support'
    }

    def "the ring is one page of the board: #count entries in #pageSize bytes"() {
        given:
        def abi = Abi.of(table)
        def ring = CoalescedRing.of(abi, page, pageSize)
        def order = abi.order()
        def mapping = new HeapRegion(new byte[(page + 1) * pageSize], order)

        when: 'the kernel has added entries with consecutive addresses across the end of the ring'
        int from = ring.count() - 3
        (0..<7).each { mapping.putLong((long) ring.at() + ring.entries() + ((from + it) % ring.count()) * ring.size(), 0x1000L + it) }
        mapping.putInt((long) ring.at() + ring.first(), from)
        mapping.putInt((long) ring.at() + ring.last(), 4)
        def taken = new HeapRegion(ring.take(mapping), order)

        then:
        ring.at() == page * pageSize
        ring.count() == count
        (0..<7).collect { taken.getLong((long) it * ring.size()) } == (0..<7).collect { 0x1000L + it }
        taken.size() == 7 * ring.size()
        mapping.getInt((long) ring.at() + ring.first()) == 4
        ring.take(mapping).length == 0

        where:
        table     | page | pageSize || count
        'x86_64'  | 2    | 4096     || 170
        'arm64'   | 1    | 4096     || 170
        'arm64'   | 1    | 65_536   || 2730
        'ppc64'   | 1    | 65_536   || 2730
        'ppc64le' | 1    | 65_536   || 2730
    }

    private static final List<String> BOARDS = ['kvm:x86_64', 'exec:', 'qemu:x86_64']

    private static List<String> needs(String board) {
        board == 'exec:' ? ['kvm:x86_64', 'agent:x86_64'] : [board]
    }

    private static String named(String board) {
        board == 'exec:' ? "exec:${LocalAgent.program()} -" : board
    }
}
