package org.kvmsh.specs.exits

import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification

/** What has to be asked of KVM so that a handler is called at all is planned with it; a handler that never would be is refused. */
class HandlersEnableExitsSpec extends Specification {
    @AutoCleanup
    OnBoard on

    @Needs('kvm')
    def "on kvm #handler makes #calls"() {
        given:
        on = new OnBoard('kvm')
        on.run("vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 }; $handler }")

        expect:
        calls.every { call -> on.steps.any { it.contains(call) } }

        where:
        handler                             || calls
        'on(msr: 0x10000) { 1 }'            || ['KVM_ENABLE_CAP cap: 188 (KVM_CAP_X86_USER_SPACE_MSR)', 'KVM_X86_SET_MSR_FILTER ranges[0].flags: KVM_MSR_FILTER_READ | KVM_MSR_FILTER_WRITE, ranges[0].nmsrs: 1, ranges[0].base: 0x10000']
        'on(msr: 0x174..0x176) { 1 }'       || ['ranges[0].nmsrs: 3, ranges[0].base: 0x174']
        'on(hcall: 12) { 0 }'               || ['KVM_ENABLE_CAP cap: 201 (KVM_CAP_EXIT_HYPERCALL), flags: 0, args[0]: 0x1000']
        'on(debug: 0x1003) { }'             || ['KVM_SET_GUEST_DEBUG control: KVM_GUESTDBG_ENABLE | KVM_GUESTDBG_USE_HW_BP, arch.debugreg[0]: 0x1003, arch.debugreg[7]: 0x402']
        'on(debug: 0x1003..0x1005) { }'     || ['KVM_SET_GUEST_DEBUG control: KVM_GUESTDBG_ENABLE | KVM_GUESTDBG_SINGLESTEP']
    }

    def "on #board #handler is refused: #message"() {
        given:
        on = new OnBoard(board)

        when:
        on.run("vm { memory at: 0, size: 64.KB; $handler }")

        then:
        def e = thrown(ScriptError)
        e.message.contains(message)
        on.session.machines().empty

        where:
        board          | handler                   || message
        'model:x86_64' | 'on(hcall: 12) { 0 }'     || 'on(hcall:) would never be called: it needs KVM_CAP_EXIT_HYPERCALL'
        'model:rfc'    | 'on(io: 0x80) { 1 }'      || 'on(io:) needs an x86 board'
        'model:rfc'    | 'on(msr: 0x10) { 1 }'     || 'on(msr:) needs an x86 board'
        'model:rfc'    | 'serial io: 0x3f8'        || 'serial io: needs an x86 board'
        'model:rfc'    | 'on(system: 1) { }'       || 'on(system:) needs an arm or riscv or x86 board'
    }

    @Needs('kvm')
    def "on kvm #handler is refused too: #message"() {
        given:
        on = new OnBoard('kvm', Language.GROOVY)

        when:
        on.run("vm { memory at: 0, size: 64.KB; vcpu 0; $handler }")

        then:
        def e = thrown(ScriptError)
        e.message.contains(message)

        where:
        handler                                                           || message
        'on(msr: 0x830) { 1 }'                                            || 'belong to the x2APIC'
        'on(msr: 0x100000000) { 1 }'                                      || "an MSR number has 32 bits"
        'on(hcall: 11) { 0 }'                                             || 'KVM handles that hypercall itself'
        '(0..4).each { at -> on(debug: at) { } }'                         || 'this is hardware breakpoint 5; board '
        'serial io: 0x3f8; on(io: 0x3f9..0x400) { 0x60 }'                 || 'two handlers for io 0x3f9'
    }
}
