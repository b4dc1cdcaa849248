package org.kvmsh.specs.guest

import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification

/** Values that each stop shows, until they are removed. */
class ValuesAreWatchedSpec extends Specification {
    /** inc ax; inc bx; hlt. */
    static final String CODE = '40 43 40 43 40 43 f4'

    @AutoCleanup
    OnBoard on

    def "a register, and what a block returns, at each step"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '$CODE'; vcpu(0) { real 0x1000 } }; watch 'rax'; watch('sum') { m.regs.rax + m.regs.rbx }; watch { 'text' }")

        expect:
        on.run('watch.toString()') == '1 rax\n2 sum\n3 watch 3'
        on.run('m.step().toString()').contains('\nwatch: rax 1, sum 1, watch 3 text')
        on.run('m.step().toString()').endsWith('\nwatch: rax 1, sum 2, watch 3 text')
        on.run('m.context.toString()').contains('\nwatch: rax 1, sum 2')

        when:
        on.run('watch remove: 1; watch remove: 3')

        then:
        on.run('m.step().toString()').endsWith('\nwatch: sum 3')
        on.run('watch.all.name') == ['sum']
    }

    def "the same in JavaScript"() {
        given:
        on = new OnBoard('model:x86_64', Language.JS)
        on.run("var m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: '$CODE'}, vcpu: {real: 0x1000}}); watch('rax'); watch(() => m.regs.rax + m.regs.rbx); watch('name', () => 'text')")

        expect:
        on.run('String(m.step())').endsWith('\nwatch: rax 1, watch 2 1, name text')
        on.run('String(watch)') == '1 rax\n2 watch 2\n3 name'
        on.run('watch({remove: 2}); watch.all.length') == 2
    }

    def "a block that fails does not hide the stop"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '$CODE'; vcpu(0) { real 0x1000 } }; watch('far') { m.mem(0x100000, 4).u32(0) }; watch 'nonsense'")

        expect:
        on.run('m.step().toString()').contains('\nwatch: far: ')
        on.run('m.step().toString()').contains(', nonsense: ')
    }

    def "removing an unknown number is rejected with those there are"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run("watch 'rax'")

        when:
        on.run('watch remove: 7')

        then:
        ScriptError e = thrown()
        e.message == 'there is no watch number 7'
        e.notes() == ['watched: 1 rax']
    }
}
