package org.kvmsh.specs.board

import java.nio.file.Files
import java.util.concurrent.TimeUnit
import org.kvmsh.bindings.kernel.BoardLost
import org.kvmsh.bindings.remote.AgentProgram
import org.kvmsh.bindings.remote.ProgramLink
import org.kvmsh.bindings.remote.RemoteKernel
import org.kvmsh.specs.kit.Needs
import spock.lang.Specification
import spock.lang.Timeout

import static org.kvmsh.specs.kit.Eventually.PATIENCE_S

/** With any errors on the line, a call returns its result or the one error that the board is lost. */
@Needs('agent:x86_64')
@Timeout(600)
class FaultyLinksSpec extends Specification {
    @Lazy
    static List<String> AGENT = [new AgentProgram(System.getenv()).forMachine('x86_64').toString(), '-']

    /** The echo of a terminal that nobody has made raw: control characters in caret notation. */
    static final FaultyLink.Line ECHO = { byte b, long at -> b >= 0 && b < 32 ? [(byte) '^', (byte) (b + 64)] as byte[] : [b] as byte[] }

    /** Calls of every kind, whose answers are known. */
    static void work(RemoteKernel kernel, int size) {
        def bytes = new byte[size]
        new Random(5).nextBytes(bytes)
        def region = kernel.allocate(Math.max(size, 4096)).region()
        region.write(0, bytes)
        def back = region.bytes(0, size)
        int fd = kernel.eventfd(2)
        int ready = kernel.poll(fd, 1, 0)
        def counted = new byte[8]
        int read = kernel.read(fd, counted)
        int closed = kernel.close(fd)
        def text = kernel.files().read('/proc/sys/kernel/ostype')
        region.close()
        assert back == bytes
        assert [ready, read, closed, text] == [1, 8, 0, 'Linux\n']
        assert counted[0] == 2
    }

    def "corrupted bytes are sent again: #direction, seed #seed"() {
        given:
        def link = new FaultyLink(ProgramLink.start(AGENT))
        def random = new Random(seed)
        long next = 300 + random.nextInt(3000)
        int flips = 8
        link[direction] = { byte b, long at ->
            if (at < next || flips == 0) {
                return [b] as byte[]
            }
            flips--
            next = at + 500 + random.nextInt(60_000)
            [(byte) (b ^ 1 << random.nextInt(8))] as byte[]
        } as FaultyLink.Line
        def kernel = RemoteKernel.connect(link, '', 60_000, { })

        expect:
        work(kernel, 200_000)

        cleanup:
        kernel?.close()

        where:
        [direction, seed] << [['toBoard', 'fromBoard'], Boolean.getBoolean('whole') ? 1..4 : 1..1].combinations()
    }

    def "lost or inserted bytes are recovered: #harm"() {
        given:
        def link = new FaultyLink(ProgramLink.start(AGENT))
        def random = new Random(7)
        int faults = 10
        FaultyLink.Line spoil = { byte b, long at ->
            at > 300 && faults > 0 && random.nextInt(20_000) == 0 ? (faults-- > 0 ? what.call(b) : null) : [b] as byte[]
        }
        link.toBoard = spoil
        link.fromBoard = spoil
        def kernel = RemoteKernel.connect(link, '', 60_000, { })

        expect:
        work(kernel, 60_000)

        cleanup:
        kernel?.close()

        where:
        harm                 | what
        'lost'               | { b -> new byte[0] }
        'twice'              | { b -> [b, b] as byte[] }
        'a message instead'  | { b -> '[   12.345678] kvm: a line in the middle\n'.bytes }
    }

    def "long replies and long writes arrive on a line that loses a byte in #often, at #rate B/s"() {
        given:
        def link = new FaultyLink(ProgramLink.start(AGENT))
        def random = new Random(11)
        int lost = 0
        FaultyLink.Line spoil = { byte b, long at ->
            boolean loses = at > 300 && random.nextInt(often) == 0
            lost += loses ? 1 : 0
            (loses ? [] : [b]) as byte[]
        }
        link.toBoard = spoil
        link.fromBoard = spoil
        def rated = rate == 0 ? link : new RatedLink(link, rate)
        def kernel = RemoteKernel.connect(rated, '', 60_000, { })
        def file = Files.createTempFile('faulty', '.bin')
        def bytes = new byte[100_000]
        random.nextBytes(bytes)
        Files.write(file, bytes)

        expect:
        work(kernel, 60_000)
        kernel.files().bytes(file.toString()) == bytes
        lost > 5

        cleanup:
        kernel?.close()
        Files.deleteIfExists(file)

        where:
        often  | rate
        20_000 | 0
        20_000 | 11_520
        5_000  | 11_520
    }

