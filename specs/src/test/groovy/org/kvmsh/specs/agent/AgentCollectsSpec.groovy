package org.kvmsh.specs.agent

import java.util.concurrent.TimeUnit
import org.kvmsh.specs.kit.LocalAgent
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.RawAgent
import org.kvmsh.specs.kit.RawGuest
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

import static org.kvmsh.specs.kit.RawAgent.*
import static org.kvmsh.specs.kit.Eventually.PATIENCE_S

/** Output of guests to collecting entries arrives completely, even if a guest writes a lot at once. */
@Timeout(600)
@Needs(['kvm:x86_64', 'agent:x86_64'])
class AgentCollectsSpec extends Specification {
    /** A port without a handler, and an entry of a table that collects what is written there. */
    static final int PORT = 0x80
    static final byte[] COLLECTS = bytes((int) RawGuest.ABI.constant('KVM_EXIT_IO'), 2, 1, (long) PORT, (long) PORT, 0L)

    Process process = new ProcessBuilder(LocalAgent.program(), '-').start()
    @AutoCleanup
    RawAgent agent = new RawAgent(process.inputStream, process.outputStream)

    def setup() {
        assert agent.ask(HELLO, VERSION, 77L, 60_000, new byte[16]) == 0
        assert agent.ask(LAYOUT, RawGuest.layoutBytes()) == 0
    }

    def cleanup() {
        process.destroy()
        process.waitFor(PATIENCE_S, TimeUnit.SECONDS)
    }

    def "80,000 bytes of string output"() {
        given: 'twice cld; mov si, 0x2000; mov cx, 40000; mov dx, PORT; rep outsb, then hlt'
        def guest = new RawGuest(agent)
        def text = new byte[40_000]
        new Random(1).nextBytes(text)
        def once = [0xfc, 0xbe, 0, 0x20, 0xb9, 0x40, 0x9c, 0xba, PORT, 0, 0xf3, 0x6e]
        guest.code(0x2000, text)
        guest.code(RawGuest.CODE, (once + once + [0xf4]) as byte[])
        int vcpu = guest.vcpu(0)
        agent.ask(TABLE, vcpu, 0, COLLECTS)

        when:
        def collected = new ByteArrayOutputStream()
        def results = []
        while (results.empty || results.last() == 1) {
            def reply = agent.call(RUN, vcpu, 0)
            results << reply.result
            chunks(reply, vcpu).each { collected.write(it) }
        }

        then:
        results.last() == 0
        collected.toByteArray() == bytes(text, text)
    }

    def "exits of 2 KiB each: no chunk exceeds its length field, and no vCPU waits for itself"() {
        given: 'a layout with the element count at the synchronized registers, where only this spec writes'
        def numbers = RawGuest.layout()
        int own = numbers[5] + 512
        numbers[11] = own
        def guest = new RawGuest(agent)
        guest.code(RawGuest.CODE, AgentRefusesWhatHarmsItSpec.WRITES_A_PORT_FOR_EVER)
        int vcpu = guest.vcpu(0)
        agent.ask(LAYOUT, RawGuest.layoutBytes(numbers))
        agent.ask(TABLE, vcpu, 0, COLLECTS)

        when:
        def replies = (1..200).collect { agent.call(RUN, vcpu, 0, own, 4, 2048) }

        then: 'the next reply takes the output above 4 KiB'
        replies.every { it?.result == 1 }
        replies.every { reply -> chunks(reply, vcpu)*.length.sum() == 2048 * reply.numbers().getLong(0) }
    }

    /** The bytes of each chunk of a reply's log, all of which are one vCPU's and of the table's first entry. */
    private static List<byte[]> chunks(Reply reply, int vcpu) {
        def numbers = reply.numbers()
        def chunks = []
        int end = numbers.getInt(16) + numbers.position(20).position()
        while (numbers.position() < end) {
            assert numbers.getInt() == vcpu
            def chunk = new byte[numbers.getShort() & 0xffff]
            assert numbers.getShort() == 0
            numbers.get(chunk)
            chunks << chunk
        }
        assert numbers.position() == end
        chunks
    }
}
