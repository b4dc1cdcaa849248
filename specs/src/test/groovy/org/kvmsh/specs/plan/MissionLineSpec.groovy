package org.kvmsh.specs.plan

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import spock.lang.Snapshot
import spock.lang.Snapshotter
import spock.lang.Specification

class MissionLineSpec extends Specification {
    static final String LINE = 'vm { platform SPAPR; arch 206; rma 128.MB; vgic dist: 0x2c001000 }'
    static final String ANGLES = 'vm < platform SPAPR; arch 206; rma 128.MB; vgic dist: 0x2c001000 >'

    @Snapshot
    Snapshotter snapshot

    def "the line prints each ioctl with its argument and result on the board with all three proposals"() {
        when:
        def result = Kvmsh.run('-b', 'model:rfc', '-e', LINE)

        then:
        result.err == ''
        result.status == 0
        snapshot.assertThat(result.out).matchesSnapshot('steps')
    }

    def "the board reports that no released kernel has all three"() {
        expect:
        Kvmsh.run('-b', 'model:rfc', '-e', LINE).out.readLines().first().contains('no released kernel has all three')
    }

    def "angle brackets are another spelling of braces"() {
        expect:
        Kvmsh.run('-b', 'model:rfc', '-e', ANGLES).out == Kvmsh.run('-b', 'model:rfc', '-e', LINE).out
    }

    def "scripts/mission.groovy is the same line as a file"() {
        when:
        def result = Kvmsh.run('-b', 'model:rfc', Kvmsh.script('mission.groovy'))

        then:
        result.err == ''
        result.status == 0
        result.out.contains('KVM_PPC_SET_PLATFORM platform: 2 (KVM_PPC_PV_SPAPR), guest_arch: 206, flags: 0 = 0')
    }

    def "the proposals have the numbers of their mails: #name is #number"() {
        expect:
        Integer.toHexString(Abi.rfc('ppc64').ioctl(name).request()) == number

        where:
        name                     | number
        'KVM_PPC_SET_PLATFORM'   | '4008aeaa'
        'KVM_ALLOCATE_RMA'       | '4008aea9'
        'KVM_SET_DEVICE_ADDRESS' | '8010aeaa'
    }

    def "on a little-endian board with the generic encoding KVM_SET_DEVICE_ADDRESS has the number of ARM"() {
        expect:
        Integer.toHexString(Abi.rfc('x86_64').ioctl('KVM_SET_DEVICE_ADDRESS').request()) == '4010aeaa'
    }

    @Needs('kvm')
    def "on a real x86 board it is refused before anything is created, at its line and column, with the available boards"() {
        when:
        def result = Kvmsh.runWith([XDG_CACHE_HOME: '/nonexistent'], '', '-b', 'kvm', '-e', LINE)

        then:
        result.status == 1
        result.out.readLines().size() == 1
        snapshot.assertThat(result.err).matchesSnapshot('refused')
    }

    def "the model of x86 refuses it in the same way"() {
        when:
        def result = Kvmsh.run('-b', 'model:x86_64', '-e', LINE)

        then:
        result.status == 1
        result.err.startsWith('-e:1:6: platform SPAPR needs a powerpc board; board model:x86_64 (model) is x86_64\n')
        result.out.readLines().size() == 1
    }
}
