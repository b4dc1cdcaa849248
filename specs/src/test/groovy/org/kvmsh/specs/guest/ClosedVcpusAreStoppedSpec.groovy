package org.kvmsh.specs.guest

import org.kvmsh.bindings.board.Boards
import org.kvmsh.specs.kit.Needs
import spock.lang.Specification
import spock.lang.Timeout

/** A vCPU may be closed by one thread while another stops its run. */
@Timeout(120)
class ClosedVcpusAreStoppedSpec extends Specification {
    @Needs('kvm:x86_64')
    def "stopping a vCPU that another thread closes just then, or has closed, is no error"() {
        given:
        def board = new Boards(System.getenv()).open('kvm')
        def vm = board.kvm().createVm(0).get()
        int size = board.kvm().ioctl('KVM_GET_VCPU_MMAP_SIZE', 0).get()

        when:
        100.times { id ->
            def vcpu = vm.createVcpu(id, size).get()
            def closing = Thread.start { vcpu.close() }
            while (closing.alive) {
                vcpu.kick()
            }
            vcpu.kick()
        }

        then:
        noExceptionThrown()

        cleanup:
        vm?.close()
        board?.close()
    }
}
