package org.kvmsh.specs.exits

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.ExitReasons
import org.kvmsh.bindings.kernel.HeapRegion
import org.kvmsh.bindings.kvm.Exit
import org.kvmsh.bindings.kvm.ExitFields
import org.kvmsh.bindings.kvm.KeptExit
import org.kvmsh.bindings.kvm.NamedExit
import spock.lang.Specification

/** Every exit_reason is shown in words, with the data that the kernel filled in. */
class ExitReasonsSpec extends Specification {
    def "each of the kernel's exit reasons has a name, a sentence and its fields, on #table"() {
        given:
        def abi = Abi.of(table)
        def run = new HeapRegion(new byte[abi.struct('kvm_run').size()], abi.order())

        expect:
        ExitReasons.of(abi).size() == 44
        ExitReasons.of(abi).every { reason ->
            run.putInt(abi.struct('kvm_run').offset('exit_reason'), (int) reason.value())
            def exit = KeptExit.of(abi, run)
            assert exit.name() == (reason.name() - 'KVM_EXIT_').toLowerCase()
            assert !(exit instanceof Exit.Unknown)
            assert !ExitReasons.sentence(reason.name()).empty
            if (exit instanceof NamedExit && ExitReasons.part(reason.name()) && abi.struct("kvm_run").field(ExitReasons.part(reason.name())).bytes() > 0) {
                assert exit.fields().names()
                assert exit.toString().startsWith("${exit.name()}, ${exit.sentence()}")
            }
            true
        }

        where:
        table << Abi.tables() - 'arm'
    }

    def "fields have a direction and match the architecture's headers"() {
        given:
        def abi = Abi.of(table)
        def layout = abi.struct('kvm_run')
        def run = new HeapRegion(new byte[layout.size()], abi.order())
        run.putInt(layout.offset('exit_reason'), (int) abi.constant(reason))
        def exit = KeptExit.of(abi, run) as NamedExit

        when: 'on the kvm_run itself, because a copy reaches no guest'
        ExitFields.of(abi, layout, part, run, false).set(field, 0x1234)

        then:
        exit.get(field) == 0x1234
        run.getInt(layout.offset("$part.$field")) == 0x1234
        exit.toString() == text

        where:
        table    | reason                | part    | field   || text
        'x86_64' | 'KVM_EXIT_X86_RDMSR'  | 'msr'   | 'index' || 'x86_rdmsr, the guest read an MSR that user space handles: error: 0x0, reason: 0x0, index: 0x1234, data: 0x0'
        'ppc64'  | 'KVM_EXIT_EPR'        | 'epr'   | 'epr'   || 'epr, an external interrupt was delivered to the guest, and KVM needs its vector; KVM_CAP_PPC_EPR requested this exit: epr: 0x1234'
        's390x'  | 'KVM_EXIT_S390_SIEIC' | 's390_sieic' | 'ipb' || 's390_sieic, the guest hit an interception that the kernel forwards to user space: icptcode: 0x0, ipa: 0x0, ipb: 0x1234'
    }

    def "an unknown field is refused with the list of fields"() {
        given:
        def abi = Abi.of('x86_64')
        def run = new HeapRegion(new byte[abi.struct('kvm_run').size()], abi.order())
        run.putInt(abi.struct('kvm_run').offset('exit_reason'), (int) abi.constant('KVM_EXIT_X86_WRMSR'))

        when:
        (KeptExit.of(abi, run) as NamedExit).get('indx')

        then:
        def e = thrown(IllegalArgumentException)
        e.message == 'exit x86_wrmsr has no field indx, did you mean \'index\'?; its fields: data, error, index, name, reason, refuse, value, write'
    }

    def "an unknown reason is shown as its number and bytes, without an error"() {
        given:
        def abi = Abi.of('arm64')
        def run = new HeapRegion(new byte[abi.struct('kvm_run').size()], abi.order())
        run.putInt(abi.struct('kvm_run').offset('exit_reason'), 99)
        run.putInt(abi.struct('kvm_run').offset('internal.suberror'), 0x0201)

        expect:
        KeptExit.of(abi, run).toString() == 'exit 99, which is not in the ABI tables: 01 02'
    }
}