    def "a slow line that is dead for a moment costs a second or two, and not the session"() {
        given: 'whole requests, and what else is on the line, are lost for 300 ms'
        def link = new FaultyLink(ProgramLink.start(AGENT))
        def frames = new FrameBounds()
        long dead = Long.MAX_VALUE
        link.toBoard = { byte b, long at ->
            if (dead != Long.MAX_VALUE) {
                return (System.nanoTime() - dead < 300_000_000L ? [] : [b]) as byte[]
            }
            if (frames.take(b) && frames.count == 30) {
                dead = System.nanoTime()
            }
            [b] as byte[]
        } as FaultyLink.Line
        link.fromBoard = { byte b, long at -> (dead != Long.MAX_VALUE && System.nanoTime() - dead < 300_000_000L ? [] : [b]) as byte[] } as FaultyLink.Line
        def kernel = RemoteKernel.connect(new RatedLink(link, 11_520), '', 60_000, { })
        long began = System.nanoTime()

        when:
        50.times { work(kernel, 500) }

        then:
        dead != Long.MAX_VALUE
        System.nanoTime() - began < 10_000_000_000L

        cleanup:
        kernel?.close()
    }

    def "kernel messages between frames go to the console, and the frames are intact"() {
        given:
        def console = new StringBuffer()
        def frames = new FrameBounds()
        def link = new FaultyLink(ProgramLink.start(AGENT))
        link.fromBoard = { byte b, long at ->
            frames.take(b) ? [b, *'[    1.000000] kvm [1]: Hyp mode initialized\r\n'.bytes] as byte[] : [b] as byte[]
        } as FaultyLink.Line
        def kernel = RemoteKernel.connect(link, '', 60_000, { console << it })

        when:
        work(kernel, 100_000)
        kernel.close()

        then:
        frames.count > 5
        console.toString().readLines().unique() == ['[    1.000000] kvm [1]: Hyp mode initialized']
    }

    def "a board that is reset is lost as soon as its next kernel begins, whose line comes in two pieces"() {
        given: 'a line with the first boot before its frames, and after some of them the second boot'
        def frames = new FrameBounds()
        def boot = '[    0.000000] Linux version 6.1.0-13-arm64 (debian-kernel@lists.debian.org)\r\n'.bytes as List
        def link = new FaultyLink(ProgramLink.start(AGENT))
        link.fromBoard = { byte b, long at ->
            boolean end = frames.take(b)
            (at == 0 ? [*boot, b] : frames.count < 12 ? [b] : !end ? [] : frames.count == 12 ? boot.take(40) : boot.drop(40)) as byte[]
        } as FaultyLink.Line
        def kernel = RemoteKernel.connect(link, '', 60_000, { })
        long began = System.nanoTime()

        when:
        100.times { work(kernel, 500) }

        then:
        def lost = thrown(BoardLost)
        lost.message =~ /^the board was lost during .*: the board rebooted \(Linux version 6\.1\.0-13-arm64\)/
        System.nanoTime() - began < 20_000_000_000L

        cleanup:
        kernel?.close()
    }

    def "a kernel that boots for longer than a link may be silent is waited for"() {
        given: 'an agent that starts after three seconds with a line of the kernel in each half'
        def boot = 'for i in 1 2 3 4 5 6; do printf "[    $i.000000] device $i\\r\\n"; sleep 0.5; done; exec ' + "'${AGENT[0]}' -"

        when:
        def kernel = RemoteKernel.connect(ProgramLink.start(['sh', '-c', boot]), '', 1_000, { })

        then:
        work(kernel, 500)

        cleanup:
        kernel?.close()
    }

