package org.kvmsh.specs.board

import org.kvmsh.bindings.remote.Op
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

/** What a handler writes to guest memory crosses the link once, however much it is. Pings and frames that are sent again are not counted as requests. */
@Timeout(120)
@Needs(['kvm:x86_64', 'agent'])
class WritesAreOneRequestSpec extends Specification {
    @AutoCleanup
    ListeningAgent agent = new ListeningAgent()

    @AutoCleanup
    TcpProxy proxy = new TcpProxy(agent.port)

    @AutoCleanup
    OnBoard on

    def "#text: #writes requests to write, #reads to read"() {
        given:
        on = new OnBoard(agent.board(ListeningAgent.TOKEN, proxy.port))
        on.run("""page = new byte[4096]
                  new Random(1).nextBytes(page)
                  m = vm {
                    memory at: 0, size: 64.KB
                    load at: 0x1000, hex: 'e6 80 f4'
                    vcpu(0) { real 0x1000 }
                    on(io: 0x80) { e -> $text }
                  }""")
        def before = requests(proxy.toBoard.toByteArray())

        when:
        on.run('m.run until: hlt')
        def after = requests(proxy.toBoard.toByteArray())

        then:
        after.count(Op.WRITE.kind()) - before.count(Op.WRITE.kind()) == writes
        after.count(Op.READ.kind()) - before.count(Op.READ.kind()) == reads
        on.run('(m.mem(0x4000, 4096).bytes as byte[]) == page') == same

        where:
        text                                             || writes | reads | same
        ''                                               || 0      | 0     | false
        'e.machine.mem 0x4000, bytes: page'              || 1      | 0     | true
        'mem 0x4000, bytes: page'                        || 1      | 0     | true
        'load at: 0x4000, bytes: page'                   || 1      | 0     | true
        'mem 0x4000, u32: [1] * 1024'                    || 1      | 0     | false
        'mem 0x4000, fill: 255, length: 4096'            || 1      | 0     | false
        'def x = mem(0x4000, 4096); x.u32(0); x.u32(4)'  || 0      | 1     | false
        'mem(0x4000, 4096).write page'                   || 1      | 1     | true
    }

    /** The kinds of the requests in a stream of frames, each once. */
    private static List<Integer> requests(byte[] stream) {
        Map<Integer, Integer> kinds = [:]
        def bounds = new FrameBounds()
        int start = 0
        stream.eachWithIndex { b, i ->
            if (bounds.take(b)) {
                kinds[(stream[start + 8] & 0xff) | (stream[start + 9] & 0xff) << 8 | (stream[start + 10] & 0xff) << 16 | (stream[start + 11] & 0xff) << 24] = stream[start + 4] & 0xff
                start = i + 1
            }
        }
        kinds.values() as List
    }
}
