package org.kvmsh.specs.board

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.board.qemu.PatchedHeaders
import org.kvmsh.bindings.dryrun.DryRunKernel
import spock.lang.Specification

/** The headers of a board whose kernel was built with patches, such as qemu:ppc64-rfc. */
class PatchedHeadersSpec extends Specification {
    def "they have #ioctl, as request #request, and those of the kernel below stay as they are"() {
        given:
        def below = DryRunKernel.takingAll(Abi.of('ppc64'), null)

        when:
        def patched = new PatchedHeaders(below, ['KVM_PPC_SET_PLATFORM', 'KVM_ALLOCATE_RMA', 'KVM_SET_DEVICE_ADDRESS'])

        then:
        Integer.toHexString(patched.abi().ioctl(ioctl).request()) == request

        and:
        below.abi().hasIoctl(ioctl) == already
        patched.abi().ioctl('KVM_RUN').request() == below.abi().ioctl('KVM_RUN').request()

        where:
        ioctl                    || request    | already
        'KVM_PPC_SET_PLATFORM'   || '4008aeaa' | false
        'KVM_ALLOCATE_RMA'       || '4008aea9' | true
        'KVM_SET_DEVICE_ADDRESS' || '8010aeaa' | false
    }
}
