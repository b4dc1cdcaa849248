package org.kvmsh.specs.rules

import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.Specification

/** Stolen time, the PMU's event filter and KVM_ARM_VCPU_INIT on a real kernel: each refusal has one rule, the kernel's own. */
class Arm64AttributesHaveRulesSpec extends Specification {
    static final String PVTIME = 'KVM_SET_DEVICE_ATTR, group: KVM_ARM_VCPU_PVTIME_CTRL, attr: KVM_ARM_VCPU_PVTIME_IPA, value: '
    static final String FILTER = 'KVM_SET_DEVICE_ATTR, group: KVM_ARM_VCPU_PMU_V3_CTRL, attr: KVM_ARM_VCPU_PMU_V3_FILTER, value: '

    def "#call on #board: #errno, #rule"() {
        given:
        Needed.orSkip(board)
        def on = new OnBoard(board)
        on.run('m = vm { memory at: 0, size: 1.MB; memory at: 0x200000, size: 64.KB; vcpu 0; vcpu 1 }; target = m.ioctl(KVM_ARM_PREFERRED_TARGET).target')
        on.run('filter = { base, count, action -> [base & 255, base >> 8, count & 255, count >> 8, action, 0, 0, 0] as byte[] }; m.vcpu(0).ioctl KVM_ARM_VCPU_INIT, target: target, features: [pmu ? 1 << KVM_ARM_VCPU_PMU_V3 : 0]'.replace('pmu', String.valueOf(pmu)))

        when:
        def said = on.run("refusal { m.vcpu($vcpu).ioctl $call }")

        then:
        errno == null ? said == null : said.errno.toString() == errno
        errno == null || said.rules.size() == 1
        errno == null || said.rules[0].text == rule
        !certain || said.rules[0].broken == true

        cleanup:
        on?.close()

        where:
        [board, vcpu, pmu, call, errno, certain, rule] << ['qemu:arm64', 'qemu:arm64-gicv3'].collectMany { name -> CALLS.collect { [name] + it } }
    }

    static final List<List> CALLS = [
            [0, false, PVTIME + '0x10', 'EINVAL', true, 'the address 0x10 is not a multiple of 64'],
            [0, false, PVTIME + '0x3f', 'EINVAL', true, 'the address 0x3f is not a multiple of 64'],
            [0, false, PVTIME + '0x100000', 'EINVAL', true, 'the address 0x100000 is not in a memslot'],
            [0, false, PVTIME + '0x1fffc0', 'EINVAL', true, 'the address 0x1fffc0 is not in a memslot'],
            [0, false, PVTIME + '0xfffc0', null, false, null],
            [0, false, PVTIME + '0x200000', null, false, null],
            [0, false, FILTER + 'filter(0, 1, 0)', 'ENODEV', true, 'KVM_ARM_VCPU_INIT did not request KVM_ARM_VCPU_PMU_V3'],
            [1, true, FILTER + 'filter(0, 1, 0)', 'ENODEV', true, 'KVM_ARM_VCPU_INIT has not been called, so the vCPU has no PMU'],
            [0, true, FILTER + 'filter(0, 1, 2)', 'EINVAL', true, 'action is 2; it must be KVM_PMU_EVENT_ALLOW or KVM_PMU_EVENT_DENY'],
            [0, true, FILTER + 'filter(0xffff, 2, 1)', 'EINVAL', true, 'base_event + nevents is 0x10001, above 0x10000'],
            [0, true, FILTER + 'filter(0, 1, 0)', null, false, null],
            [0, true, FILTER + 'filter(0x3ff, 1, 1)', null, false, null],
            [1, false, 'KVM_ARM_VCPU_INIT, target: target, features: [1 << 30]', 'ENOENT', true, 'features[0] has bit 30, which is not a KVM_ARM_VCPU_* feature'],
            [1, false, 'KVM_ARM_VCPU_INIT, target: target, features: [0, 1]', 'ENOENT', true, 'features[1] to features[6] must be 0'],
            [1, false, 'KVM_ARM_VCPU_INIT, target: target, features: [1 << KVM_ARM_VCPU_HAS_EL2]', 'ENOENT', true, 'KVM_ARM_VCPU_HAS_EL2 needs KVM_CAP_ARM_EL2, which this board does not support']]
}
