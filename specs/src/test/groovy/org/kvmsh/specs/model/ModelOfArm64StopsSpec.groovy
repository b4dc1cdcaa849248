package org.kvmsh.specs.model

import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.Timeout

/** The model of an arm64 board reports what it does not implement, and returns nothing in a kernel's place. */
@Timeout(600)
class ModelOfArm64StopsSpec extends Specification {
    static final String BOARD = 'model:arm-vgicv2'

    @Sample(verify = 4)
    def "the error shows the pc and the instruction: #what"() {
        when:
        def result = Kvmsh.run('-q', '-b', BOARD, '-e', """
            vm {
              memory at: 0x40000000, size: 64.KB
              load at: 0x40000000, hex: '1f 20 03 d5  $hex'
              vgic dist: 0x8000000, cpu: 0x8010000
              vcpu(0) { start 0x40000000; regs $regs }
            }.run within: 2.s""")

        then:
        result.status == 1
        result.err.contains(message)

        where:
        what                               | hex           | regs                        || message
        'vectors'                          | '00 1c 20 4e' | 'x0: 0'                     || 'the model does not execute the instruction 0x4e201c00 at pc 0x40000004'
        'exclusive loads'                  | '20 7c 5f c8' | 'x1: 0x40000000'            || 'the model does not execute the instruction 0xc85f7c20 at pc 0x40000004'
        'an instruction that does not exist' | '00 00 00 00' | 'x0: 0'                     || 'the model does not execute the instruction 0x00000000 at pc 0x40000004'
        'the MMU turned on'                | '00 10 18 d5' | 'x0: 1'                     || 'the model does not execute the instruction 0xd5181000 at pc 0x40000004'
        'a register of EL2'                | '00 11 1c d5' | 'x0: 0'                     || 'the model does not execute the instruction 0xd51c1100 at pc 0x40000004'
        'a timer of the guest\'s'          | '20 e3 1b d5' | 'x0: 1'                     || 'the model does not execute the instruction 0xd51be320 at pc 0x40000004'
        'an access that is not aligned'    | '20 00 40 f9' | 'x1: 0x40000001'            || 'the model stops at the instruction 0xf9400020 at pc 0x40000004: it does not implement an unaligned 8-byte access to 0x40000001'
        'an address of too many bits'      | '20 00 40 f9' | 'x1: 1L << 40'              || 'at pc 0x40000004: it does not implement an access to 0x10000000000, outside the guest\'s 40-bit'
        'a crooked stack'                  | 'e0 03 40 f9' | 'sp_el1: 0x40000008'        || 'at pc 0x40000004: it does not implement a stack pointer that is not a multiple of 16 (0x40000008)'
        'the distributor'                  | '20 00 40 b9' | 'x1: 0x8000000'             || 'the model stops at the instruction 0xb9400020 at pc 0x40000004: it does not implement an access to the GICv2 at 0x8000000'
        'the CPU interface, of two words'  | '20 08 40 29' | 'x1: 0x8010000'             || 'at pc 0x40000004: it does not implement an access to the GICv2 at 0x8010000'
        'a return to EL0'                  | 'e0 03 9f d6' | 'spsr_el1: 0, elr_el1: 0x40000000' || 'the model executes only at EL1; PSTATE is 0x0 at pc 0x40000000'
        'a hypercall of the vendor\'s'     | '02 00 00 d4' | 'x0: 0x86000000'            || 'the model does not implement the hypercall 0x86000000 at pc 0x40000004'
    }

    def "an unimplemented call is named: #call"() {
        when:
        def result = Kvmsh.run('-q', '-b', BOARD, '-e', call)

        then:
        result.status == 1
        result.err.contains(message)

        where:
        call                                                                                  || message
        'vm { }.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_ARM_NISV_TO_USER'                          || 'the model does not implement KVM_ENABLE_CAP'
        'vm { vcpu 0 }.vcpu(0).ioctl KVM_HAS_DEVICE_ATTR, group: 0, attr: 1'                  || 'the model does not implement KVM_HAS_DEVICE_ATTR for vCPUs'
        'vm { vcpu 0 }.vcpu(0).ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_SUSPENDED'      || "the model does not suspend vCPUs"
        "d = vm { }; d.deviceFd(d.ioctl(KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V2).fd).ioctl KVM_HAS_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_DIST_REGS" || "the model's GICv2 has no registers"
    }

    def "a capability without a rule is 0: #capability"() {
        expect:
        Kvmsh.run('-q', '-b', BOARD, '-e', "println kvm.ioctl(KVM_CHECK_EXTENSION, $capability)").out.readLines().last() == '0'

        where:
        capability << ['KVM_CAP_ARM_PMU_V3', 'KVM_CAP_ARM_EL1_32BIT', 'KVM_CAP_IRQFD', 'KVM_CAP_VCPU_ATTRIBUTES', 'KVM_CAP_ENABLE_CAP_VM']
    }
}
