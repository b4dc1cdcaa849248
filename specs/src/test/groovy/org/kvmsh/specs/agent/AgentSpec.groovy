package org.kvmsh.specs.agent

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.kernel.Errno
import org.kvmsh.bindings.kvm.Argument
import org.kvmsh.bindings.kvm.Exit
import org.kvmsh.bindings.kvm.Kvm
import org.kvmsh.bindings.remote.AgentProgram
import org.kvmsh.bindings.remote.ProgramLink
import org.kvmsh.bindings.remote.RemoteKernel
import org.kvmsh.specs.kit.Needs
import spock.lang.Specification

/** An agent at the end of a link makes the calls of a kernel that is not this process's own. */
@Needs('agent:x86_64')
class AgentSpec extends Specification {
    ProgramLink link = ProgramLink.start([new AgentProgram(System.getenv()).forMachine('x86_64').toString(), '-'])
    RemoteKernel kernel = RemoteKernel.connect(link, '', 60_000, { })

    def cleanup() {
        kernel.close()
    }

    def "the handshake describes the board"() {
        expect:
        kernel.greeting().arch() == 'x86_64'
        kernel.greeting().release() == Files.readString(Path.of('/proc/sys/kernel/osrelease')).strip()
        kernel.abi().table() == 'x86_64'
    }

    def "memory holds what is written to it, in pieces of any length, zeros included"() {
        given:
        def random = new Random(1)
        def bytes = new byte[300_000]
        random.nextBytes(bytes)
        Arrays.fill(bytes, 1000, 150_000, (byte) 0)
        bytes[70_000] = 7
        def region = kernel.allocate(1 << 20).region()

        when:
        region.write(4321, bytes)
        region.putLong(8, 0x1122334455667788L)

        then:
        region.bytes(4321, bytes.length) == bytes
        region.getInt(8) == 0x55667788
        region.bytes(0, 8) == new byte[8]

        when:
        region.getLong((1 << 20) - 4)

        then:
        thrown(IndexOutOfBoundsException)
    }

    def "descriptors count, answer polls and close"() {
        given:
        int fd = kernel.eventfd(0)

        expect:
        kernel.poll(fd, 1, 5) == 0
        kernel.read(fd, new byte[8]) == Errno.EAGAIN.negative()
        kernel.write(fd, [3, 0, 0, 0, 0, 0, 0, 0] as byte[]) == 8
        kernel.poll(fd, 1, 1000) == 1
        kernel.close(fd) == 0
        kernel.close(fd) == Errno.EBADF.negative()
        kernel.open('/nonexistent') == Errno.ENOENT.negative()
    }

    def "files of the board can be read"() {
        expect:
        kernel.files().read('/proc/sys/kernel/osrelease').strip() == kernel.greeting().release()
        kernel.files().read('/nonexistent') == null
        kernel.files().list('/proc/self').contains('maps')
        kernel.files().list('/nonexistent').empty
    }

    @Needs('kvm')
    def "a guest runs, its exits are reported, and another thread can stop it"() {
        given:
        def kvm = Kvm.open(kernel, '/dev/kvm').get()
        def vm = kvm.createVm(0).get()
        def ram = kernel.allocate(0x10000).region()
        vm.setUserMemoryRegion(0, 0, 0x10000, ram).get()
        def vcpu = vm.createVcpu(0, kvm.vcpuMmapSize().get()).get()
        // in al, 0x61; out 0x80, al; hlt; jmp $
        ram.write(0x1000, [0xe4, 0x61, 0xe6, 0x80, 0xf4, 0xeb, 0xfe] as byte[])
        def sregs = Argument.of(kernel, 'kvm_sregs')
        vcpu.getSregs(sregs).get()
        sregs.set('cs.base', 0).set('cs.selector', 0)
        vcpu.setSregs(sregs).get()
        def regs = Argument.of(kernel, 'kvm_regs')
        regs.set('rip', 0x1000).set('rflags', 2)
        vcpu.setRegs(regs).get()

        when: 'a port is read'
        def read = vcpu.run() == 0 ? vcpu.exit() : null
        def port = (read as Exit.Io).port()
        (read as Exit.Io).reply(0x42)
        def written = vcpu.run() == 0 ? vcpu.exit() as Exit.Io : null

        then:
        port == 0x61
        written.out()
        written.port() == 0x80
        written.value == 0x42

        when: 'the next exit is not IO, and then the guest makes no exits'
        vcpu.run()
        def halted = vcpu.exit()
        def kicker = Thread.start { sleep 100; vcpu.kick() }
        def answer = vcpu.run()

        then:
        halted instanceof Exit.Hlt
        answer == Errno.EINTR.negative()

        cleanup:
        [regs, sregs, vcpu, vm, kvm, ram].each { it?.close() }
    }
}
