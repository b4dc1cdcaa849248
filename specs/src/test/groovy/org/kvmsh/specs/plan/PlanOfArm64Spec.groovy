package org.kvmsh.specs.plan

import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Planned
import spock.lang.Specification

class PlanOfArm64Spec extends Specification {
    def "a vCPU with a start address gets the preferred target, with PSCI, and its registers are one-regs"() {
        expect:
        Planned.on('arm64', Planned.ARM) { vcpu(0) { start 0x40000000; regs x0: 40, sp_el1: 0x1000 } } == '''\
            KVM_CREATE_VM type 0
            KVM_CREATE_VCPU 0
            KVM_ARM_VCPU_INIT of vCPU 0 as KVM_ARM_PREFERRED_TARGET with KVM_ARM_VCPU_PSCI_0_2
            KVM_SET_ONE_REG of vCPU 0: pc 0x40000000 x0 0x28 sp_el1 0x1000'''.stripIndent()
    }

    def "a vCPU without settings is not initialized, so that scripts can call KVM_ARM_VCPU_INIT"() {
        expect:
        Planned.on('arm64', Planned.ARM) { vcpu 0 } == 'KVM_CREATE_VM type 0\nKVM_CREATE_VCPU 0'
    }

    def "without PSCI 0.2 the feature is not requested"() {
        expect:
        Planned.on('arm64', Planned.ARM + [KVM_CAP_ARM_PSCI_0_2: 0]) { vcpu(0) { start 0 } }.readLines()[2] == 'KVM_ARM_VCPU_INIT of vCPU 0 as KVM_ARM_PREFERRED_TARGET'
    }

    def "KVM_ARM_VCPU_INIT gets exactly the settings of cpu: #arguments"() {
        expect:
        Planned.on('arm64', Planned.ARM + [KVM_CAP_ARM_SVE: 1, KVM_CAP_ARM_PMU_V3: 1]) { cpu arguments; vcpu(0) { start 0 } }.readLines()[2..<-1] == steps

        where:
        arguments                                                     || steps
        [features: 'PMU_V3']                                          || ['KVM_ARM_VCPU_INIT of vCPU 0 as KVM_ARM_PREFERRED_TARGET with KVM_ARM_VCPU_PMU_V3']
        [features: ['PSCI_0_2', 'KVM_ARM_VCPU_POWER_OFF']]            || ['KVM_ARM_VCPU_INIT of vCPU 0 as KVM_ARM_PREFERRED_TARGET with KVM_ARM_VCPU_PSCI_0_2 KVM_ARM_VCPU_POWER_OFF']
        [features: [2, 3]]                                            || ['KVM_ARM_VCPU_INIT of vCPU 0 as KVM_ARM_PREFERRED_TARGET with KVM_ARM_VCPU_PSCI_0_2 KVM_ARM_VCPU_PMU_V3']
        [target: 'GENERIC_V8']                                        || ['KVM_ARM_VCPU_INIT of vCPU 0 as target 0x5']
        [target: 5, features: []]                                     || ['KVM_ARM_VCPU_INIT of vCPU 0 as target 0x5']
        [features: 'SVE']                                             || ['KVM_ARM_VCPU_INIT of vCPU 0 as KVM_ARM_PREFERRED_TARGET with KVM_ARM_VCPU_SVE', 'KVM_ARM_VCPU_FINALIZE of vCPU 0: KVM_ARM_VCPU_SVE']
    }

    def "each described vCPU is initialized with its own features: #what"() {
        expect:
        Planned.on('arm64', Planned.ARM + [KVM_CAP_ARM_PMU_V3: 1], block).readLines().findAll { it.startsWith('KVM_ARM_VCPU_INIT of') }*.minus('KVM_ARM_VCPU_INIT of vCPU ')*.replace('KVM_ARM_VCPU_', '')*.minus(' as KVM_ARM_PREFERRED_TARGET') == inits

        where:
        what                              | block                                                                              || inits
        'without start'                   | { vcpu(0) { start 0x1000 }; vcpu(1) { } }                                          || ['0 with PSCI_0_2', '1 with PSCI_0_2']
        'named alone it is left'          | { vcpu(0) { start 0x1000 }; vcpu 1 }                                               || ['0 with PSCI_0_2']
        'initialized by the script'       | { vcpu(0) { ioctl([target: 5], 'KVM_ARM_VCPU_INIT') } }                            || []
        'initialized by its number'       | { vcpu(0) { ioctl([target: 5], 0x4020aeae) } }                                     || []
        'powered off'                     | { vcpu(0) { start 0x1000 }; vcpu(1) { powerOff } }                                 || ['0 with PSCI_0_2', '1 with PSCI_0_2 POWER_OFF']
        'features of its own'             | { vcpu(0) { start 0x1000; cpu features: ['PSCI_0_2', 'PMU_V3'] }; vcpu(1) { } }    || ['0 with PSCI_0_2 PMU_V3', '1 with PSCI_0_2']
        'powered off, beside those of vm' | { cpu features: ['PSCI_0_2', 'PMU_V3']; vcpu(0) { }; vcpu(1) { powerOff } }        || ['0 with PSCI_0_2 PMU_V3', '1 with PSCI_0_2 PMU_V3 POWER_OFF']
    }

