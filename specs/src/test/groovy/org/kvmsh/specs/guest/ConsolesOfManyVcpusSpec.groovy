package org.kvmsh.specs.guest

import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.LocalAgent
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.Timeout

/**
 * What several vCPUs write is in one order, that of their exits: a guest in which each vCPU waits for the one before it gets what it
 * wrote in that order, wherever its exits are answered, and a handler finds all that was written before its exit.
 */
@Timeout(1200)
class ConsolesOfManyVcpusSpec extends Specification {
    /** Each vCPU waits until the byte at 0x2000 is its number in bl, does its OUT, passes the turn to cl, and repeats si times. */
    private static final String TURNS = '''
        memory at: 0, size: 64.KB
        load at: 0x1000, hex: """
            38 1e 00 20   # wait: cmp [0x2000], bl
            75 fa         # jne wait
            ee            # out dx, al
            88 0e 00 20   # mov [0x2000], cl
            4e            # dec si
            75 f2         # jnz wait
            eb fe         # stay here
        """
        def turns = { int id, int letter, int next, int times, int port = 0x3f8 ->
          vcpu(id) { real 0x1000; regs rax: letter, rbx: id, rcx: next, rdx: port, rsi: times }
        }
    '''

    @Sample(verify = 16)
    def "the output of three vCPUs that take turns is in turns too, on #board"() {
        given:
        Needed.orSkip(*needs(board))

        when:
        def result = Kvmsh.runShared('-q', '-b', named(board), '-e', """
            def m = vm {
              $TURNS
              turns 0, 0x41, 1, 300
              turns 1, 0x42, 2, 300
              turns 2, 0x43, 0, 300
              console io: 0x3f8
            }
            m.run until: { m.console.size() >= 900 }, within: 300.s
            println m.console == 'ABC' * 300 ? 'in turns' : m.console
        """)

        then:
        result.err == ''
        result.out.readLines().contains('in turns')

        where:
        board << BOARDS
    }

    def "a handler sees what the other vCPU wrote before the exit, on #board"() {
        given:
        Needed.orSkip(*needs(board))

        when:
        def result = Kvmsh.runShared('-q', '-b', named(board), '-e', """
            def seen = []
            def m = vm {
              $TURNS
              turns 0, 0x41, 1, 100
              turns 1, 0x42, 0, 100, 0x80
              console io: 0x3f8
              on(io: 0x80) { e -> seen << e.machine.console.size() }
            }
            m.run until: { seen.size() == 100 }, within: 300.s
            println seen == (1..100).toList() ? 'each saw all before' : seen
        """)

        then:
        result.err == ''
        result.out.readLines().contains('each saw all before')

        where:
        board << BOARDS
    }

    def "output is delivered while the guest makes no more exits, on #board"() {
        given:
        Needed.orSkip(*needs(board))

        when:
        def result = Kvmsh.runShared('-q', '-b', named(board), '-e', """
            def m = vm {
              $TURNS
              turns 0, 0x41, 0, 3
              console io: 0x3f8
            }
            m.run until: { m.console == 'AAA' }, within: 300.s
            println m.console
        """)

        then:
        result.err == ''
        result.out.readLines().contains('AAA')

        where:
        board << BOARDS
    }

    private static final List<String> BOARDS = ['kvm:x86_64', 'exec:', 'qemu:x86_64']

    private static List<String> needs(String board) {
        board == 'exec:' ? ['kvm:x86_64', 'agent:x86_64'] : [board]
    }

    private static String named(String board) {
        board == 'exec:' ? "exec:${LocalAgent.program()} -" : board
    }
}
