package org.kvmsh.specs.agent

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.kvmsh.bindings.kernel.Errno
import org.kvmsh.specs.kit.LocalAgent
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.RawAgent
import org.kvmsh.specs.kit.RawGuest
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import static org.kvmsh.specs.kit.RawAgent.*
import static org.kvmsh.specs.kit.Eventually.PATIENCE_S

/** Requests that kvmsh itself never makes get an errno; the agent lives and answers the next one. */
@Timeout(600)
@Needs(['kvm:x86_64', 'agent:x86_64'])
class AgentRefusesWhatHarmsItSpec extends Specification {
    /** out 0x80, al; jmp to it */
    static final byte[] WRITES_A_PORT_FOR_EVER = [0xe6, 0x80, 0xeb, 0xfc] as byte[]
    /** mov ax, 0x2000; mov ds, ax; mov [0], al; hlt: a byte to 0x20000, where no memory is */
    static final byte[] WRITES_ONCE_WHERE_NO_MEMORY_IS = [0xb8, 0, 0x20, 0x8e, 0xd8, 0xa2, 0, 0, 0xf4] as byte[]

    /** include/uapi/asm-generic/errno.h; no call of KVM returns it. */
    static final long EPROTO = -71

    @TempDir
    Path folder

    Process process = new ProcessBuilder(command()).start()
    @AutoCleanup
    RawAgent agent = new RawAgent(process.inputStream, process.outputStream)

    def setup() {
        assert agent.ask(HELLO, VERSION, 77L, 60_000, new byte[16]) == 0
        assert agent.ask(LAYOUT, RawGuest.layoutBytes()) == 0
    }

    def cleanup() {
        def answers = agent.ask(PING) == 0
        agent.close()
        assert answers && agent.faults.empty
        assert process.waitFor(PATIENCE_S, TimeUnit.SECONDS) && process.exitValue() == 0
    }

    static List<String> command() {
        [LocalAgent.program(), '-']
    }

    private static long negative(Errno errno) {
        errno.negative()
    }

    def "a run without a descriptor after a vCPU was unmapped is EBADF"() {
        given:
        def guest = new RawGuest(agent)
        int vcpu = guest.createVcpu(0)
        long run = guest.map(vcpu)

        expect:
        agent.ask(UNMAP, run, guest.kvmRunSize) == 0
        agent.ask(RUN, -1, 0) == negative(Errno.EBADF)
        agent.ask(RUN, vcpu, 0) == negative(Errno.EBADF)
    }

    def "closing a vCPU's descriptor ends its thread and frees the number"() {
        given:
        def guest = new RawGuest(agent)
        guest.code(RawGuest.CODE, [0xf4] as byte[])
        int vcpu = guest.vcpu(0)

        expect:
        agent.ask(CLOSE, vcpu) == 0
        agent.ask(RUN, vcpu, 0) == negative(Errno.EBADF)

        when:
        int second = guest.vcpu(1)

        then:
        second == vcpu
        agent.ask(RUN, second, 0) == 0
    }

    def "an MMIO exit with an invalid length is left to kvmsh, not to the answer table"() {
        given: 'a layout with the address at the offset of the length'
        def numbers = RawGuest.layout()
        numbers[17] = numbers[15]
        def guest = new RawGuest(agent)
        guest.code(RawGuest.CODE, WRITES_ONCE_WHERE_NO_MEMORY_IS)
        int vcpu = guest.vcpu(0)
        int mmio = RawGuest.ABI.constant('KVM_EXIT_MMIO')

        when:
        agent.ask(LAYOUT, RawGuest.layoutBytes(numbers))
        agent.ask(TABLE, vcpu, 0, mmio, 3, 2, 0L, 1L << 40, 0L)
        def reply = agent.call(RUN, vcpu, 0)

        then:
        reply.result == 0
        reply.numbers().with { [getLong(), getLong(), getInt()] } == [0L, 0L, 0]
        reply.data.length > 20
    }

