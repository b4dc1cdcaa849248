package org.kvmsh.specs.board

import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec
import org.kvmsh.bindings.kernel.Errno
import org.kvmsh.bindings.remote.ProgramLink
import org.kvmsh.bindings.remote.RemoteKernel
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.LocalAgent
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.RawAgent
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import static org.kvmsh.specs.board.ListeningAgent.TOKEN
import static org.kvmsh.specs.kit.Eventually.eventually
import static org.kvmsh.specs.kit.Eventually.PATIENCE_S

/** Anybody can connect to an agent over TCP: the token's proof, a time limit and one session at a time decide who has the board. */
@Timeout(600)
@Needs(['kvm', 'agent', 'gcc'])
class BoardAccessSpec extends Specification {
    static final List<String> ONE = ['-e', 'println kvm.ioctl(KVM_GET_API_VERSION)']

    @Shared @TempDir
    Path folder
    /** The agent, which waits for a proof less than a second. */
    @Shared
    String hasty
    /** The agent, which has a minute for a proof and answers a wrong one after less than a second. */
    @Shared
    String patient

    def setupSpec() {
        hasty = agent('hasty', '-DPROOF_MS=700', '-DWRONG_MS=50')
        patient = agent('patient', '-DPROOF_MS=60000', '-DWRONG_MS=150')
    }

    private String agent(String name, String... limits) {
        def program = folder.resolve(name).toString()
        assert new ProcessBuilder('gcc', '-O1', '-pthread', *limits, '-o', program, Kvmsh.ROOT.resolve('bindings/src/main/c/kvmsh-agent.c').toString())
                .inheritIO().start().waitFor() == 0
        program
    }

    private static String hmac(String key, String data) {
        def process = [LocalAgent.program(), 'hmac-sha256', key, data].execute()
        process.text.strip()
    }

    def "the agent's HMAC-SHA-256 matches RFC 4231, test case #number"() {
        expect:
        hmac(key, data).startsWith(sum)

        where:
        number | key        | data                                                                                                 || sum
        1      | '0b' * 20  | 'Hi There'.bytes.encodeHex().toString()                                                              || 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'
        2      | '4a656665' | 'what do ya want for nothing?'.bytes.encodeHex().toString()                                          || '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
        3      | 'aa' * 20  | 'dd' * 50                                                                                            || '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe'
        4      | (1..25).collect { String.format('%02x', it) }.join() | 'cd' * 50                                                  || '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b'
        5      | '0c' * 20  | 'Test With Truncation'.bytes.encodeHex().toString()                                                  || 'a3b6167473100ee06e0c796c2955552b'
        6      | 'aa' * 131 | 'Test Using Larger Than Block-Size Key - Hash Key First'.bytes.encodeHex().toString()                || '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54'
        7      | 'aa' * 131 | ('This is a test using a larger than block-size key and a larger than block-size data. ' +
                'The key needs to be hashed before being used by the HMAC algorithm.').bytes.encodeHex().toString()              || '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2'
    }

    def "the agent's HMAC-SHA-256 matches the JDK's for all lengths of data and key around a block's"() {
        given:
        def random = new Random(4)

        expect:
        ((0..10) + (50..70) + (110..130)).every { length ->
            def key = new byte[1 + random.nextInt(140)]
            def data = new byte[length]
            [key, data].each { random.nextBytes(it) }
            def mac = Mac.getInstance('HmacSHA256').tap { init(new SecretKeySpec(key, it.algorithm)) }
            hmac(key.encodeHex().toString(), data.encodeHex().toString()) == mac.doFinal(data).encodeHex().toString()
        }
    }

    def "any number of silent connections leave the board available"() {
        given:
        def agent = new ListeningAgent()
        def silent = (1..40).collect { agent.connect() }

        expect:
        Kvmsh.run('-b', agent.board(), *ONE).out.endsWith('\n12\n')
        agent.serving().size() <= 16

        cleanup:
        silent*.close()
        agent.close()
    }

    def "a connection that has not proved the token in time is closed: #what"() {
        given:
        def agent = new ListeningAgent(hasty)
        def socket = agent.connect()
        socket.soTimeout = PATIENCE_S * 1000

        when:
        def rest = untilClosed(socket, says)

        then:
        rest.length == 0 || rest.length > 32
        eventually { agent.serving().empty }

        cleanup:
        socket.close()
        agent.close()

        where:
        what                       | says
        'it says nothing'          | new byte[0]
        'it says half a hello'     | Arrays.copyOf(hello(), 30)
        'it says hello, no more'   | hello()
        'it asks without a proof'  | RawAgent.bytes(hello(), RawAgent.frame(RawAgent.FILE, 1, '/etc/hostname'.bytes))
        'it sends noise'           | new byte[100_000]
    }

    /** The received bytes; none if the connection was reset because the agent had not read everything written. */
    private static byte[] untilClosed(Socket socket, byte[] says) {
        try {
            socket.outputStream.write(says)
            socket.inputStream.readAllBytes()
        } catch (SocketTimeoutException e) {
            throw e
        } catch (SocketException e) {
            new byte[0]
        }
    }

