package org.kvmsh.specs.board

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A proposal in front of a kernel and the kernel that has its patch, call by call. */
@Timeout(600)
class ProposalsAnswerAsPatchedKernelsSpec extends Specification {
    @TempDir
    Path folder

    def "KVM_SET_DEVICE_ADDRESS answers alike; neither finding out who answers nor what a proposal calls itself is a difference"() {
        given:
        Needed.orSkip('qemu:arm64', 'qemu:arm64-rfc')

        when:
        def result = Kvmsh.run('compare', 'rfc:qemu:arm64', 'qemu:arm64-rfc', Kvmsh.ROOT.resolve('scripts/arm/device-address.groovy').toString())

        then:
        result.err == ''
        result.out =~ /(?m)^calls: \d+ compared in 1 script, \d+ values, none differs$/
        result.status == 0
    }

    def "a proposal beside its kernel without the patch: kvmsh chooses the proposed ioctl there, and each other difference has a reason"() {
        given:
        Needed.orSkip('qemu:arm64')
        def expected = Files.writeString(folder.resolve('expected.toml'), '''\
            [[difference]]
            what = ["KVM_SET_DEVICE_ADDRESS made", "KVM_ARM_SET_DEVICE_ADDR made"]
            a = "rfc:*"
            reason = "kvmsh sets addresses with the proposed ioctl where the board has it"
            '''.stripIndent())

        when:
        def result = Kvmsh.run('compare', 'rfc:qemu:arm64', 'qemu:arm64', Kvmsh.script('arm/cpu.groovy'), Kvmsh.script('arm/device-address.groovy'), '--known', expected.toString())

        then:
        result.err == ''
        result.out =~ /(?m)^calls: \d+ compared in 2 scripts, \d+ values, \d+ expected differences, no other$/
        result.out.contains('device-address.groovy: the code outside tests: needs a board with KVM_SET_DEVICE_ADDRESS')
        result.status == 0
    }
}
