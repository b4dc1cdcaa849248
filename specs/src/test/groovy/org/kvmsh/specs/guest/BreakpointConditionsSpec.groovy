package org.kvmsh.specs.guest

import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

/** A breakpoint that stops the guest only if a condition holds, or not the first times. */
@Timeout(600)
class BreakpointConditionsSpec extends Specification {
    /** mov ax, 5; again: dec ax; jnz again; hlt. */
    private static final String CODE = 'b8 05 00 48 75 fd f4'
    private static final Map<Language, String> COUNTS = [
            (Language.GROOVY): "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '$CODE'; vcpu(0) { real 0x1000 } }".toString(),
            (Language.JS)    : "const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: '$CODE'}, vcpu: {real: 0x1000}})".toString()]

    @AutoCleanup
    OnBoard on

    private static String rax(Language language) {
        language == Language.JS ? 'Number(m.regs.rax)' : 'm.regs.rax as int'
    }

    @Sample(verify = 8)
    def "the guest runs on while the condition does not hold: #language, #how on #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board, language)
        on.run(COUNTS[language])
        on.run(breakpoint)

        when:
        def end = on.run(language == Language.JS ? 'String(m.run().exit)' : 'm.run().exit.toString()')

        then: 'ax is 5, 4, 3, 2 and 1 at 0x1003'
        [end, on.run(rax(language))] == ['debug', 2]

        when: 'the rest of the loop does not fulfill it'
        end = on.run(language == Language.JS ? 'String(m.run().exit)' : 'm.run().exit.toString()')

        then:
        end == next

