package org.kvmsh.specs.exits

import org.kvmsh.bindings.kvm.Exit
import org.kvmsh.bindings.kvm.Vcpu
import org.kvmsh.dsl.machine.vcpu.PendingExit
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification

/** What an exit owes until the kernel has completed it, which it does at the next KVM_RUN (api.rst 5, The kvm_run structure). */
class AnExitIsPendingSpec extends Specification {
    @AutoCleanup
    OnBoard on = new OnBoard('model:x86_64')

    @Sample(verify = 4)
    def "after #done, the kernel completes it #completions times, and #kept is kept for the next run"() {
        given:
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e4 80 f4'; vcpu(0) { real 0x1000 } }")
        Vcpu vcpu = on.session.machines().first().vcpu(0).vcpu()
        vcpu.run()
        Exit exit = vcpu.exit()
        def pending = new PendingExit(vcpu)
        int completed = 0
        on.session.trace().tell { if (it.name() == 'KVM_RUN') completed++ }

        when:
        done.each { it == 'keep' ? pending.keep(exit) : pending."$it"() }

        then:
        completed == completions
        pending.take() == (kept == 'it' ? exit : null)
        pending.take() == null

        where:
        done                                   || completions | kept
        ['complete']                           || 0           | 'nothing'
        ['came', 'complete']                   || 0           | 'nothing'
        ['came', 'answered']                   || 0           | 'nothing'
        ['came', 'answered', 'complete']       || 1           | 'nothing'
        ['came', 'answered', 'complete', 'complete'] || 1     | 'nothing'
        ['came', 'answered', 'refused', 'complete'] || 0      | 'nothing'
        ['came', 'failed', 'complete']         || 1           | 'nothing'
        ['came', 'keep']                       || 0           | 'it'
        ['came', 'keep', 'complete']           || 1           | 'nothing'
        ['came', 'keep', 'take', 'complete']   || 1           | 'nothing'
        ['came', 'keep', 'ranByName']          || 0           | 'nothing'
        ['ranByName', 'complete']              || 1           | 'nothing'
    }

    def "registers set by a handler wait for its answer: the last value counts, and a failed answer drops them"() {
        given:
        on.run("m = vm { memory at: 0, size: 64.KB; vcpu 0 }")
        def pending = new PendingExit(on.session.machines().first().vcpu(0).vcpu())

        when:
        pending.came()
        pending.set('rax', 1)
        pending.set('rbx', 2)
        pending.set('rax', 3)

        then:
        pending.waiting('rax') == 3
        pending.waiting('rcx') == null
        pending.takeWaiting() == [rax: 3L, rbx: 2L]
        !pending.hasWaiting()

        when:
        pending.set('rax', 4)
        pending.failed()

        then:
        !pending.hasWaiting()
    }
}
