package org.kvmsh.specs.agent

import java.nio.ByteBuffer
import java.nio.ByteOrder
import org.kvmsh.bindings.remote.AgentProgram
import org.kvmsh.bindings.remote.ProgramLink
import org.kvmsh.bindings.remote.RemoteKernel
import org.kvmsh.specs.kit.Needed
import spock.lang.Specification
import spock.lang.Unroll

/** The agent of each architecture under qemu-user: the protocol is one, memory is in the board's own order. */
class AgentOfEveryArchitectureSpec extends Specification {
    @Unroll
    def "#machine: #table, #order, #bits bits"() {
        given:
        def emulator = "qemu-${machine == 'armv7l' ? 'arm' : machine}".toString()
        Needed.orSkip("agent:$machine", emulator)
        def agent = [Needed.program(emulator).toString(), new AgentProgram(System.getenv()).forMachine(machine).toString()]
        def kernel = RemoteKernel.connect(ProgramLink.start(agent + ['-']), '', 60_000, { })

        expect: "the handshake has the architecture's values, including its ioctl encoding"
        kernel.greeting().order() == order
        kernel.greeting().wordBits() == bits
        kernel.abi().table() == table

        and: 'values are in its byte order'
        def region = kernel.allocate(100_000).region()
        def bytes = new byte[80_000]
        new Random(3).nextBytes(bytes)
        region.write(5000, bytes)
        region.bytes(5000, bytes.length) == bytes
        region.putLong(0, 0x0102030405060708L)
        region.putInt(8, 0x0a0b0c0d)
        region.putShort(12, (short) 0x0e0f)
        ByteBuffer.wrap(region.bytes(0, 14)).order(order).with { [getLong(), getInt(), getShort()] } == [0x0102030405060708L, 0x0a0b0c0d, 0x0e0f as short]
        region.getLong(0) == 0x0102030405060708L

        and: 'a struct is sent with its ioctl and returned with the reply'
        int random = kernel.open('/dev/urandom')
        def count = kernel.allocate(4).region()
        def rndgetentcnt = kernel.abi().encoding().encode('READ', (int) 'R', 0, 4)
        kernel.ioctl(random, rndgetentcnt, count) == 0
        count.getInt(0) in 1..4096

        and: 'descriptors count in its order'
        int fd = kernel.eventfd(0)
        kernel.write(fd, ByteBuffer.allocate(8).order(order).putLong(3).array()) == 8
        def eight = new byte[8]
        kernel.poll(fd, 1, 100) == 1
        kernel.read(fd, eight) == 8
        ByteBuffer.wrap(eight).order(order).getLong() == 3

        and: "what proves a token is RFC 4231's test case 2"
        (agent + ['hmac-sha256', '4a656665', 'what do ya want for nothing?'.bytes.encodeHex().toString()]).execute().text.strip() ==
                '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'

        cleanup:
        kernel?.close()

        where:
        machine   | table     | order                    | bits
        'ppc64'   | 'ppc64'   | ByteOrder.BIG_ENDIAN     | 64
        's390x'   | 's390x'   | ByteOrder.BIG_ENDIAN     | 64
        'ppc64le' | 'ppc64le' | ByteOrder.LITTLE_ENDIAN  | 64
        'aarch64' | 'arm64'   | ByteOrder.LITTLE_ENDIAN  | 64
        'riscv64' | 'riscv64' | ByteOrder.LITTLE_ENDIAN  | 64
        'armv7l'  | 'arm'     | ByteOrder.LITTLE_ENDIAN  | 32
    }
}
