package org.kvmsh.specs.agent

import java.nio.ByteBuffer
import java.nio.ByteOrder
import org.kvmsh.bindings.remote.AgentRefusal
import org.kvmsh.bindings.remote.Link
import org.kvmsh.bindings.remote.RemoteKernel
import org.kvmsh.specs.kit.RawAgent
import spock.lang.AutoCleanup
import spock.lang.Specification

/** A kvmsh and an agent of different versions work together, or kvmsh says which agent to install. */
class AgentVersionsSpec extends Specification {
    static final long EPROTO = -71
    static final byte[] BOARD = RawAgent.bytes(2, 0x01020304, 64, 4096, 0xae01, (int) 0x8004ae01, 0x4004ae01, 'x86_64\0', '3.2.0\0', 'old\0')

    @AutoCleanup
    ServerSocket server = new ServerSocket(0, 1, InetAddress.loopbackAddress)

    def "an agent that refuses the hello of this version is named with its own"() {
        given:
        agent(version) { kind -> kind == RawAgent.HELLO ? [EPROTO, new byte[0]] : null }

        when:
        connect()

        then:
        def e = thrown(AgentRefusal)
        e.message == "its agent uses version $version of the protocol, but this kvmsh uses version 2; copy this kvmsh's agent to the board; to print its path: kvmsh boards agent ARCH"

        where:
        version << [1, 3]
    }

    def "an agent that #tells works"() {
        given:
        agent(2) { kind -> [0L, kind == RawAgent.HELLO ? RawAgent.bytes(BOARD, more) : new byte[kind == RawAgent.STATUS ? 24 : 0]] }
        def kernel = connect()

        expect:
        kernel.open('/dev/null') == 0
        kernel.status(3).errno() == 0

        cleanup:
        kernel?.close()

        where:
        tells                         | more
        'does not tell what it knows' | new byte[0]
        'knows what is newer'         | RawAgent.bytes(99, 'and more')
    }

    def "a request that the agent does not know is not sent"() {
        given:
        agent(2) { kind -> assert kind < RawAgent.FALLOCATE; [0L, kind == RawAgent.HELLO ? RawAgent.bytes(BOARD, 27) : new byte[0]] }
        def kernel = connect()

        when:
        kernel.status(3)

        then:
        def e = thrown(AgentRefusal)
        e.message == 'its agent is older than this kvmsh and does not support fstat; copy this kvmsh\'s agent to the board; to print its path: kvmsh boards agent ARCH'

        and: 'the board can still be used'
        kernel.open('/dev/null') == 0

        cleanup:
        kernel?.close()
    }

    private RemoteKernel connect() {
        def socket = new Socket(server.inetAddress, server.localPort)
        RemoteKernel.connect([input: { socket.inputStream }, output: { socket.outputStream }, lastWords: { '' }, end: { '' }, bytesPerSecond: { 0 }, close: { socket.close() }] as Link, '', 5000, { })
    }

    /** Answers each request with a result and data. */
    private void agent(int version, Closure<List> answer) {
        Thread.startDaemon {
            try {
                def socket = server.accept()
                def requests = new DataInputStream(socket.inputStream)
                while (true) {
                    def head = new byte[RawAgent.HEAD]
                    requests.readFully(head)
                    def numbers = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN)
                    int length = numbers.getInt(12)
                    requests.readNBytes(length == 0 ? 0 : length + 8)
                    def (result, data) = answer(head[4] & 0xff)
                    def payload = RawAgent.bytes(result, (data as byte[]).length, data)
                    def checked = RawAgent.bytes(head[4] & 0xff | RawAgent.REPLY | version << 8, numbers.getInt(8), payload.length)
                    socket.outputStream.write(RawAgent.bytes(Arrays.copyOf(head, 4), checked, (int) (RawAgent.check(checked) >>> 32), payload, RawAgent.check(payload)))
                }
            } catch (IOException ignored) {
                // kvmsh has closed the connection.
            }
        }
    }
}