        where:
        [[language, how, breakpoint, next], board] << [[
                [Language.GROOVY, 'a condition', 'm.breakpoint(at: 0x1003) { it.regs.rax == 2 }', 'hlt'],
                [Language.JS, 'a condition', 'm.breakpoint({at: 0x1003}, vcpu => vcpu.regs.rax == 2n)', 'hlt'],
                [Language.GROOVY, 'the word alone', 'breakpoint(at: 0x1003) { v -> v.regs.rax == 2 }', 'hlt'],
                [Language.GROOVY, 'an instruction', 'm.breakpoint(at: 0x1003, software: true) { it.regs.rax == 2 }', 'hlt'],
                [Language.GROOVY, 'ignored times', 'm.breakpoint at: 0x1003, ignore: 3', 'debug'],
                [Language.JS, 'ignored times', 'm.breakpoint({at: 0x1003, ignore: 3})', 'debug'],
                [Language.GROOVY, 'both', 'm.breakpoint(at: 0x1003, ignore: 1) { it.regs.rax < 4 }', 'debug']], OnBoard.x86()].combinations()
    }

    def "what is set is listed, and nothing that was removed: #language"() {
        given:
        on = new OnBoard('model:x86_64', language)
        on.run(COUNTS[language])

        when:
        def none = on.run('m.breakpoints.toString()')
        set.each { on.run(it) }

        then:
        none == 'no breakpoints or watchpoints'
        on.run('m.breakpoints.toString()') == '''\
            breakpoint 1 at 0x1003: hardware, conditional
            breakpoint 2 at 0x1004: software (an instruction replaced in guest memory), the next 2 hits are ignored
            watchpoint 1 at 0x2000: 8 bytes, access'''.stripIndent()

        when:
        removed.each { on.run(it) }

        then:
        on.run('breakpoints.all.map(p => p.number + " " + p.kind + " " + p.address).join()'.with { language == Language.JS ? it : 'breakpoints.all.collect { it.number + " " + it.kind + " " + it.address }.join(",")' }) == '2 breakpoint 4100'

        where:
        language        | set | removed
        Language.GROOVY | ['m.breakpoint(at: 0x1003) { it.regs.rax == 2 }', 'm.breakpoint at: 0x1004, software: true, ignore: 2', "m.watchpoint at: 0x2000, size: 8, access: 'access'"] | ['m.breakpoint remove: 0x1003', 'm.watchpoint remove: 0x2000']
        Language.JS     | ['m.breakpoint({at: 0x1003}, v => v.regs.rax == 2n)', 'm.breakpoint({at: 0x1004, software: true, ignore: 2})', "m.watchpoint({at: 0x2000, size: 8, access: 'access'})"] | ['m.breakpoint({remove: 0x1003})', 'm.watchpoint({remove: 0x2000})']
    }

    @Sample(verify = 4)
    def "the guest runs on while the condition does not hold: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(guest)
        on.run("m.breakpoint(at: $at) { it.regs.$register == 2 }")

        expect:
        on.run('m.run().exit.toString()') == 'debug'
        on.run("m.regs.$register as int") == 2
        on.run('m.run(within: 300.ms).exit.toString()') == 'timeout'

        where:
        board              | at           | register | guest
        // again: add x0, x0, #1; b again
        'model:arm-vgicv2' | '0x40001000' | 'x0'     | "m = vm { memory at: 0x40000000, size: 64.KB; load at: 0x40001000, hex: '00040091 ffffff17'; vcpu(0) { start 0x40001000 } }"
        'qemu:arm64'       | '0x40001000' | 'x0'     | "m = vm { memory at: 0x40000000, size: 64.KB; load at: 0x40001000, hex: '00040091 ffffff17'; vcpu(0) { start 0x40001000 } }"
    }

    def "an error in a condition is the run's, and what is neither true nor false is rejected: #language"() {
        given:
        on = new OnBoard('model:x86_64', language)
        on.run(COUNTS[language])
        on.run(breakpoint)

        when:
        on.run('m.run()')

        then:
        def failed = thrown(ScriptError)
        failed.message.contains(message)

        where:
        language        | breakpoint                                                         || message
        Language.GROOVY | "m.breakpoint(at: 0x1003) { throw new Exception('no') }"           || 'no'
        Language.JS     | "m.breakpoint({at: 0x1003}, v => { throw new Error('no') })"       || 'no'
        Language.GROOVY | 'm.breakpoint(at: 0x1003) { 5 }'                                   || 'the condition of a breakpoint must be true or false, not \'5\', a number'
        Language.JS     | 'm.breakpoint({at: 0x1003}, v => 5)'                               || 'the condition of a breakpoint must be true or false, not \'5\', a number'
    }

    @Sample(verify = 4)
    def "one that is for one stop, one that is switched off and on, and one that logs: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(COUNTS[Language.GROOVY])
        on.run("m.breakpoint at: 0x1003, once: true, software: $software; m.breakpoint at: 0x1004, software: $software")

        expect: 'ax is 5 at the first stop at each'
        on.run('m.run().breakpoint.toString()') == 'breakpoint 1 at 0x1003'
        on.run('m.breakpoints.all*.number') == [2]
        on.run('m.run().breakpoint.toString()') == 'breakpoint 2 at 0x1004'
        on.run('m.run().breakpoint.toString()') == 'breakpoint 2 at 0x1004'
        on.run('m.regs.rax as int') == 3

        when: 'the guest runs on while it is off'
        on.run('m.breakpoint disable: 0x1004')
        def list = on.run('m.breakpoints.toString()')

        then:
        list.startsWith('breakpoint 2 at 0x1004: ') && list.endsWith(', disabled')
        on.run('m.breakpoints.all[0].enabled') == false
        on.run('m.run().exit.toString()') == 'hlt'

        when:
        on.run("m.breakpoint enable: 0x1004; m.breakpoint at: 0x1003, software: $software, log: 'rax rip'; m.reg rip: 0x1000")
        on.steps.clear()
        def end = on.run('m.run(); m.run().breakpoint.toString()')

        then: 'it has a new number, and the guest has run on from it'
        end == 'breakpoint 2 at 0x1004'
        on.steps.findAll { it.contains('vCPU 0 at') }*.strip() == ['vCPU 0 at 0x1003 rax=0x5 rip=0x1003', 'vCPU 0 at 0x1003 rax=0x4 rip=0x1003']
        on.run('m.breakpoints.all*.text').last().contains(', logs rax rip')

        where:
        [board, software] << [OnBoard.x86(), [false, true]].combinations()
    }

    def "#wrong is rejected"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run(COUNTS[Language.GROOVY])

        when:
        on.run(wrong)

        then:
        def e = thrown(ScriptError)
        e.message == message

        where:
        wrong                                       | message
        'm.breakpoint at: 0x1003, remove: 0x1003'   | 'breakpoint takes only one of at:, remove:, disable: and enable:, not 2'
        'm.breakpoint disable: 0x1003'              | 'no breakpoint at 0x1003'
        'm.breakpoint at: 0x1003, log: 5'           | "log: takes the names of registers, not '5', a number"
        "m.breakpoint at: 0x1003, log: 'rax x0'"    | 'x86_64 vCPUs have no register x0'
    }
}