    def "memory in use by a running vCPU cannot be changed: #what"() {
        given:
        def guest = new RawGuest(agent)
        guest.code(RawGuest.CODE, WRITES_A_PORT_FOR_EVER)
        int vcpu = guest.createVcpu(0)
        long page = guest.map(vcpu)
        guest.start(vcpu, RawGuest.CODE)
        int io = RawGuest.ABI.constant('KVM_EXIT_IO')
        byte[] table = bytes(vcpu, 0, io, 3, 0, 0L, 0xffffL, 0L)
        agent.ask(TABLE, table)
        int run = agent.send(RUN, bytes(vcpu, 0))

        when:
        def answers = (1..20).collect { agent.ask(kind, request(guest, vcpu, page)) }

        then:
        answers.unique() == [negative(Errno.EBUSY)]

        and: 'a kick ends the run, and then it can be changed'
        agent.ask(KICK, vcpu) == 0
        agent.await(run).result == negative(Errno.EINTR)
        agent.ask(kind, request(guest, vcpu, page)) == 0

        where:
        what                  | kind   | request
        'the layout'          | LAYOUT | { g, v, p -> RawGuest.layoutBytes() }
        'the table'           | TABLE  | { g, v, p -> bytes(v, 0, 0, 3, 0, 0L, 0xffffL, 0L) }
        'the ring'            | RING   | { g, v, p -> bytes(v, 0, 0, 0, 0, 0, 0) }
        'its kvm_run'         | WRITE  | { g, v, p -> bytes(p, 0, 1, [0] as byte[]) }
        'kvm_run by mapping'  | UNMAP  | { g, v, p -> bytes(p, g.kvmRunSize) }
        'its descriptor'      | CLOSE  | { g, v, p -> bytes(v) }
    }

    def "KVM_RUN sent as an ordinary ioctl would block the agent: EOPNOTSUPP"() {
        given:
        def guest = new RawGuest(agent)
        int vcpu = guest.vcpu(0)

        expect:
        agent.ask(IOCTL, vcpu, RawGuest.request('KVM_RUN'), 0L) == negative(Errno.EOPNOTSUPP)
    }

    def "a request that hangs in the kernel ends the session after kvmsh's timeout: #timeout"() {
        given: 'a vCPU whose kvm_run is not mapped, so that KVM_RUN blocks the agent, and whose guest jumps to itself'
        def hanging = new ProcessBuilder(command()).start()
        def other = new RawAgent(hanging.inputStream, hanging.outputStream)
        assert other.ask(HELLO, VERSION, 78L, 600_000, new byte[16], *timeout) == 0
        def guest = new RawGuest(other)
        guest.code(RawGuest.CODE, [0xeb, 0xfe] as byte[])
        int vcpu = guest.createVcpu(0)
        guest.start(vcpu, RawGuest.CODE)

        when:
        other.send(IOCTL, RawAgent.bytes(vcpu, RawGuest.request('KVM_RUN'), 0L))
        other.flush()

        then:
        hanging.waitFor(6, TimeUnit.SECONDS) == ends

        cleanup:
        hanging?.destroyForcibly()
        other?.close()

        where:
        timeout || ends
        [2000]  || true
        []      || false
    }

    def "memory beyond the end of its file is EFAULT"() {
        given:
        def file = Files.writeString(folder.resolve('short'), 'abc')
        int fd = agent.ask(OPEN, file.toString())
        long at = agent.ask(MAP, fd, 0, 8192L, 0L)

        expect:
        agent.ask(READ, at, 3) == 0
        agent.ask(READ, at + 4096, 1) == negative(Errno.EFAULT)
        agent.ask(WRITE, at + 4096, 0, 1, [1] as byte[]) == negative(Errno.EFAULT)
        agent.ask(IOCTL_STRUCT, fd, 0, at + 4096, at + 4096, 4 | COMES_BACK, 0) == negative(Errno.EFAULT)
        agent.ask(MAP, fd, 1, 8192L, 0L) == negative(Errno.EFAULT)
    }

    def "a request that is too short is EPROTO: #kind"() {
        expect:
        agent.ask(kind, new byte[length]) == EPROTO

        where:
        kind << [LAYOUT, CLOSE, IOCTL, IOCTL_STRUCT, MAP, ALLOCATE, UNMAP, READ, WRITE, EVENTFD, READ_FD, WRITE_FD, POLL, RUN, KICK, TABLE, RING, READ_AT, WRITE_AT, FALLOCATE, STATUS, HARVEST, FILE_REST]
        length << [91, 3, 15, 15, 23, 7, 15, 11, 7, 3, 7, 3, 7, 7, 3, 3, 27, 15, 11, 23, 3, 31, 7]
    }

    def "the agent's own descriptors are EBADF: #fd"() {
        expect:
        agent.ask(CLOSE, fd) == negative(Errno.EBADF)
        agent.ask(READ_FD, fd, 1) == negative(Errno.EBADF)

        where:
        fd << [-1, 0, 1, 2]
    }

    @Requires(value = { new File('/proc/self/limits').readLines().find { it.startsWith('Max open files') }.tokenize()[4].toLong() > 2000 }, reason = 'fewer than 2,000 open files are allowed here: ulimit -H -n')
    def "a board can use as many descriptors as the system allows"() {
        given:
        process.destroy()
        process = new ProcessBuilder(['sh', '-c', 'ulimit -S -n 64; exec "$@"', 'sh', *command()]).start()
        agent = new RawAgent(process.inputStream, process.outputStream)
        setup()

        expect:
        (1..1500).collect { agent.send(EVENTFD, bytes(0)) }.every { agent.await(it).result > 0 }
    }
}
