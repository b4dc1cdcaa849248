package org.kvmsh.specs.house

import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.OpenFiles
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.Timeout

@Needs('/proc')
class NothingIsLeftBehindSpec extends Specification {
    static final int CYCLES = Integer.getInteger('cycles', 10_000)
    /** What the JVM itself may map meanwhile: heap, code, a thread's stack. A leak of one mapping a cycle is three times as many, or ten times. */
    static final int JVM_MAPPINGS = 1000

    /** What the JVM, such as a jar for its classes, and the boards of other specs may open meanwhile. */
    static final int FILES_OF_OTHERS = 20

    static final String CYCLE = """
        m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'b0 41 e6 80 f4'; vcpu(0) { real 0x1000 }; on(io: 0x80) { n++ } }
        m.run until: hlt, within: 60.s
        m.close()
        """

    @Timeout(1800)
    @Sample(verify = 16)
    def "#board: thousands of machines created, run and closed leave descriptors and mappings unchanged"() {
        given:
        Needed.orSkip(board)
        def on = new OnBoard(board)
        on.run("n = 0; cycle = { times -> times.times { $CYCLE } }")
        on.run('cycle(200)')
        on.steps.clear()
        int files = OpenFiles.ofKvm()
        int all = OpenFiles.count { true }
        int mapped = mappings()
        int ofVcpus = mappings('kvm-vcpu')

        when:
        CYCLES.intdiv(1000).times {
            on.run('cycle(1000)')
            on.steps.clear()
        }

        then:
        on.run('n') == CYCLES + 200
        OpenFiles.ofKvm() == files
        OpenFiles.count { true } - all < FILES_OF_OTHERS
        mappings() - mapped < JVM_MAPPINGS
        mappings('kvm-vcpu') == ofVcpus

        cleanup:
        on.close()

        where:
        board << OnBoard.x86()
    }

    @Sample(verify = 16)
    def "#board: a machine that cannot be created leaves nothing"() {
        given:
        def on = new OnBoard(board)
        def attempt = "try { vm { $words } } catch (e) { failed = e.message }; null"
        on.run(attempt)
        int files = OpenFiles.ofKvm()
        int all = OpenFiles.count { true }

        when:
        100.times { on.run(attempt) }

        then:
        on.run('failed').contains(refusal)
        OpenFiles.ofKvm() == files
        OpenFiles.count { true } - all < FILES_OF_OTHERS

        cleanup:
        on.close()

        where:
        board          | words                                                       | refusal
        'model:rfc'    | 'rma 64.MB'                                                 | 'not 64 MiB'
        'model:rfc'    | 'rma 128.MB; vgic dist: 0x2c001000; ioctl KVM_SET_DEVICE_ADDRESS, addr: 0x2c001000' | 'EEXIST'
        'model:x86_64' | 'memory at: 0, size: 64.KB; ioctl KVM_SET_TSS_ADDR, 0xfffff000' | 'EINVAL'
    }

    private static int mappings(String of = '') {
        new File('/proc/self/maps').readLines().count { it.contains(of) }
    }
}
