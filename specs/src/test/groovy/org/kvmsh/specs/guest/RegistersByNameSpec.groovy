package org.kvmsh.specs.guest

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.dsl.arch.Architecture
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.dsl.script.Site
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification

/** {@code reg NAME}: general registers, system registers, MSRs and one-regs. */
class RegistersByNameSpec extends Specification {
    @AutoCleanup
    OnBoard on

    @Needs('kvm')
    def "#name is written before the first run and after it, and read back"() {
        given:
        on = new OnBoard('kvm')
        on.run("m = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000; reg '$name': $first } }")

        expect:
        on.run("m.reg '$name'") == first
        on.run("m.vcpu(0).reg '$name', $second; m.reg('$name')") == second
        on.run("m.reg(['$name': $first]); m.vcpu(0).reg('$name')") == first

        where:
        name             | first  | second
        'rbx'            | 7      | 0x1234
        'cr4'            | 0x20   | 0
        'cs.base'        | 0x100  | 0x200
        'gdt.limit'      | 0xff   | 0x7f
        'sysenter_eip'   | 0x5000 | 0x6000
        'msr 0x175'      | 0x5000 | 0x6000
    }

    static final List<String> ORDERS = ['efer: 0x500, cr4: 0x620, cr3: 0x8000, cr0: 0x80050033L', 'cr0: 0x80050033L, cr3: 0x8000, cr4: 0x620, efer: 0x500',
                                              'cr4: 0x620, cr0: 0x80050033L, efer: 0x500, cr3: 0x8000']

    /** A kernel checks the whole struct: CR0.PG without its requirements is EINVAL, in any order of the registers. */
    @Sample(verify = 4)
    def "long mode is one KVM_SET_SREGS on #board in any order: #order"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)

        when: 'before the first run'
        on.run("def before = trace('KVM_SET_SREGS').size; m = vm { memory at: 0, size: 64.KB; vcpu(0) { reg $order }; vcpu(1) { real 0x1000 } }; made = trace('KVM_SET_SREGS').size - before")

        then: 'two, because vCPU 1 has another start'
        on.run('made') == 2
        on.run('m.reg "cr0"') == 0x80050033

        when: 'of an existing vCPU'
        on.run("before = trace('KVM_SET_SREGS').size; m.vcpu(1).reg $order; live = trace('KVM_SET_SREGS').size - before")

        then:
        on.run('live') == 1
        on.run('m.vcpu(1).reg "efer"') == 0x500

        where:
        [board, order] << [OnBoard.x86(), ORDERS].combinations()
    }

    def "registers of different calls may be set together in #language: each call is made once"() {
        given:
        on = new OnBoard('model:x86_64', language)

        when:
        on.run(text)

        then:
        on.run("trace('KVM_SET_MSRS').size") == 1
        on.run("trace('KVM_SET_SREGS').size") == 2
        on.run(read)

        where:
        language            | text                                                                                                  || read
        Language.GROOVY     | "m = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 } }; m.reg cr3: 0x4000, sysenter_cs: 8, rbx: 7, sysenter_eip: 0x5000, cr4: 0x20"  || "m.reg('rbx') == 7 && m.reg('sysenter_eip') == 0x5000 && m.reg('cr3') == 0x4000"
        Language.JS         | "const m = vm({memory: {at: 0, size: KB(64)}, vcpu: {real: 0x1000}}); m.reg({cr3: 0x4000, sysenter_cs: 8, rbx: 7, sysenter_eip: 0x5000, cr4: 0x20})"    || "m.reg('rbx') == 7 && m.reg('sysenter_eip') == 0x5000 && m.reg('cr3') == 0x4000"
    }

    def "the echo of a large struct has the fields that a call changes: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)

        when:
        on.run('m = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000; reg cr3: 0x4000, cr4: 0x20 } }')

        then:
        on.steps.findAll { it.contains('KVM_SET_SREGS') || it.contains('KVM_SET_REGS') }*.trim()*.replaceAll(' +', ' ') == [
                'vcpu KVM_SET_SREGS cs.base: 0x0, cs.selector: 0, other fields unchanged = 0', 'vcpu KVM_SET_SREGS cr3: 0x4000, cr4: 0x20, other fields unchanged = 0',
                'vcpu KVM_SET_REGS rip: 0x1000, other fields unchanged = 0']
        on.steps.findAll { it.contains('KVM_GET_SREGS') }.last().endsWith('KVM_GET_SREGS = 0, unchanged')

        when: 'and so has the trace'
        on.run('m.reg cr4: 0x220')

        then:
        on.run("trace('KVM_SET_SREGS').toString()").readLines().last().endsWith('KVM_SET_SREGS cr4: 0x220, other fields unchanged = 0')

        where:
        board << OnBoard.x86()
    }

    @Needs('kvm')
    def "an unknown register suggests the nearest one, at its position"() {
        given:
        on = new OnBoard('kvm')

        when:
        on.run('vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000; reg sysenter_epi: 1 } }')

        then:
        def e = thrown(ScriptError)
        e.message == 'x86_64 vCPUs have no register sysenter_epi'
        e.notes().first() == 'did you mean \'sysenter_eip\'?'
    }

    def "the headers of #table name #name, one-reg #id"() {
        expect:
        Architecture.of(Abi.of(table)).registers(Abi.of(table)).get(name, Site.UNKNOWN).id() == id

        where:
        table     | name                       || id
        'ppc64le' | 'KVM_REG_PPC_LPCR'         || Abi.of('ppc64le').constant('KVM_REG_PPC_LPCR')
        'ppc64le' | 'lpcr'                     || Abi.of('ppc64le').constant('KVM_REG_PPC_LPCR')
        'arm64'   | 'KVM_REG_ARM_PSCI_VERSION' || Abi.of('arm64').constant('KVM_REG_ARM_PSCI_VERSION')
        'arm64'   | 'sctlr_el1'                || 0x603000000013c080L
        'arm64'   | 'SCTLR_EL1'                || 0x603000000013c080L
        'arm64'   | 'vbar_el1'                 || 0x603000000013c600L
        'arm64'   | 'cntv_ctl_el0'             || 0x603000000013df19L
        'arm64'   | 'cntv_cval_el0'            || Abi.of('arm64').constant('KVM_REG_ARM_TIMER_CVAL')
        'arm64'   | 'cntpct_el0'               || Abi.of('arm64').constant('KVM_REG_ARM_PTIMER_CNT')
    }
}
