package org.kvmsh.specs.language

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.CapabilityMeanings
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import spock.lang.Specification

/** caps names the bits of a capability that is a mask, as the headers do. */
class CapabilityMasksAreNamedSpec extends Specification {
    def "#capability = #value has the bits #names"() {
        expect:
        CapabilityMeanings.bits(Abi.of('x86_64'), capability, value) == names

        where:
        capability                          | value || names
        'KVM_CAP_SYNC_REGS'                 | 5     || ['KVM_SYNC_X86_REGS', 'KVM_SYNC_X86_EVENTS']
        'KVM_CAP_VM_TYPES'                  | 0x3   || ['KVM_X86_DEFAULT_VM', 'KVM_X86_SW_PROTECTED_VM']
        'KVM_CAP_X86_DISABLE_EXITS'         | 0x106 || ['KVM_X86_DISABLE_EXITS_HLT', 'KVM_X86_DISABLE_EXITS_PAUSE', '0x100']
        'KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2' | 3     || ['KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE', 'KVM_DIRTY_LOG_INITIALLY_SET']
        'KVM_CAP_EXIT_HYPERCALL'            | 0x3000 || ['KVM_HC_MAP_GPA_RANGE', '0x2000']
        'KVM_CAP_PPC_SMT_POSSIBLE'          | 15    || ['1 thread', '2 threads', '4 threads', '8 threads']
        'KVM_CAP_VM_TYPES'                  | 0     || []
        'KVM_CAP_NR_VCPUS'                  | 3     || []
    }

    def "every row of the table names a capability and constants of the headers"() {
        given:
        def rows = CapabilityMeanings.getResourceAsStream('capabilities.tsv').text.readLines()*.split('\t').findAll { it[0] in ['flags', 'numbers'] }
        def abis = Abi.tables().collect { Abi.of(it) }

        expect:
        rows.size() > 10
        rows.findAll { row -> !abis.any { it.hasConstant(row[1]) && it.constants(row[2].replaceFirst(/\*.*/, '')) } } == []
    }

    def "caps shows them, and .bits has them, on #board in #language"() {
        given:
        Needed.orSkip(board == 'kvm' ? 'kvm:x86_64' : board)

        when:
        def out = Kvmsh.run('-q', '-b', board, '--lang', language, '-e', script).out

        then:
        out.contains('KVM_X86_DEFAULT_VM')
        out.readLines().last() =~ /^\['?KVM_X86_DEFAULT_VM/

        where:
        board          | language | script
        'model:x86_64' | 'groovy' | "println caps('VM_TYPES'); caps('VM_TYPES').named('VM_TYPES').bits"
        'model:x86_64' | 'js'     | "console.log(caps('VM_TYPES')); caps('VM_TYPES').named('VM_TYPES').bits"
        'kvm'          | 'groovy' | "println caps('VM_TYPES'); caps('VM_TYPES').named('VM_TYPES').bits"
    }
}