    def "powerOff is refused on a board of another architecture"() {
        when:
        Planned.on('x86_64', Planned.X86) { vcpu(0) { real 0x1000; powerOff } }

        then:
        def e = thrown(ScriptError)
        e.message.startsWith('powerOff ')
    }

    def "the VM type is the number of physical address bits: ipa #bits is type #type"() {
        expect:
        Planned.on('arm64', Planned.ARM + [KVM_CAP_ARM_VM_IPA_SIZE: most]) { ipa bits } == "KVM_CREATE_VM type $type"

        where:
        bits | most || type
        32   | 44   || 32
        44   | 44   || 44
        40   | 0    || 0
    }

    def "a GICv2 is created through the API that the board has, or that api: names: #what"() {
        expect:
        Planned.on('arm64+rfc', Planned.ARM + [KVM_SET_DEVICE_ADDRESS: 0] + facts) { vgic([dist: 0x2c001000, cpu: 0x2c002000] + how) }.readLines()[2].startsWith(call)

        where:
        what                        | facts                             | how                  || call
        'as merged'                 | [:]                               | [:]                  || 'KVM_ARM_SET_DEVICE_ADDR '
        'as proposed'               | [KVM_SET_DEVICE_ADDRESS: 1]       | [:]                  || 'KVM_SET_DEVICE_ADDRESS '
        'as a device'               | [KVM_CAP_ARM_SET_DEVICE_ADDR: 0]  | [:]                  || 'KVM_SET_DEVICE_ATTR '
        'asked for as proposed'     | [:]                               | [api: 'rfc2011']     || 'KVM_SET_DEVICE_ADDRESS '
        'asked for as merged'       | [KVM_SET_DEVICE_ADDRESS: 1]       | [api: 'merged']      || 'KVM_ARM_SET_DEVICE_ADDR '
        'asked for as a device'     | [:]                               | [api: 'attributes']  || 'KVM_SET_DEVICE_ATTR '
    }

    def "irqchip alone is a GICv2 without addresses, and adds nothing to vgic, in either order"() {
        expect:
        Planned.on('arm64', Planned.ARM, block).readLines().count { it == 'KVM_CREATE_IRQCHIP' } == 1

        where:
        block << [{ irqchip }, { irqchip; vgic dist: 0x8000000, cpu: 0x8010000 }, { vgic dist: 0x8000000, cpu: 0x8010000; irqchip }]
    }

    def "a distributor without a CPU interface is planned with a warning"() {
        expect:
        Planned.reasons('arm64', Planned.ARM) { vgic dist: 0x2c001000 }["KVM_ARM_SET_DEVICE_ADDR of the VGIC's distributor to 0x2c001000"]
                .endsWith('warning: if cpu: is omitted, the first KVM_RUN fails with ENXIO and the VM is unusable afterwards')
        !Planned.reasons('arm64', Planned.ARM) { vgic dist: 0x2c001000, cpu: 0x2c002000 }.values().any { it.contains('warning') }
    }

    def "a GICv2 uses the merged ioctl, before the vCPUs"() {
        expect:
        Planned.on('arm64', Planned.ARM) { vgic dist: 0x2c001000, cpu: 0x2c002000; vcpu 0 } == '''\
            KVM_CREATE_VM type 0
            KVM_CREATE_IRQCHIP
            KVM_ARM_SET_DEVICE_ADDR of the VGIC's distributor to 0x2c001000
            KVM_ARM_SET_DEVICE_ADDR of the VGIC's CPU interface to 0x2c002000
            KVM_CREATE_VCPU 0'''.stripIndent()
    }

