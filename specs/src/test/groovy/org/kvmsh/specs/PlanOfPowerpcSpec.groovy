package org.kvmsh.specs

import org.kvmsh.dsl.spec.ScriptError
import spock.lang.Specification

import static org.kvmsh.dsl.spec.Platform.KVM
import static org.kvmsh.dsl.spec.Platform.SPAPR

class PlanOfPowerpcSpec extends Specification {
    def "a platform is the VM's type, PAPR on each vCPU and a logical processor on kernels that never had KVM_PPC_SET_PLATFORM"() {
        expect:
        Planned.on('ppc64le', Planned.POWER_HV) { platform SPAPR; arch 206; vcpu(0) { start 0x1000; regs r3: 7 }; vcpu 1 } == '''\
            KVM_CREATE_VM type 1
            KVM_CREATE_VCPU 0
            KVM_ENABLE_CAP of vCPU 0: KVM_CAP_PPC_PAPR
            KVM_SET_ONE_REG of vCPU 0: KVM_REG_PPC_ARCH_COMPAT 0xf000003
            KVM_SET_REGS of vCPU 0: pc 0x1000 msr 0x8000000000001001 r3 0x7
            KVM_CREATE_VCPU 1
            KVM_ENABLE_CAP of vCPU 1: KVM_CAP_PPC_PAPR
            KVM_SET_ONE_REG of vCPU 1: KVM_REG_PPC_ARCH_COMPAT 0xf000003'''.stripIndent()
    }

    def "arch #level is logical processor #pvr"() {
        expect:
        Planned.on('ppc64le', Planned.POWER_HV) { platform SPAPR; arch level; vcpu 0 }.readLines().last().endsWith("KVM_REG_PPC_ARCH_COMPAT $pvr")

        where:
        level || pvr
        205   || '0xf000002'
        206   || '0xf000003'
        207   || '0xf000004'
        300   || '0xf000005'
    }

    def "a problem-state kernel gives a VM of its own type"() {
        expect:
        Planned.on('ppc64le', Planned.POWER_PR) { platform SPAPR; vcpu 0 } == 'KVM_CREATE_VM type 2\nKVM_CREATE_VCPU 0\nKVM_ENABLE_CAP of vCPU 0: KVM_CAP_PPC_PAPR'
        Planned.on('ppc64le', Planned.POWER_HV) { platform KVM; vcpu 0 } == 'KVM_CREATE_VM type 2\nKVM_CREATE_VCPU 0'
    }

    def "a big-endian board's guest starts big-endian"() {
        expect:
        Planned.on('ppc64', Planned.POWER_HV) { vcpu(0) { start 0x1000 } }.readLines().last() == 'KVM_SET_REGS of vCPU 0: pc 0x1000 msr 0x8000000000001000'
    }

    def "what the board can't give is refused while planning: #message"() {
        when:
        Planned.on('ppc64le', facts, block)

        then:
        def e = thrown(ScriptError)
        ([e.message] + e.notes()).join('\n').contains(message)

        where:
        facts             | block                                             || message
        Planned.POWER_HV  | ({ platform SPAPR; arch 201; vcpu 0 })            || 'there is no logical processor of arch 201'
        Planned.POWER_HV  | ({ platform SPAPR; arch 201 })                    || 'arch is one of 205, 206, 207, 300, 310'
        Planned.POWER_PR  | ({ platform SPAPR; arch 206 })                    || 'arch 206 needs a VM in hypervisor mode'
        [:]               | ({ platform SPAPR })                              || 'KVM_CAP_PPC_PAPR is 0'
        Planned.POWER_HV  | ({ rma 128 << 20 })                               || 'KVM_CAP_PPC_RMA is 0'
        Planned.POWER_HV  | ({ vgic dist: 0x2c001000 })                       || 'vgic needs an arm board'
        Planned.POWER_HV  | ({ vcpu(0) { start 0; regs r32: 0 } })            || 'no ppc64 vCPU has a register r32'
        [:]               | ({ vcpu 0 })                                      || 'has no vCPUs'
    }
}