    def "a line that returns what it is sent has no agent: #how"() {
        given:
        def link = new FaultyLink(ProgramLink.start(['cat']))
        link.fromBoard = line
        long began = System.nanoTime()

        when:
        RemoteKernel.connect(link, '', 1_000, { })

        then:
        def lost = thrown(BoardLost)
        lost.message.readLines()[0] ==~ /no answer to the hello: its agent has not answered for \d+ s; the board echoes its input: .*/
        !lost.message.contains('^@')
        System.nanoTime() - began < 20_000_000_000L

        where:
        how                      | line
        'each byte'              | ({ byte b, long at -> [b] as byte[] } as FaultyLink.Line)
        'as a terminal shows it' | ECHO
    }

    def "a board whose agent no longer has the line is lost at once, even if no kernel is seen to boot"() {
        given: 'requests after some frames come back, as a terminal echoes them'
        def frames = new FrameBounds()
        def echoed = new ByteArrayOutputStream()
        def link = new FaultyLink(ProgramLink.start(AGENT))
        link.toBoard = { byte b, long at ->
            echoed.write(ECHO.pass(b, at))
            [b] as byte[]
        } as FaultyLink.Line
        link.fromBoard = { byte b, long at ->
            def back = echoed.toByteArray()
            echoed.reset()
            frames.take(b)
            (frames.count < 12 ? [b] : back) as byte[]
        } as FaultyLink.Line
        def kernel = RemoteKernel.connect(link, '', 60_000, { })
        long began = System.nanoTime()

        when:
        100.times { work(kernel, 500) }

        then:
        def lost = thrown(BoardLost)
        lost.isReboot()
        lost.message =~ /the board rebooted, or its agent ended: its serial line echoes requests/
        System.nanoTime() - began < 20_000_000_000L

        cleanup:
        kernel?.close()
    }

    def "a link cut at a frame's end, or seven bytes before or after, is one clear error and the agent exits: #direction"() {
        given: 'where the frames of some calls end'
        def ends = []
        def frames = new FrameBounds()
        def whole = new FaultyLink(ProgramLink.start(AGENT))
        whole[direction] = { byte b, long at ->
            if (frames.take(b)) {
                ends << at + 1
            }
            [b] as byte[]
        } as FaultyLink.Line
        RemoteKernel.connect(whole, '', 60_000, { }).with { work(it, 500); close() }
        def cuts = ends.collectMany { [it - 7, it, it + 7] } + [0, 1]

        expect:
        ends.size() > 8
        cuts.every { cut ->
            def program = ProgramLink.start(AGENT)
            def link = new FaultyLink(program)
            link[direction] = { byte b, long at -> at >= cut ? null : [b] as byte[] } as FaultyLink.Line
            try {
                RemoteKernel.connect(link, '', 60_000, { }).with { kernel -> 100.times { work(kernel, 500) } }
                assert false, "cut after $cut bytes and nothing was lost"
            } catch (BoardLost e) {
                assert e.message.contains('link')
            }
            link.close()
            program.program().onExit().get(PATIENCE_S, TimeUnit.SECONDS)
        }

        where:
        direction << ['toBoard', 'fromBoard']
    }

    def "a killed agent is one clear error"() {
        given:
        def program = ProgramLink.start(AGENT)
        def kernel = RemoteKernel.connect(program, '', 60_000, { })
        def region = kernel.allocate(10_000).region()

        when:
        program.program().destroyForcibly()
        region.getInt(0)

        then:
        def lost = thrown(BoardLost)
        lost.message.startsWith('the board was lost during a memory read: the link to its agent')

        and: 'the remaining objects here can be closed anyway'
        region.close()
        kernel.close()
        kernel.lost() != null
    }

    def "a silent agent is given up after the configured time"() {
        when:
        RemoteKernel.connect(ProgramLink.start(['sleep', '60']), '', 1_000, { })

        then:
        def lost = thrown(BoardLost)
        lost.message ==~ /no answer to the hello: its agent has not answered for \d+ s/
    }

    def "output of the program at the other end is reported"() {
        when:
        RemoteKernel.connect(ProgramLink.start(['sh', '-c', 'echo no such host >&2; exit 3']), '', 1_000, { })

        then:
        def lost = thrown(BoardLost)
        lost.message.readLines()[1..2]*.trim() == ['its last output:', 'no such host']
    }
}