    def "a GICv2 is a device without that ioctl, or with a number of interrupts: #what"() {
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
            KVM_SET_DEVICE_ATTR KVM_DEV_ARM_VGIC_GRP_CTRL KVM_DEV_ARM_VGIC_CTRL_INIT: initialize'''.stripIndent()
    }

    def "a setup that the kernel would refuse, now or at the first KVM_RUN, is refused in the plan: #message"() {
        when:
        Planned.on('arm64', Planned.ARM, block)

        then:
        def e = thrown(ScriptError)
        ([e.message] + e.notes()).join('\n').contains(message)

        where:
        block                                                                                  || message
        ({ vgic dist: 0x2c001000, cpu: 0x2c000000 })                                           || 'KVM_RUN on the vCPU would fail with EINVAL'
        ({ vgic dist: 0x2c001800 })                                                            || 'addr 0x2c001800 is not a multiple of 4 KiB'
        ({ vgic dist: 0x8000000, redist: 0x8001000 })                                          || 'the address 0x8001000 is not a multiple of 64 KiB'
        ({ vgic dist: 0x8000000, cpu: 0x8010000, redist: 0x80a0000 })                          || 'cpu: (GICv2) and redist: (GICv3)'
        ({ memory at: 0x2c000000, size: 0x10000; vgic dist: 0x2c001000 })                      || 'overlaps guest memory at 0x2c000000'
        ({ vgic dist: 0x80a0000, redist: 0x8090000; vcpu 0; vcpu 1 })                          || 'the distributor, 0x80a0000 to 0x80affff, overlaps the redistributor, 0x8090000 to 0x80affff'
        ({ vgic dist: 0x8000000, redist: 0x80a0000, irqs: 1024 })                              || 'the number of interrupts is 1024; it must be a multiple of 32 from 64 to 992'
        ({ vgic dist: 0x8000000; vgic dist: 0x9000000 })                                       || 'the address of the distributor is already set, to 0x8000000'
        ({ vgic dist: 1L << 40 })                                                              || 'reaches beyond this VM\'s 40-bit guest physical address space'
        ({ vgic dist: 0x8000000, cpu: (1L << 40) - 0x1000 })                                   || 'the CPU interface at 0xfffffff000, size 8 KiB, reaches beyond'
        ({ ipa 36; vgic dist: 1L << 36 })                                                      || 'a guest physical address space of 36 bits is too large: KVM_CAP_ARM_VM_IPA_SIZE is 0'
        ({ vgic dist: 0x8000000, redist: 0x80a0000, api: 'merged' })                           || 'a GICv3 can be created only as a device'
        ({ vgic dist: 0x8000000, api: 'rfc2011' })                                             || "rfc 'scripts/rfc/kvm-set-device-address.patch'"
        ({ ipa 31 })                                                                           || 'a guest physical address space of 31 bits is too small: the minimum is 32'
        ({ cpu features: 'SVE'; vcpu 0 })                                                      || 'KVM_ARM_VCPU_SVE needs KVM_CAP_ARM_SVE, which this board does not support'
        ({ cpu features: 'SWE' })                                                              || 'did you mean \'SVE\'?'
        ({ cpu target: 'CORTEX_A75' })                                                         || 'did you mean \'KVM_ARM_TARGET_CORTEX_A57\'?'
        ({ cpuid })                                                                            || 'cpuid needs an x86 board'
        ({ smt 2 })                                                                            || 'smt needs a powerpc board'
        ({ vcpu(0) { real 0x1000 } })                                                          || 'try: start 0x1000'
        ({ vcpu(0) { long64 0x1000 } })                                                        || 'long64 is an x86 mode'
        ({ vcpu(0) { start 0; regs rax: 1 } })                                                 || 'arm64 vCPUs have no register rax'
        ({ vcpu(0) { start 0; real 0 } })                                                      || "the vCPU's start state is given twice"
        ({ platform org.kvmsh.dsl.config.Platform.SPAPR })                                       || 'platform SPAPR needs a powerpc board'
    }

    def "calls that the kernel should refuse itself are planned: #steps"() {
        expect:
        Planned.upToTheKernel('arm64', Planned.ARM, block).readLines().drop(1)*.replaceFirst('.* (to|at) ', '') == steps

        where:
        block                                                            || steps
        ({ vgic dist: 0x2c001000, cpu: 0x2c000000 })                     || ['KVM_CREATE_IRQCHIP', '0x2c001000', '0x2c000000']
        ({ vgic dist: 0x2c001800 })                                      || ['KVM_CREATE_IRQCHIP', '0x2c001800']
        ({ vgic dist: 1L << 48 })                                        || ['KVM_CREATE_IRQCHIP', '0x1000000000000']
        ({ vgic dist: 0x8000000; vgic dist: 0x9000000 })                 || ['KVM_CREATE_IRQCHIP', '0x8000000', '0x9000000']
    }
}
