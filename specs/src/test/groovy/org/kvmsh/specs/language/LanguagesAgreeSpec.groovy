package org.kvmsh.specs.language

import org.kvmsh.bindings.kernel.CallOrigin
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification

/** The same script in both languages creates the same machine, and makes the same calls. */
class LanguagesAgreeSpec extends Specification {
    @Sample(of = 4, verify = 16)
    def "scripts/#name in both languages on #board"() {
        given:
        Needed.orSkip(board, *Needed.ofScript(name))

        when:
        def (groovy, js) = [Language.GROOVY, Language.JS].collect { outcome(board, name, it) }

        then:
        groovy.specs.size() > 0
        js.specs == groovy.specs
        js.handlers == groovy.handlers
        js.calls == groovy.calls
        js.printed == groovy.printed
        js.held == groovy.held

        where:
        [board, name] << ([['kvm', 'model:x86_64'], ['first-light', 'x86/images', 'x86/protected-mode', 'x86/looking', 'x86/patching', 'x86/expecting', 'x86/serial', 'x86/msrs', 'x86/debug', 'x86/msr-exits', 'x86/snapshot']].combinations()
                + [['model:rfc', 'mission'], ['model:rfc', 'card'], ['model:power7-hv', 'ppc/real-mode'], ['model:ppc970-hv', 'ppc/real-mode']]
                + ['first-light', 'pl011', 'debug'].collect { ['model:arm-vgicv2', "arm/$it".toString()] }
                + [['kvm', 'x86/interrupts']]
                + [['qemu:arm64', 'arm/first-light'], ['qemu:arm64', 'arm/assembled'], ['qemu:arm64', 'arm/pl011'], ['qemu:arm64', 'arm/debug'], ['qemu:ppc64', 'ppc/hypercalls'], ['qemu:ppc64', 'ppc/assembled'],
                   ['qemu:ppc64', 'ppc/terminal'], ['rfc:qemu:ppc64', 'mission'], ['qemu:ppc64-rfc', 'mission']])
    }

    @Sample(of = 4, verify = 64)
    def "the tests of scripts/#name in both languages make the same calls on #board"() {
        given:
        Needed.orSkip(board, *Needed.ofScript(name))

        when:
        def (groovy, js) = [Language.GROOVY, Language.JS].collect { outcome(board, name, it) }

        then:
        groovy.calls.size() > 0
        js.calls == groovy.calls
        js.printed == groovy.printed
        js.held == groovy.held

        where:
        [board, name] << ['model:ppc970-hv', 'model:power7-hv', 'model:ppc-pr'].collectMany { [[it, 'ppc/platform-matrix'], [it, 'ppc/rma']] } +
                ['x86/irqchip', 'x86/cpuid', 'devices/attributes'].collect { ['kvm', it] } + [['model:x86_64', 'x86/cpuid'], ['model:arm-vgicv2', 'arm/cpu'], ['model:arm-vgicv2', 'devices/attributes']] +
                [['qemu:arm64', 'arm/cpu'], ['qemu:ppc64', 'ppc/platform'], ['qemu:ppc64-rfc', 'ppc/platform']]
    }

    @Needs('kvm')
    def "a block as #form plans the same steps as Groovy"() {
        given:
        def on = new OnBoard('kvm', Language.JS)

        expect:
        on.run(text)
        general(on.steps) == general(stepsOf('vm { memory at: 0, size: 64.KB; memory at: 0x100000, size: 4.KB; ioctl KVM_SET_TSS_ADDR, 0xfffbd000; '
                + 'ioctl KVM_SET_CLOCK, clock: 7; vcpu(0) { long64 0x1000, tables: 0x8000; regs rax: 1, r15: -1; ioctl KVM_SET_MP_STATE, mp_state: 0 }; vcpu 2 }'))

        cleanup:
        on.close()

        where:
        form         | text
        'an object'  | """vm({memory: [{at: 0, size: KB(64)}, {at: MB(1), size: KB(4)}], ioctl: [[KVM_SET_TSS_ADDR, 0xfffbd000], [KVM_SET_CLOCK, {clock: 7}]],
                         vcpu: [{long64: [[0x1000, {tables: 0x8000}]], regs: {rax: 1, r15: -1n}, ioctl: [[KVM_SET_MP_STATE, {mp_state: 0}]]}, {id: 2}]})"""
        'a function' | """vm(v => {
                           v.memory({at: 0, size: KB(64)}); v.memory({at: MB(1), size: KB(4)})
                           v.ioctl(KVM_SET_TSS_ADDR, 0xfffbd000); v.ioctl('KVM_SET_CLOCK', {clock: 7})
                           v.vcpu(0, c => { c.long64(0x1000, {tables: 0x8000}); c.regs({rax: 1, r15: 0xffffffffffffffffn}); c.ioctl(KVM_SET_MP_STATE, {mp_state: 0}) })
                           v.vcpu(2)
                         })"""
    }

