package org.kvmsh.specs.trace

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.kernel.Errno
import org.kvmsh.bindings.trace.TraceFile
import org.kvmsh.bindings.trace.TracedCall
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/**
 * kvmsh runs under strace(1), which sees the process's system calls: every ioctl on KVM and every mmap of its descriptors is in the
 * saved trace, in order, with its argument and its result, and nothing else is.
 */
@Needs(['kvm:x86_64', 'strace', 'ptrace'])
@Timeout(900)
class TraceAgreesWithStraceSpec extends Specification {
    private static final String GUEST = """
        trace exits: true
        m = vm {
          memory at: 0, size: 64.KB
          load at: 0x1000, hex: 'ec 40 e6 80 f4 eb fe'
          vcpu(0) { real 0x1000; regs rdx: 0x60 }
          on(io: 0x60) { 41 }
          on(io: 0x80) { }
        }
    """

    /** linux/ioctl.h and linux/kvm.h: the number of a KVM ioctl has KVMIO, 0xae, in its second byte. */
    private static final int KVMIO = 0xae
    private static final List<Long> MAKERS = ['KVM_CREATE_VM', 'KVM_CREATE_VCPU'].collect { Abi.of('x86_64').ioctl(it).request() & 0xffffffffL }

    @TempDir
    Path folder

    @Sample(of = 4)
    def "#what"() {
        when:
        def trace = folder.resolve('saved.trace')
        def seen = seenByStrace(board, "$GUEST\n$script\ntrace.save '$trace'")
        def told = TraceFile.read(trace).calls().findAll { it.name() == 'mmap' || it.name() == 'open' || it.request() != 0 }.collect { told(it) }

        then:
        told == seen

        where:
        what                                                     | board     | script
        'a guest that runs to its end'                           | 'kvm'     | 'm.run until: hlt'
        'calls that the kernel refuses, and what explains them'  | 'kvm'     | '''expect(errno: EINVAL) { m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 1, guest_phys_addr: 1, memory_size: 4096, userspace_addr: 0x1000 }
                                                                                   expect(errno: EEXIST) { m.ioctl KVM_CREATE_VCPU, 0 }
                                                                                   expect(errno: EFAULT) { m.vcpu(0).ioctl KVM_SET_REGS, 0 }'''
        'what a script asks of the board'                        | 'kvm'     | "caps 'IRQ*'; needs cap: KVM_CAP_IRQCHIP; kvm.ioctl KVM_GET_API_VERSION; kvm.ioctl KVM_GET_MSR_INDEX_LIST"
        'a register that is written at an exit'                  | 'kvm'     | 'm.run until: io; m.regs.rbx = 7; m.run until: hlt'
        'KVM_RUN by name'                                        | 'kvm'     | 'm.vcpu(0).ioctl KVM_RUN; m.vcpu(0).ioctl KVM_RUN; expect(errno: EINVAL) { m.vcpu(0).ioctl KVM_RUN, 1 }'
        'a run that ends by its time, and where it ended'        | 'kvm'     | 'm.run until: hlt; try { m.run until: hlt, within: 50.ms } catch (e) { }'
        'a device, and one that is asked for'                    | 'kvm'     | 'needs device: KVM_DEV_TYPE_VFIO; vm { irqchip; vcpu 0 }; m.ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_VFIO'
        'proposals in front'                                     | 'rfc:kvm' | 'm.run until: hlt; explain KVM_SET_USER_MEMORY_REGION'
    }

    /** Each call as its descriptor, its number or name, its plain argument or the address of its struct, and its answer. */
    private static List told(TracedCall call) {
        switch (call.name()) {
            case 'open': return ['open', call.plain(), call.answer()]
            case 'mmap': return ['mmap', call.fd(), call.plain(), call.answer()]
            default: return [call.fd(), call.request() & 0xffffffffL, argument(call), call.answer()]
        }
    }

    private static long argument(TracedCall call) {
        if (call.name() != 'KVM_RUN' && call.memory()) {
            return call.memory()[0].address()
        }
        call.plain().empty ? 0L : number(call.plain())
    }

    private List<List> seenByStrace(String board, String script) {
        def file = Files.writeString(folder.resolve('script.groovy'), script)
        def log = folder.resolve('strace')
        def out = folder.resolve('out')
        def command = ['strace', '-f', '--seccomp-bpf', '-e', 'trace=ioctl,mmap,openat,close', '-e', 'raw=ioctl,mmap,close', '-o', log.toString(),
                       *StartedKvmsh.command(['-q', '-b', board, file.toString()])]
        def process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start()
        assert process.waitFor(800, TimeUnit.SECONDS)
        assert process.exitValue() == 0, Files.readString(out)
        ofKvm(whole(Files.readAllLines(log)))
    }

    /** strace parts a call in two where another thread's comes between: it is where it ended. */
    private static List<String> whole(List<String> lines) {
        def begun = [:]
        lines.findResults { line ->
            def (thread, rest) = line.split(/ +/, 2) as List
            if (rest.endsWith('<unfinished ...>')) {
                begun[thread] = rest - ' <unfinished ...>'
                return null
            }
            def resumed = rest =~ /^<\.\.\. \w+ resumed>(.*)/
            resumed ? begun.remove(thread) + resumed[0][1] : rest
        }
    }

    /** Numbers are raw: descriptor, request and argument in hex, the answer too. */
    private static List<List> ofKvm(List<String> lines) {
        def fds = [] as Set<Long>
        lines.findResults { line ->
            def call = line =~ /^(\w+)\((.*)\) += (\S+)(?: (E\w+))?/
            if (!call) {
                return null
            }
            def (all, name, arguments, returned, errno) = call[0] as List<String>
            def given = arguments.split(', ') as List<String>
            int answer = errno ? Errno.valueOf(errno).negative() : name == 'mmap' ? 0 : (int) number(returned)
            switch (name) {
                case 'openat':
                    fds += given[1] == '"/dev/kvm"' ? [answer as long] : []
                    return given[1] == '"/dev/kvm"' ? ['open', '/dev/kvm', answer] : null
                case 'close':
                    fds -= number(given[0])
                    return null
                case 'mmap':
                    long fd = (int) number(given[4])
                    return fd in fds ? ['mmap', (int) fd, "size ${hex(given[1])}, offset ${hex(given[5])}".toString(), answer] : null
                default:
                    long request = number(given[1])
                    fds += request in MAKERS ? [answer as long] : []
                    return (request >> 8 & 0xff) == KVMIO ? [(int) number(given[0]), request, number(given[2]), answer] : null
            }
        }
    }

    private static String hex(String raw) {
        '0x' + Long.toHexString(number(raw))
    }

    private static long number(String raw) {
        raw.startsWith('0x') ? Long.parseUnsignedLong(raw.substring(2), 16) : Long.parseLong(raw)
    }
}
