package org.kvmsh.specs.language

import org.kvmsh.dsl.text.Fitting
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification

/** Tables whose form depends on the terminal's width have no line that is longer, on narrow and wide terminals. */
class TablesFitSpec extends Specification {
    static final String GUEST = '''m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e4 60 e6 80 f4'; vcpu(0) { real 0x1000; regs rbx: 0xffffffff80000000, rcx: 1, rdx: 2, rsi: 3, rdi: 4, rsp: 0x8000 }
on(io: 0x60) { 41 }; on(io: 0x80) { } }
m.run until: hlt, timed: true'''

    @AutoCleanup
    OnBoard on

    def "#value has no line longer than #columns columns"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run(GUEST)

        when:
        def shown = on.run(value) as Fitting

        then:
        shown.text(columns).readLines().findAll { it.length() > columns } == []
        shown.text(columns).readLines().size() > 0

        where:
        [value, columns] << [['m.regs', 'm.vcpu(0)', 'm.regs.copy', 'm.exits.table'], [40, 80, 200]].combinations() + [['m.exits', 80], ['m.exits', 200], ['m.context', 80], ['m.context', 200],
            ["caps('VM_TYPES').diff('model:x86_64', 'model:arm-vgicv2')", 100], ["caps.diff('model:x86_64', 'model:arm-vgicv2')", 200]]
    }

    def "narrow terminals have other forms of the same rows"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run(GUEST)

        expect: 'registers one below the other, exits a line for each fact'
        (on.run('m.regs') as Fitting).text(40).readLines().size() > (on.run('m.regs') as Fitting).text(200).readLines().size()
        (on.run('m.exits.table') as Fitting).text(40).readLines()[0..1]*.replaceAll(/\d+\/s.*/, 'N/s') == ['io 0x60:', '  1, 33.3%, N/s']
        (on.run('m.exits.table') as Fitting).text(200).readLines()[0].startsWith('exit  place  count  share ')
    }
}
