package org.kvmsh.specs.rules

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.Arch
import org.kvmsh.bindings.kvm.rules.Rulebook
import org.kvmsh.specs.kit.OnBoard
import spock.lang.Specification

/** A rule is its architecture's: none speaks of another one's devices, capabilities or kernel files. */
class RulesAreOfTheirArchitectureSpec extends Specification {
    /** What only one architecture has, by the directory of its kernel code. */
    private static final Map<String, String> OWN = [
        x86    : /KVM_X86_|KVM_CAP_X86_|IOAPIC|local APIC|\bPIT\b|\bTSC\b|CPUID|\bMSRs?\b|\bcr[0-8]\b|SPLIT_IRQCHIP/,
        arm64  : /KVM_ARM_|KVM_CAP_ARM_|KVM_DEV_ARM_|GICv|VGIC|redistributor|\bSVE\b|\bITS\b|\bPPI\b|MPIDR|PMUv3/,
        powerpc: /KVM_PPC_|KVM_CAP_PPC_|KVM_VM_PPC_|PAPR|PPC970|POWER7|XICS|XIVE|\bHV\b|hash table|DAWR/,
        s390   : /S390|CMMA|ultravisor has|subchannel/,
        riscv  : /RISCV/]
    /** A proposal is explained on any board; its rules are of the kernels that it was for. */
    private static final List<String> PROPOSED = ['KVM_PPC_SET_PLATFORM', 'KVM_ALLOCATE_RMA', 'KVM_SET_DEVICE_ADDRESS']

    def "#table: no rule of its ioctls mentions another architecture"() {
        given:
        def abi = Abi.of(table)
        def others = OWN.findAll { it.key != abi.arch().kernelFolder() }

        expect:
        (abi.ioctls()*.name() - PROPOSED).collectMany { call -> Rulebook.of(abi.arch(), call).collect { [call, it.toString()] } }.findAll { call, text ->
            others.any { folder, own -> text =~ own || text.contains("arch/$folder/") }
        } == []

        where:
        table << ['x86_64', 'arm64', 'ppc64', 'riscv64', 's390x', 'mips64', 'loongarch64']
    }

    def "#board: explain '#call' begins with #first, and does not mention #not"() {
        given:
        def on = new OnBoard(board)

        when:
        def lines = on.run("explain '$call'").toString().readLines()
        def text = lines.findAll { !it.startsWith('  KVM_CREATE_VM here') && !it.startsWith('  on ') }.drop(1).join('\n')

        then:
        text.contains("  EINVAL: $first")
        not.every { !text.contains(it) }

        cleanup:
        on.close()

        where:
        board              | call             | first                                       || not
        'model:x86_64'     | 'KVM_RUN'        | 'the argument is not 0: KVM_RUN takes none' || ['PAPR', 'PPC970', 'VGIC', 'window', 'KVM_ARM']
        'model:arm-vgicv2' | 'KVM_RUN'        | ''                                          || ['PAPR', 'PPC970', 'local APIC', 'cr8', 'S390']
        'model:rfc'        | 'KVM_RUN'        | ''                                          || ['KVM_ARM', 'window', 'cr8', 'kvm_valid_regs']
        'model:x86_64'     | 'KVM_ENABLE_CAP' | ''                                          || ['PPC', 'XICS', 'ARM', 'S390', 'second DAWR']
        'model:arm-vgicv2' | 'KVM_ENABLE_CAP' | ''                                          || ['PPC', 'X86', 'IRQCHIP', 'IOAPIC', 'S390']
        'model:rfc'        | 'KVM_ENABLE_CAP' | ''                                          || ['ARM_', 'X86', 'SPLIT', 'IOAPIC', 'S390']
        'model:rfc'        | 'KVM_CREATE_VM'  | 'the type is not 0 (default), 1 (HV)'       || ['IPA', 'KVM_CAP_VM_TYPES']
    }
}