    def "a vCPU without a number is the next one, in a block and on a live machine, in #language"() {
        given:
        def on = new OnBoard('model:x86_64', language)

        when:
        on.run(text)

        then:
        on.printed == '[0x1000, 0x1000, 0x2000, 0x3000]'

        cleanup:
        on.close()

        where:
        language        | text
        Language.GROOVY | """m = vm { memory at: 0, size: 64.KB; vcpu { real 0x1000 }; vcpu { real 0x1000 } }; more { vcpu { real 0x2000 } }; m.more { vcpu { real 0x3000 } }
                             print((0..3).collect { m.vcpu(it).regs.rip })"""
        Language.JS     | """const m = vm({memory: {at: 0, size: KB(64)}, vcpu: [{real: 0x1000}, {real: 0x1000}]}); more({vcpu: {id: 2, real: 0x2000}}); m.more(v => v.vcpu(c => c.real(0x3000)))
                             print([0, 1, 2, 3].map(n => m.vcpu(n).regs.rip))"""
    }

    private static List<String> stepsOf(String groovy) {
        new OnBoard('kvm').withCloseable { it.run(groovy); it.steps }
    }

    private static Map outcome(String board, String name, Language language) {
        new OnBoard(board, language).withCloseable { on ->
            def calls = []
            // The pc of a guest at the time limit, and its clocks, do not depend on the language; the scripts only expect certain registers.
            // An errno is explained when its text is read, which GraalJS does with each error that passes through it. A board is probed once, by the first of the two.
            on.board.kernel().tell { if (!(it.origin() in [CallOrigin.EXPLAINING, CallOrigin.PROBING])) calls << (it.name() ==~ /KVM_[GS]ET_(REGS|ONE_REG|MSRS|XSAVE|CLOCK)/ ? it.name() : it.toString()) }
            on.runScript("$name.$language")
            def specs = on.session.machines()*.config()
            [specs: specs.collect { [it.powerpc(), it.arm(), it.x86(), it.irqchip(), it.devices(), it.hugepages(), it.memory(), it.loads(), it.calls(), it.vcpus(), it.answers(), it.ready()] },
             handlers: specs*.handlers().flatten().collect { [it.kind(), it.first(), it.last()] },
             calls: general(calls), printed: on.printed, held: on.session.tests().expectationsHeld()]
        }
    }

    /** Calls without what the process has a share in: its descriptors' numbers, and where its own memory is. */
    private static List<String> general(List<String> calls) {
        calls.collect { it.replaceAll(/userspace_addr: 0x[0-9a-f]+/, 'userspace_addr').replaceAll(/\b0x(7[ef]|ff)[0-9a-f]{10}\b/, 'ADDRESS').replaceAll(/(fd|CREATE_VM =|CREATE_VCPU(?: \d+)? =|memfd:|CREATE_GUEST_MEMFD .* =) \d+/, '$1')
                .replaceAll(/\bfd: \d+/, 'fd')
                .replaceAll(/addr: 0x[0-9a-f]+ ->/, 'addr ->').replaceAll(/(KVM_CREATE_(?:VM|VCPU|DEVICE|GUEST_MEMFD), .*answer=)\d+/, '$1') }
    }
}