    private static byte[] hello() {
        RawAgent.frame(RawAgent.HELLO, 0, RawAgent.bytes(RawAgent.VERSION, 5L, 60_000, new byte[16]))
    }

    def "a board serves one session; another kvmsh is told who has it, and gets it afterwards"() {
        given:
        def agent = new ListeningAgent()
        def first = new ProcessBuilder(StartedKvmsh.command(['-b', agent.board(), '-e', 'println "has it"; System.in.read()'])).start()
        def lines = first.inputReader()
        while (lines.readLine() != 'has it') { }

        when:
        def second = Kvmsh.run('-b', agent.board(), *ONE)

        then:
        second.status == 1
        second.err ==~ /kvmsh: tcp:127\.0\.0\.1:\d+: its agent is busy: the kvmsh at 127\.0\.0\.1:\d+ is using the board\n/

        when:
        first.outputStream.close()
        first.waitFor(PATIENCE_S, TimeUnit.SECONDS)

        then:
        Kvmsh.run('-b', agent.board(), *ONE).out.endsWith('\n12\n')

        cleanup:
        first?.destroyForcibly()
        agent.close()
    }

    def "sessions that follow each other immediately do not overlap"() {
        given:
        def agent = new ListeningAgent()

        expect:
        (1..20).every { Kvmsh.run('-b', agent.board(), *ONE).out.endsWith('\n12\n') }

        cleanup:
        agent.close()
    }

    def "a wrong token costs a second, and the user is told"() {
        given:
        def agent = new ListeningAgent()
        long began = System.nanoTime()

        when:
        def result = Kvmsh.run('-b', agent.board('guessed'), *ONE)

        then:
        result.err == "kvmsh: tcp:127.0.0.1:$agent.port: its agent needs a different token\n"
        System.nanoTime() - began > 1_000_000_000
        eventually { agent.said() == 'kvmsh-agent: wrong token from 127.0.0.1\n' }

        and:
        Kvmsh.run('-b', "tcp:127.0.0.1:$agent.port", *ONE).err == "kvmsh: tcp:127.0.0.1:$agent.port: its agent needs a token: set KVMSH_TOKEN in the environment, or add ?token=TOKEN to the board name\n"
        Kvmsh.runWith([KVMSH_TOKEN: TOKEN], '', '-b', "tcp:127.0.0.1:$agent.port", *ONE).out.endsWith('\n12\n')

        cleanup:
        agent.close()
    }

    def "each wrong token is answered later than the one before, and the right one is accepted at once"() {
        given:
        def agent = new ListeningAgent(patient)

        when:
        def millis = (1..7).collect { number ->
            long began = System.nanoTime()
            assert Kvmsh.run('-b', agent.board('guessed'), *ONE).err.contains('its agent needs a different token')
            long took = (System.nanoTime() - began).intdiv(1_000_000)
            assert eventually { agent.said().readLines().size() == number }
            took
        }

        then:
        millis[0] >= 150 && millis[1] >= 300 && millis.drop(2).every { it >= 600 }
        Kvmsh.run('-b', agent.board(), *ONE).out.endsWith('\n12\n')

        when: 'somebody goes on guessing'
        def guesses = new Thread({ 12.times { Kvmsh.run('-b', agent.board('guessed'), *ONE) } } as Runnable).tap { start() }

        then: 'the owner works beside that'
        (1..8).every { Kvmsh.run('-b', agent.board(), *ONE).out.endsWith('\n12\n') }

        cleanup:
        guesses?.interrupt()
        guesses?.join()
        agent.close()
    }

    def "the token does not cross the link, and a replayed handshake is rejected"() {
        given:
        def agent = new ListeningAgent()
        def proxy = new TcpProxy(agent.port)
        Kvmsh.run('-b', agent.board(TOKEN, proxy.port), *ONE)
        def sent = proxy.toBoard.toByteArray()
        def came = proxy.fromBoard.toByteArray()

        when: 'the same bytes are sent again'
        def raw = eventually { agent.serving().empty } ? agent.connect() : null
        raw.soTimeout = PATIENCE_S * 1000
        raw.outputStream.write(sent)
        def replies = new DataInputStream(raw.inputStream)
        def challenge = new byte[20 + 12 + 32 + 8]
        replies.readFully(challenge)
        def answer = raw.inputStream.readAllBytes()

        then:
        ![sent, came].any { new String(it, 'ISO-8859-1').contains(TOKEN) }
        answer.length == 20 + 12 + 8
        ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN).getLong(20) == Errno.EACCES.negative()

