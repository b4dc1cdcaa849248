package org.kvmsh.specs.board

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.LocalAgent
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OpenFiles
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import static org.kvmsh.specs.kit.Eventually.eventually

/**
 * A link that ends after any byte of a session, in either direction: one error that names the board's current operation, and nothing left
 * behind. The property link.cuts is the distance between two cuts; 1 is every byte.
 */
@Timeout(7200)
@Needs(['kvm:x86_64', 'agent'])
class LinksCutAnywhereSpec extends Specification {
    static final String SCRIPT = '''
        def m = vm {
          memory at: 0, size: 64.KB
          load at: 0x1000, hex: 'ec 40 f4'   // in al, dx; inc ax; hlt
          vcpu(0) { real 0x1000; regs rdx: 0x60 }
          on(io: 0x60) { e -> 41 }
        }
        m.run until: hlt
        '''
    /** 59 is shorter than any frame: each request and each reply is cut somewhere. */
    static final int STEP = Integer.getInteger('link.cuts', 59)
    /** What a lost link reads as; the board's name and the place in a script come before. */
    static final String LOST = /(the board was lost during [^:]+|no answer to the (hello|token check)): the link to its agent (was closed|broke)(: [\w ]+)?/
    static final String RESTARTED = /tcp:[0-9.:]+ \(remote\), lost; connecting to it again/

    @Shared @TempDir
    Path folder
    @Shared @AutoCleanup
    ListeningAgent agent = new ListeningAgent()
    @Shared @AutoCleanup
    TcpProxy proxy = new TcpProxy(agent.port)

    private static List<Integer> cuts(int size, int closely) {
        // A long session is cut closely where it begins, and elsewhere as often as a short one.
        def far = STEP == 1 ? 1 : Math.max(STEP, size.intdiv(40))
        ((0..<Math.min(size, closely)).step(STEP) + (closely < size ? (closely..<size).step(far) : [])) as List<Integer>
    }

    /** The threads of links; those of the boards that other specs of this JVM keep open are among them. */
    private static Set<Thread> linkThreads() {
        Thread.allStackTraces.keySet().findAll { it.name.startsWith('kvmsh-link') }
    }

    private static int sockets() {
        OpenFiles.count { it.startsWith('socket:') }
    }

    private static String timeless(String text) {
        text.replaceAll(/ in [0-9.]+ m?s/, '')
    }

    private Kvmsh.Result run(List<String> command, String direction, long cut) {
        proxy.cutToBoard = direction == 'toBoard' ? cut : Long.MAX_VALUE
        proxy.cutFromBoard = direction == 'fromBoard' ? cut : Long.MAX_VALUE
        Kvmsh.run(command as String[])
    }

    @Sample(of = 3)
    def "#what, cut #direction: one clear error"() {
        given:
        def file = Files.writeString(folder.resolve('cut.groovy'), "test('one') { $SCRIPT; expect { m.regs.rax == 42 } }\n").toString()
        def command = arguments.call(agent.board(ListeningAgent.TOKEN, proxy.port), file)
        def whole = run(command, direction, Long.MAX_VALUE)
        int before = sockets()
        def others = linkThreads()
        int size = proxy."$direction".size()
        def lost = cuts(size, 450)
        def wrong = [:].withDefault { [] }

        when:
        lost.each { cut ->
            def result = run(command, direction, cut)
            def text = result.out + result.err
            // A cut after the last value only affects the closing, which changes nothing.
            boolean ended = result.status == whole.status && timeless(result.out) == timeless(whole.out) && result.err == ''
            // Before the first test the board is connected to again, and nothing is lost.
            boolean restarted = result.status == whole.status && result.out.readLines().findAll { !(it ==~ RESTARTED) } == whole.out.readLines()
            boolean said = result.status in statuses && text =~ /(?m)$pattern/ && (text =~ LOST).size() == 1
            if (!ended && !said && !restarted || text =~ /\tat |Exception|defect/) {
                wrong["$result.status\n$text".toString()] << cut
            }
        }
        println "$what, $direction: ${lost.size()} cuts of $size bytes, ${wrong.values().sum { it.size() } ?: 0} wrong"

        then:
        whole.status == 0
        size > 2000
        wrong == [:]

        and: 'nothing is left behind, here and there'
        eventually { (linkThreads() - others).empty }
        eventually { agent.serving().empty }
        eventually { sockets() <= before }

        where:
        [[what, statuses, pattern, arguments], direction] << [[
            ['-e', [1], /^(kvmsh: tcp:[0-9.:]+: |-e:\d+:\d+: )$LOST\n( .*\n +\^\n)?\z/, { b, f -> ['-b', b, '-q', '-e', SCRIPT] }],
            ['test', [1, 2], /^(tcp:[0-9.:]+ is not available: tcp:[0-9.:]+: |.*)$LOST$/, { b, f -> ['test', '-b', b, f] }],
            ['boards facts', [1], /\Akvmsh boards: tcp:[^ ]+: $LOST\n\z/, { b, f -> ['boards', 'facts', b] }],
        ], ['toBoard', 'fromBoard']].combinations()
    }

    @Sample(of = 4)
    def "the same for the streams of a command: exec:#command"() {
        when:
        def result = Kvmsh.run('-b', "exec:$command", '-q', '-e', SCRIPT)

        then:
        result.status == 1
        (result.err =~ LOST).size() == 1
        !(result.err =~ /\tat |Exception|defect/)

        where:
        command << [0, 100, 250, 290, 350, 1200].collectMany { ["head -c $it | '${LocalAgent.program()}' -", "'${LocalAgent.program()}' - | head -c $it"] }
    }
}
