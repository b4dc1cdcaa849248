package org.kvmsh.specs

import org.kvmsh.dsl.spec.ScriptError
import spock.lang.Specification

class PlanOfArm64Spec extends Specification {
    def "a vCPU that starts somewhere is made as the kernel prefers it, with PSCI, and its registers are one-regs"() {
        expect:
        Planned.on('arm64', Planned.ARM) { vcpu(0) { start 0x40000000; regs x0: 40, sp_el1: 0x1000 } } == '''\
            KVM_CREATE_VM type 0
            KVM_CREATE_VCPU 0
            KVM_ARM_VCPU_INIT of vCPU 0 as KVM_ARM_PREFERRED_TARGET with KVM_ARM_VCPU_PSCI_0_2
            KVM_SET_ONE_REG of vCPU 0: pc 0x40000000 x0 0x28 sp_el1 0x1000'''.stripIndent()
    }

    def "a vCPU of which the script says nothing is left to those who call KVM_ARM_VCPU_INIT themselves"() {
        expect:
        Planned.on('arm64', Planned.ARM) { vcpu 0 } == 'KVM_CREATE_VM type 0\nKVM_CREATE_VCPU 0'
    }

    def "without PSCI 0.2 it is not asked for"() {
        expect:
        Planned.on('arm64', Planned.ARM + [KVM_CAP_ARM_PSCI_0_2: 0]) { vcpu(0) { start 0 } }.readLines()[2] == 'KVM_ARM_VCPU_INIT of vCPU 0 as KVM_ARM_PREFERRED_TARGET'
    }

    def "a GICv2 is what the merged ioctl gives, before the vCPUs"() {
        expect:
        Planned.on('arm64', Planned.ARM) { vgic dist: 0x2c001000, cpu: 0x2c002000; vcpu 0 } == '''\
            KVM_CREATE_VM type 0
            KVM_CREATE_IRQCHIP
            KVM_ARM_SET_DEVICE_ADDR of the VGIC's distributor to 0x2c001000
            KVM_ARM_SET_DEVICE_ADDR of the VGIC's CPU interface to 0x2c002000
            KVM_CREATE_VCPU 0'''.stripIndent()
    }

    def "a GICv2 is a device where that ioctl is not there, or where it gets a number of interrupts: #what"() {
        expect:
        Planned.on('arm64', Planned.ARM + more) { vgic([dist: 0x2c001000, cpu: 0x2c002000] + arguments) }.readLines().drop(1) == '''\
            KVM_CREATE_DEVICE KVM_DEV_TYPE_ARM_VGIC_V2
            KVM_SET_DEVICE_ATTR KVM_DEV_ARM_VGIC_GRP_NR_IRQS: 64 interrupts
            KVM_SET_DEVICE_ATTR KVM_DEV_ARM_VGIC_GRP_ADDR KVM_VGIC_V2_ADDR_TYPE_DIST: distributor at 0x2c001000
            KVM_SET_DEVICE_ATTR KVM_DEV_ARM_VGIC_GRP_ADDR KVM_VGIC_V2_ADDR_TYPE_CPU: CPU interface at 0x2c002000'''.stripIndent().readLines() - without

        where:
        what             | more                               | arguments  | without
        'no such ioctl'  | [KVM_CAP_ARM_SET_DEVICE_ADDR: 0]   | [:]        | 'KVM_SET_DEVICE_ATTR KVM_DEV_ARM_VGIC_GRP_NR_IRQS: 64 interrupts'
        'irqs:'          | [:]                                | [irqs: 64] | ''
    }

    def "a GICv3 is complete after the last vCPU"() {
        expect:
        Planned.on('arm64', Planned.ARM) { vgic dist: 0x8000000, redist: 0x80a0000; vcpu 0; vcpu 1 } == '''\
            KVM_CREATE_VM type 0
            KVM_CREATE_DEVICE KVM_DEV_TYPE_ARM_VGIC_V3
            KVM_SET_DEVICE_ATTR KVM_DEV_ARM_VGIC_GRP_ADDR KVM_VGIC_V3_ADDR_TYPE_DIST: distributor at 0x8000000
            KVM_SET_DEVICE_ATTR KVM_DEV_ARM_VGIC_GRP_ADDR KVM_VGIC_V3_ADDR_TYPE_REDIST: redistributors at 0x80a0000
            KVM_CREATE_VCPU 0
            KVM_CREATE_VCPU 1
            KVM_SET_DEVICE_ATTR KVM_DEV_ARM_VGIC_GRP_CTRL KVM_DEV_ARM_VGIC_CTRL_INIT: complete'''.stripIndent()
    }

    def "what the kernel would refuse, now or at the first KVM_RUN, is refused while planning: #message"() {
        when:
        Planned.on('arm64', Planned.ARM, block)

        then:
        def e = thrown(ScriptError)
        ([e.message] + e.notes()).join('\n').contains(message)

        where:
        block                                                                                  || message
        ({ vgic dist: 0x2c001000, cpu: 0x2c000000 })                                           || 'the kernel would take both, and refuse the first KVM_RUN with EINVAL'
        ({ vgic dist: 0x2c001800 })                                                            || 'dist: must be a multiple of 4 KiB, and 0x2c001800 is not'
        ({ vgic dist: 0x8000000, redist: 0x8001000 })                                          || 'redist: must be a multiple of 64 KiB'
        ({ vgic dist: 0x8000000, cpu: 0x8010000, redist: 0x80a0000 })                          || 'cpu: is a GICv2\'s and redist: a GICv3\'s'
        ({ memory at: 0x2c000000, size: 0x10000; vgic dist: 0x2c001000 })                      || 'overlap guest memory at 0x2c000000'
        ({ vgic dist: 0x80a0000, redist: 0x8090000; vcpu 0; vcpu 1 })                          || 'overlaps 0x8090000 to 0x80cffff'
        ({ vgic dist: 0x8000000, redist: 0x80a0000, irqs: 1024 })                              || 'irqs: is a multiple of 32 from 64 to 992, and 1024 is not'
        ({ vcpu(0) { real 0x1000 } })                                                          || 'try: start 0x1000'
        ({ vcpu(0) { long64 0x1000 } })                                                        || 'long64 is a mode of x86'
        ({ vcpu(0) { start 0; regs rax: 1 } })                                                 || 'no arm64 vCPU has a register rax'
        ({ vcpu(0) { start 0; real 0 } })                                                      || 'where the vCPU starts is said twice'
        ({ platform org.kvmsh.dsl.spec.Platform.SPAPR })                                       || 'platform SPAPR needs a powerpc board'
    }
}