        cleanup:
        raw?.close()
        proxy.close()
        agent.close()
    }

    def "kvmsh rejects a program that does not prove the token: #what"() {
        given:
        def server = new ServerSocket(0, 5, InetAddress.loopbackAddress)
        def thread = Thread.startDaemon {
            def socket = server.accept()
            socket.inputStream.readNBytes(20 + 32 + 8)
            socket.outputStream.write(reply(RawAgent.HELLO, 0, first))
            socket.inputStream.readNBytes(20 + 32 + 8)
            socket.outputStream.write(reply(RawAgent.PROVE, 1, [0L, new byte[200]]))
            socket.inputStream.readAllBytes()
        }

        expect:
        Kvmsh.run('-b', "tcp:127.0.0.1:$server.localPort?token=x", *ONE).err == "kvmsh: tcp:127.0.0.1:$server.localPort: $says\n"

        cleanup:
        server.close()

        where:
        what                                  | first                 || says
        'it asks for none'                    | [0L, new byte[100]]   || 'its agent does not ask for a token, but one was given: it is not the agent that was started with this token'
        'it takes any, and can prove nothing' | [1L, new byte[32]]    || 'its agent did not prove that it knows the token'
    }

    private static byte[] reply(int kind, int id, List parts) {
        RawAgent.frame(kind | RawAgent.REPLY, id, RawAgent.bytes(parts[0], (parts[1] as byte[]).length, parts[1]))
    }

    def "a client that connects to kvmsh without the token, or sends nothing, does not become the board"() {
        given:
        int port = new ServerSocket(0).withCloseable { it.localPort }
        def strangers = []
        Thread.startDaemon {
            eventually { try { strangers << new Socket('127.0.0.1', port) } catch (ConnectException e) { } ; strangers.size() == 3 }
            strangers << ListeningAgent.connecting(port, 'guessed')
            sleep 300
            strangers << ListeningAgent.connecting(port, TOKEN)
        }

        expect:
        Kvmsh.runWith([KVMSH_TOKEN: TOKEN], '', '-b', "listen:127.0.0.1:$port", *ONE).out.endsWith('\n12\n')

        cleanup:
        strangers.each { it instanceof Process ? it.destroyForcibly() : it.close() }
    }

    def "an agent that connects with a wrong token gets an error, and so does the user"() {
        given:
        int port = new ServerSocket(0).withCloseable { it.localPort }
        def agent = ListeningAgent.connecting(port, 'guessed')

        when:
        def result = Kvmsh.run('-b', "listen:127.0.0.1:$port?token=right&wait=4", *ONE)

        then:
        result.status == 1
        result.err == "kvmsh: listen:127.0.0.1:$port: no agent connected to 127.0.0.1:$port in 4 s with this token; 127.0.0.1: its agent needs a different token; " +
                "on the board run: KVMSH_TOKEN=TOKEN kvmsh-agent connect:127.0.0.1:$port\n"
        agent.waitFor() == 1
        agent.errorReader().text == "kvmsh-agent: kvmsh at 127.0.0.1:$port has another token\n"

        and:
        Kvmsh.run('-b', "listen:127.0.0.1:$port", *ONE).err ==
                "kvmsh: listen:127.0.0.1:$port needs a token: set KVMSH_TOKEN or add ?token=TOKEN; without one, anyone who connects could pose as the board\n"
    }

    @Requires(value = { BoardAccessSpec.address() }, reason = 'no address of this machine but the loopback one')
    def "over a network, both ends warn that the link is clear text and suggest ssh"() {
        given:
        def own = address()
        def agent = new ListeningAgent(LocalAgent.program(), '0.0.0.0')

        when:
        def result = Kvmsh.run('-b', "tcp:$own:$agent.port?token=${TOKEN.replace(' ', '%20')}", *ONE)

        then:
        result.out.endsWith('\n12\n')
        result.err == "kvmsh: warning: tcp:$own:$agent.port is neither encrypted nor authenticated after the handshake: anyone on the network path can read and change it; " +
                "use ssh -L $agent.port:127.0.0.1:$agent.port $own, then -b tcp:127.0.0.1:$agent.port\n"
        agent.said() == 'kvmsh-agent: warning: 0.0.0.0: a TCP link is neither encrypted nor authenticated after its hello; use 127.0.0.1 and ssh -L or -R\n'

        cleanup:
        agent.close()
    }

    static String address() {
        NetworkInterface.networkInterfaces().flatMap { it.inetAddresses() }.filter { it instanceof Inet4Address && !it.loopbackAddress }.findFirst().map { it.hostAddress }.orElse(null)
    }

    def "sessions end with the agent that listens"() {
        given:
        def agent = new ListeningAgent()
        def socket = agent.connect()
        eventually { agent.serving().size() == 1 }
        def serving = agent.serving()

        when:
        agent.process.destroyForcibly().waitFor()

        then:
        serving.size() == 1
        serving.every { it.onExit().get(PATIENCE_S, TimeUnit.SECONDS) }

        cleanup:
        socket.close()
        agent.close()
    }

    def "a token in the environment is used only for TCP"() {
        given:
        def link = ProgramLink.start(['env', "KVMSH_TOKEN=$TOKEN".toString(), LocalAgent.program(), '-'])

        expect:
        RemoteKernel.connect(link, '', 60_000, { }).with { kernel -> kernel.greeting().arch() && kernel.close() == null }
    }
}
