package org.kvmsh.specs.guest

import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification

/** A word without a machine acts on the current machine, in both languages. */
@Needs('kvm')
class CurrentMachineWordsSpec extends Specification {
    def "in Groovy"() {
        given:
        def on = new OnBoard('kvm')
        on.run('''first = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0 } }
                  m = vm { irqchip; memory at: 0, size: 64.KB, log: true; load at: 0x1000, hex: '40 a3 00 20 f4'; vcpu(0) { real 0x1000; regs rax: 1 }; serial io: 0x3f8 }''')

        expect:
        on.run('before = snapshot(); breakpoint at: 0x1001; run(within: 60.s).exit().toString()') == 'debug'
        on.run('regs.rax') == 2
        on.run('breakpoint remove: 0x1001; run(steps: 1, within: 60.s); dirty().contains(0x2000L)')
        on.run('restore before; regs.rip') == 0x1000
        on.run('regs.rax') == 1
        on.run('irq gsi: 4; irq gsi: 4, level: 0; nmi(); line = irqfd gsi: 4; line.signal(); bell = ioeventfd io: 0x60; bell.count') == 0
        // The APIC of a vCPU that just began takes none yet.
        on.run('try { msi address: 0xfee00000, data: 0x30 } catch (e) { e.message }').startsWith('KVM_SIGNAL_MSI returned 0')
        on.run("type 'x'; first.regs.rip") == 0

        cleanup:
        on.close()
    }

    @Needs('libcapstone')
    def "dis in Groovy"() {
        given:
        def on = new OnBoard('kvm')
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 f4'; vcpu(0) { real 0x1000 } }")

        expect:
        on.run('dis(0x1000, 1).toString()').contains('incw %ax')

        cleanup:
        on.close()
    }

    def "in JavaScript"() {
        given:
        def on = new OnBoard('kvm', Language.JS)
        on.run("const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: '40 40 f4'}, vcpu: {real: 0x1000, regs: {rax: 1}}})")

        expect:
        on.run('const before = snapshot(); String(run({steps: 1, within: seconds(60)}).exit)') == 'debug'
        on.run('Number(regs.rax)') as int == 2
        on.run('restore(before); Number(regs.rax)') as int == 1
        on.run("String(run({within: seconds(60)}).exit)") == 'hlt'
        on.run('Number(GB(1)) == 2 ** 30') == true

        cleanup:
        on.close()
    }

    @Sample(verify = 4)
    def "a former form, #form in #language, is an error that names the new one"() {
        given:
        def on = new OnBoard('model:x86_64', language)
        on.run(language == Language.JS ? "var m = vm({memory: {at: 0, size: KB(64)}, vcpu: {real: 0}})" : 'm = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0 } }')

        when:
        on.run(form)

        then:
        def error = thrown(ScriptError)
        error.notes().join('\n').contains(written)

        cleanup:
        on?.close()

        where:
        language        | form                         || written
        Language.GROOVY | 'vcpu(1) { real 0 }'         || 'more { vcpu(1) { … } }'
        Language.GROOVY | 'm.vcpu(1) { real 0 }'       || 'more { vcpu(1) { … } }'
        Language.GROOVY | 'vcpu { real 0 }'            || 'more { vcpu(1) { … } }'
        Language.GROOVY | 'm.vcpu { real 0 }'          || 'more { vcpu(1) { … } }'
        Language.GROOVY | 'vcpu 1'                     || 'more { vcpu(1) { … } }'
        Language.GROOVY | 'console io: 0x3f8'          || 'more { console io: 0x3f8 }'
        Language.GROOVY | 'm.console io: 0x3f8'        || 'more { console io: 0x3f8 }'
        Language.GROOVY | 'context stack: 8'           || 'atStop stack: 8'
        Language.GROOVY | 'm.context stack: 8'         || 'context.showing stack: 8'
        Language.GROOVY | 'm.vcpu(0).context stack: 8' || 'context.showing stack: 8'
        Language.GROOVY | 'dis([0xf4])'                || 'decode'
        Language.GROOVY | 'dis x86_16, [0xf4]'         || 'decode'
        Language.GROOVY | 'dis at: 0x1000, [0xf4]'     || 'decode'
        Language.GROOVY | 'dis at: 0, x86_16, [0xf4]'  || 'decode'
        Language.JS     | 'vcpu(1, {real: 0})'         || 'more(v => { v.vcpu(1, c => { … }) })'
        Language.JS     | 'm.vcpu({real: 0})'          || 'more(v => { v.vcpu(1, c => { … }) })'
        Language.JS     | 'console({io: 0x3f8})'       || 'more({console: {io: 0x3f8}})'
        Language.JS     | 'm.console({io: 0x3f8})'     || 'more({console: {io: 0x3f8}})'
        Language.JS     | 'context({stack: 8})'        || 'atStop({stack: 8})'
        Language.JS     | 'm.context({stack: 8})'      || 'context.showing({stack: 8})'
        Language.JS     | 'dis(x86_16, [0xf4])'        || 'decode'
        Language.JS     | 'dis([0xf4], {at: 0x1000})'  || 'decode'
    }
}
