package org.kvmsh.specs.board

import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import spock.lang.Specification
import spock.lang.Timeout

/** A proposal in front of a kernel and the kernel that has its patch, call by call. */
@Timeout(600)
class ProposalsAnswerAsPatchedKernelsSpec extends Specification {
    def "KVM_SET_DEVICE_ADDRESS answers alike; neither finding out who answers nor what a proposal calls itself is a difference"() {
        given:
        Needed.orSkip('qemu:arm64', 'qemu:arm64-rfc')

        when:
        def result = Kvmsh.run('boards', 'compare', 'rfc:qemu:arm64', 'qemu:arm64-rfc', Kvmsh.ROOT.resolve('scripts/arm/device-address.groovy').toString())

        then:
        result.err == ''
        result.out.readLines().last() ==~ /1 script, \d+ calls: (\d+) values compared, \1 equal, 0 expected differences, 0 unexpected differences/
        result.status == 0
    }
}
