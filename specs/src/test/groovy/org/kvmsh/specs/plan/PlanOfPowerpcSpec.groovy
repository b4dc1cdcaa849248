package org.kvmsh.specs.plan

import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Planned
import spock.lang.Specification

import static org.kvmsh.dsl.config.ApiWords.rfc2011
import static org.kvmsh.dsl.config.Mmu.HASH
import static org.kvmsh.dsl.config.Mmu.RADIX
import static org.kvmsh.dsl.config.Platform.KVM
import static org.kvmsh.dsl.config.Platform.SPAPR
import static org.kvmsh.dsl.config.PlatformFlag.CROSS_ARCH
import static org.kvmsh.dsl.config.VmType.HV
import static org.kvmsh.dsl.config.VmType.PR

class PlanOfPowerpcSpec extends Specification {
    private static final Map<String, Integer> NO_PR = Planned.POWER_HV + [KVM_VM_PPC_PR: 0]

    def "a platform is the VM's type, PAPR on each vCPU and a logical processor on kernels without KVM_PPC_SET_PLATFORM"() {
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

    def "the reason for the VM type names HV or PR: #why"() {
        expect:
        Planned.reasons('ppc64le', facts, block)["KVM_CREATE_VM type $type".toString()].endsWith(why)

        where:
        facts                                   | block                                    || type | why
        Planned.POWER_HV                        | ({ platform SPAPR })                     || 1    | 'the VM type is HV (hypervisor mode): kvm_hv is loaded'
        Planned.POWER_PR                        | ({ platform SPAPR })                     || 2    | 'the VM type is PR (problem state): this board has no kvm_hv'
        Planned.POWER_HV                        | ({ platform SPAPR; type PR })            || 2    | 'the VM type is PR (problem state): requested by type'
        Planned.POWER_HV                        | ({ platform SPAPR; flags CROSS_ARCH })   || 2    | "CROSS_ARCH is incompatible with the processor's supervisor mode"
        Planned.POWER_HV                        | ({ platform KVM })                       || 2    | 'the VM type is PR (problem state): an HV guest is always an SPAPR guest'
        Planned.POWER_HV                        | ({ vcpu 0 })                             || 0    | 'the VM type is HV (hypervisor mode): the default on this board, because kvm_hv is loaded'
        Planned.POWER_PR                        | ({ vcpu 0 })                             || 0    | 'the VM type is PR (problem state): the default on this board, because kvm_hv is not loaded'
    }

    def "in problem state arch #level is the processor version #pvr"() {
        expect:
        Planned.on('ppc64le', Planned.POWER_PR) { platform SPAPR; arch level; vcpu 0 }.readLines().last() == "KVM_SET_SREGS of vCPU 0: pvr $pvr"

        where:
        level || pvr
        205   || '0x3e0000'
        206   || '0x3f0000'
        207   || '0x4d0000'
        300   || '0x4e0000'
        310   || '0x800000'
    }

    def "a processor by its number: #step"() {
        expect:
        Planned.on('ppc64le', facts, block).readLines().last() == step

        where:
        facts            | block                                                   || step
        Planned.POWER_HV | ({ platform SPAPR; compat 0x0f000003; vcpu 0 })         || 'KVM_SET_ONE_REG of vCPU 0: KVM_REG_PPC_ARCH_COMPAT 0xf000003'
        Planned.POWER_PR | ({ platform SPAPR; pvr 0x3f0201; vcpu 0 })              || 'KVM_SET_SREGS of vCPU 0: pvr 0x3f0201'
        Planned.POWER_PR | ({ platform SPAPR; arch 206; pvr 0x3f0201; vcpu 0 })    || 'KVM_SET_SREGS of vCPU 0: pvr 0x3f0201'
    }

    def "KVM_PPC_SET_PLATFORM is called if the kernel has it, not if only a patch defines it: #what"() {
        expect:
        Planned.on('ppc64+rfc', facts) { platform([:] + how, SPAPR); arch 206 }.readLines() == steps

        where:
        what              | facts                                              | how             || steps
        'it is there'     | [KVM_CAP_PPC_PAPR: 1]                              | [:]             || ['KVM_CREATE_VM type 0', 'KVM_PPC_SET_PLATFORM SPAPR, guest_arch 206']
        'it is not'       | Planned.POWER_HV + [KVM_PPC_SET_PLATFORM: 0]       | [:]             || ['KVM_CREATE_VM type 1']
        'it is asked for' | Planned.POWER_HV + [KVM_PPC_SET_PLATFORM: 0]       | [api: rfc2011]  || ['KVM_CREATE_VM type 0', 'KVM_PPC_SET_PLATFORM SPAPR, guest_arch 206']
        'it is not to be' | Planned.POWER_HV                                   | [api: 'merged'] || ['KVM_CREATE_VM type 1']
    }

    def "a real mode area comes from the kernel if KVM_CAP_PPC_RMA is #capability: #step"() {
        expect:
        Planned.on('ppc64', [KVM_CAP_PPC_RMA: capability]) { rma([:] + how, 128 << 20) }.readLines().last() == step

        where:
        capability | how             || step
        2          | [:]             || 'KVM_ALLOCATE_RMA, expected to allocate 128 MiB'
        1          | [:]             || 'KVM_ALLOCATE_RMA, expected to allocate 128 MiB'
        1          | [api: 'merged'] || 'KVM_SET_USER_MEMORY_REGION at 0x0, 128 MiB'
        0          | [:]             || 'KVM_SET_USER_MEMORY_REGION at 0x0, 128 MiB'
        0          | [api: rfc2011]  || 'KVM_ALLOCATE_RMA, expected to allocate 128 MiB'
    }

    def "VM settings are made before the vCPUs, whatever the order of the words"() {
        given:
        def facts = Planned.POWER_HV + [KVM_CAP_DEVICE_CTRL: 1, KVM_CAP_PPC_MMU_HASH_V3: 1, KVM_CAP_PPC_SMT: 1, KVM_CAP_PPC_ENABLE_HCALL: 1]

        expect:
        Planned.on('ppc64le', facts) { vcpu 0; vcpu 8; xics; enableHcall 0xe0; enableHcall on: false, 0x08; htab order: 24; mmu HASH; smt 4; platform SPAPR } == '''\
            KVM_CREATE_VM type 1
            KVM_ENABLE_CAP: KVM_CAP_PPC_SMT 4 0
            KVM_PPC_CONFIGURE_V3_MMU HASH
            KVM_PPC_ALLOCATE_HTAB order 24
            KVM_ENABLE_CAP: KVM_CAP_PPC_ENABLE_HCALL 0xe0 1
            KVM_ENABLE_CAP: KVM_CAP_PPC_ENABLE_HCALL 8 0
            KVM_CREATE_DEVICE KVM_DEV_TYPE_XICS
            KVM_CREATE_VCPU 0
            KVM_ENABLE_CAP of vCPU 0: KVM_CAP_PPC_PAPR
            KVM_ENABLE_CAP of vCPU 0: KVM_CAP_IRQ_XICS with the interrupt controller 0
            KVM_CREATE_VCPU 8
            KVM_ENABLE_CAP of vCPU 8: KVM_CAP_PPC_PAPR
            KVM_ENABLE_CAP of vCPU 8: KVM_CAP_IRQ_XICS with the interrupt controller 8'''.stripIndent()
    }

    def "a big-endian board's guest starts big-endian"() {
        expect:
        Planned.on('ppc64', Planned.POWER_HV) { vcpu(0) { start 0x1000 } }.readLines().last() == 'KVM_SET_REGS of vCPU 0: pc 0x1000 msr 0x8000000000001000'
    }

    def "what the board does not support is refused in the plan: #message"() {
        when:
        Planned.on('ppc64le', facts, block)

        then:
        def e = thrown(ScriptError)
        ([e.message] + e.notes()).join('\n').contains(message)

        where:
        facts             | block                                             || message
        Planned.POWER_HV  | ({ platform SPAPR; arch 201; vcpu 0 })            || 'arch 201 has no logical PVR'
        Planned.POWER_PR  | ({ platform SPAPR; arch 201; vcpu 0 })            || 'arch 201 has no logical PVR'
        Planned.POWER_HV  | ({ platform SPAPR; arch 201 })                    || 'arch must be one of 205, 206, 207, 300, 310'
        Planned.POWER_PR  | ({ platform SPAPR; type HV })                     || 'KVM_CREATE_VM refuses type KVM_VM_PPC_HV\nHV needs the kvm_hv module'
        Planned.POWER_PR  | ({ platform SPAPR; compat 0x0f000003 })           || 'compat needs an HV guest: PR guests have no KVM_REG_PPC_ARCH_COMPAT; the VM type is PR'
        Planned.POWER_HV  | ({ platform SPAPR; arch 206; compat 0x0f000003 }) || 'arch and compat both set the logical PVR: use only one of them'
        Planned.POWER_HV  | ({ platform KVM; type HV })                       || 'its first KVM_RUN fails with EINVAL'
        NO_PR             | ({ platform KVM })                                || 'does not support PR: KVM_CREATE_VM refuses type KVM_VM_PPC_PR\nPR needs the kvm_pr module'
        [:]               | ({ platform SPAPR })                              || 'KVM_CAP_PPC_PAPR is 0'
        Planned.POWER_HV  | ({ platform SPAPR, api: rfc2011 })                || "rfc 'scripts/rfc/kvm-ppc-set-platform.patch'"
        Planned.POWER_HV  | ({ flags CROSS_ARCH })                            || 'flags needs platform'
        [KVM_CAP_PPC_RMA: 2] | ({ rma 128 << 20, api: 'merged' })             || 'needs an RMA from the kernel\'s pool: KVM_CAP_PPC_RMA is 2'
        Planned.POWER_HV  | ({ mmu RADIX })                                   || 'flags has KVM_PPC_MMUV3_RADIX, but KVM_CAP_PPC_MMU_RADIX is 0 on this board'
        Planned.POWER_HV  | ({ htab order: 10 })                              || 'hashed page table order 10 is invalid: the order must be from 18 to 46'
        [KVM_CAP_ENABLE_CAP_VM: 1, KVM_CAP_PPC_SMT: 1] | ({ smt 3 })                                    || 'args[0] (threads per virtual core) is 3, not a power of two'
        [KVM_CAP_ENABLE_CAP_VM: 1, KVM_CAP_PPC_SMT: 1, KVM_CAP_PPC_SMT_POSSIBLE: 5] | ({ smt 2 })       || 'threads per virtual core must be 1, 4 on this board (KVM_CAP_PPC_SMT_POSSIBLE), not 2'
        [KVM_CAP_PPC_ENABLE_HCALL: 1] | ({ enableHcall 3 })                   || 'args[0] is hypercall 0x3, which is not a multiple of 4'
        Planned.POWER_HV  | ({ xics; xive })                                  || 'a guest can have only one interrupt controller; this is the second'
        [KVM_CAP_DEVICE_CTRL: 1, KVM_DEV_TYPE_XIVE: 0] | ({ xive })           || 'xive needs a KVM_DEV_TYPE_XIVE, which board the board does not have'
        Planned.POWER_HV  | ({ irqchip })                                     || 'irqchip (KVM_CREATE_IRQCHIP) needs an x86 or arm64 board'
        Planned.POWER_HV  | ({ pit })                                         || 'pit needs an x86 board'
        Planned.POWER_HV  | ({ ipa 40 })                                      || 'ipa needs an arm board'
        Planned.POWER_HV  | ({ vgic dist: 0x2c001000 })                       || 'vgic needs an arm board'
        Planned.POWER_HV  | ({ vcpu(0) { start 0; regs r32: 0 } })            || 'ppc64 vCPUs have no register r32'
    }

    def "calls that the kernel should refuse itself are planned: #last"() {
        expect:
        Planned.upToTheKernel('ppc64le', Planned.POWER_PR, block).readLines().last() == last

        where:
        block                                                || last
        ({ htab order: 10 })                                 || 'KVM_PPC_ALLOCATE_HTAB order 10'
        ({ platform SPAPR; type HV })                        || 'KVM_CREATE_VM type 1'
        ({ platform SPAPR; compat 0x0f000003; vcpu 0 })      || 'KVM_SET_ONE_REG of vCPU 0: KVM_REG_PPC_ARCH_COMPAT 0xf000003'
        ({ mmu RADIX })                                      || 'KVM_PPC_CONFIGURE_V3_MMU RADIX'
    }
}
