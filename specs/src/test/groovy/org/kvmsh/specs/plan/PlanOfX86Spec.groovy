package org.kvmsh.specs.plan

import org.kvmsh.bindings.board.Boards
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Planned
import spock.lang.Specification

class PlanOfX86Spec extends Specification {
    private static final Map<String, Integer> FACTS = [KVM_CAP_NR_VCPUS: 1, KVM_CAP_IRQCHIP: 1, KVM_CAP_PIT2: 1, KVM_CAP_SPLIT_IRQCHIP: 1, KVM_CAP_IRQ_ROUTING: 4096, KVM_CAP_DEVICE_CTRL: 1]

    def "interrupt controllers and the timer come before the vCPUs, CPUID before the mode and registers after it, whatever the order of the words"() {
        expect:
        Planned.on('x86_64', FACTS) { vcpu(0) { real 0x1000 }; msrs MSR_STAR: 1, '0x174': 8; cpuid function: 1, eax: 5; pit; irqchip } == '''\
            KVM_CREATE_VM type 0
            KVM_CREATE_IRQCHIP
            KVM_CREATE_PIT2
            KVM_CREATE_VCPU 0
            KVM_SET_CPUID2 of vCPU 0: what KVM_GET_SUPPORTED_CPUID returns, function 0x1
            KVM_SET_SREGS of vCPU 0: cs.base 0, cs.selector 0
            KVM_SET_REGS of vCPU 0: rip 0x1000 rflags 0x2
            KVM_SET_MSRS of vCPU 0: MSR_STAR 0x1, 0x174 0x8'''.stripIndent()
    }

    def "a word with an optional number: #text"() {
        expect:
        Planned.on('x86_64', FACTS, block).readLines()[1] == "KVM_ENABLE_CAP: KVM_CAP_SPLIT_IRQCHIP $pins"

        where:
        text              | block                  || pins
        'splitIrqchip'    | ({ splitIrqchip })     || '0x18'
        'splitIrqchip 48' | ({ splitIrqchip 48 })  || '0x30'
    }

    def "a device gets its attributes in the script's order"() {
        expect:
        Planned.on('x86_64', FACTS) { device('KVM_DEV_TYPE_VFIO') { attr group: 1, attr: 2, value: -1, size: 4; attr group: 'KVM_DEV_VFIO_FILE' }; vcpu 0 }.readLines()[1..3] == [
            'KVM_CREATE_DEVICE KVM_DEV_TYPE_VFIO',
            'KVM_SET_DEVICE_ATTR group 1, attr 2: 0xffffffffffffffff in 4 bytes',
            'KVM_SET_DEVICE_ATTR group KVM_DEV_VFIO_FILE, attr 0']
    }

    def "a kernel of x86 before Linux 6.8 has devices although KVM_CAP_DEVICE_CTRL is 0, and the plan notes it"() {
        given:
        def facts = FACTS + [KVM_CAP_DEVICE_CTRL: 0]

        expect:
        Planned.on('x86_64', facts) { device 'KVM_DEV_TYPE_VFIO' }.readLines()[1] == 'KVM_CREATE_DEVICE KVM_DEV_TYPE_VFIO'
        Planned.reasons('x86_64', facts) { device 'KVM_DEV_TYPE_VFIO' }['KVM_CREATE_DEVICE KVM_DEV_TYPE_VFIO'].contains('like x86 before Linux 6.8')

        when: 'other architectures have always reported them'
        Planned.on('arm64', facts) { device 'KVM_DEV_TYPE_VFIO' }

        then:
        def e = thrown(ScriptError)
        e.message.endsWith('KVM_CAP_DEVICE_CTRL is 0')
    }

    def "the kernel accepts the plan: #name"() {
        given:
        Needed.orSkip(name)
        def on = new OnBoard(name.startsWith('qemu') ? EmulatedBoards.open(name) : new Boards(System.getenv()).open(name))

        when:
        on.run("vm { device KVM_DEV_TYPE_VFIO }")

        then:
        on.steps.any { it.contains('KVM_CREATE_DEVICE') && it.contains(' = 0') }
        on.run("needs device: KVM_DEV_TYPE_VFIO, ioctl: KVM_CREATE_DEVICE, by: 'kernel'; 1") == 1

        when: 'a type that the kernel does not have'
        on.run("vm { device KVM_DEV_TYPE_ARM_VGIC_V2 }")

        then:
        def e = thrown(ScriptError)
        e.message.contains('does not have: KVM_CREATE_DEVICE refuses it')

        cleanup:
        on?.close()

        where:
        name << ['kvm:x86_64', 'qemu:x86_64']
    }

    def "a setup that the kernel would refuse is refused in the plan: #message"() {
        when:
        Planned.on('x86_64', facts, block)

        then:
        def e = thrown(ScriptError)
        ([e.message] + e.notes()).join('\n').contains(message)

        where:
        facts                                    | block                                                              || message
        FACTS                                    | ({ pit })                                                          || 'pit needs irqchip'
        FACTS                                    | ({ irqchip; splitIrqchip })                                        || 'KVM_CREATE_IRQCHIP has already created the full in-kernel irqchip'
        FACTS                                    | ({ splitIrqchip 5000 })                                            || 'args[0] reserves 5000 IOAPIC pins; the maximum is 4096'
        FACTS + [KVM_CAP_SPLIT_IRQCHIP: 0]       | ({ splitIrqchip })                                                 || 'KVM_CAP_SPLIT_IRQCHIP is 0'
        FACTS                                    | ({ irqchip; irqchip })                                             || 'irqchip is given twice'
        FACTS                                    | ({ msrs MSR_STARR: 1; vcpu 0 })                                    || 'did you mean \'MSR_STAR\'?'
        FACTS                                    | ({ msrs MSR_STAR: 1; msrs MSR_STAR: 2 })                           || 'MSR_STAR is given twice'
        FACTS                                    | ({ cpuid eax: 1 })                                                 || 'cpuid needs function:'
        FACTS                                    | ({ cpuid function: 1, eax: 1L << 32 })                             || 'eax: is 4294967296'
        FACTS + [KVM_DEV_TYPE_VFIO: 0]           | ({ device 'KVM_DEV_TYPE_VFIO' })                                   || 'device needs a KVM_DEV_TYPE_VFIO, which board the board does not have'
        FACTS                                    | ({ device 'KVM_DEV_TYPE_VFOI' })                                   || 'did you mean \'KVM_DEV_TYPE_VFIO\'?'
        FACTS                                    | ({ device('KVM_DEV_TYPE_VFIO') { attr group: 1, value: 1L << 32, size: 4 } }) || 'does not fit in 4 bytes (size: 4)'
        FACTS                                    | ({ device('KVM_DEV_TYPE_VFIO') { attr group: 1, value: 1, size: 3 } }) || 'size: must be 4 or 8'
        FACTS                                    | ({ device('KVM_DEV_TYPE_VFIO') { attr attr: 1 } })                 || 'attr needs group:'
        FACTS + [KVM_CAP_DEVICE_CTRL: 0, KVM_DEV_TYPE_VFIO: 0] | ({ device 'KVM_DEV_TYPE_VFIO' })                      || 'which board the board does not have'
        FACTS                                    | ({ mmu org.kvmsh.dsl.config.Mmu.RADIX })                             || 'mmu needs a powerpc board'
    }
}
