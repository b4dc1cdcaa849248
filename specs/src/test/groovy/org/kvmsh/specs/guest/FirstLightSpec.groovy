package org.kvmsh.specs.guest

import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import spock.lang.Specification

class FirstLightSpec extends Specification {
    @Needs('kvm')
    def "first-light.groovy runs a real guest on this machine's KVM"() {
        when:
        def result = Kvmsh.run('-b', 'kvm', Kvmsh.script('first-light.groovy'))

        then:
        result.err == ''
        result.status == 0
        result.out.startsWith('kvm:x86_64 (real)')
        result.out.endsWith('first light\n2 expectations held\n')
    }

    def "without KVM, the same script runs on the model, and the first line reports it with the reason"() {
        when:
        def result = Kvmsh.runWith([KVMSH_KVM: '/nonexistent'], '', Kvmsh.script('first-light.groovy'))

        then:
        result.err == ''
        result.status == 0
        def first = result.out.readLines().first()
        first.startsWith('model:x86_64 (model)')
        first.contains('KVMSH_KVM=/nonexistent: no such file')
        result.out.endsWith('first light\n2 expectations held\n')
    }
}
