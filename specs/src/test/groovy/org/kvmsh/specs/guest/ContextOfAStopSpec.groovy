package org.kvmsh.specs.guest

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.NamedElf
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Everything about where a guest has stopped, when a person asks for it, and at each stop only what they have asked for. */
class ContextOfAStopSpec extends Specification {
    /** main: mov ax, 5; call less; out 0x80, al; jmp main. less: dec ax; ret. */
    static final Map GUEST = [code: 'b80500e80400e680ebf648c3'.decodeHex(), symbols: [main: [0, 10], less: [10, 2]]]
    static final String MADE = "m = vm { memory at: 0, size: 64.KB; load elf: FILE; vcpu(0) { real 0x1000; regs rsp: 0x8000 }; console io: 0x80 }; m.breakpoint at: 'less'"

    @TempDir
    Path folder

    @AutoCleanup
    OnBoard on

    private void guest(String board = 'model:x86_64') {
        Needed.orSkip(board, 'libcapstone')
        on = new OnBoard(board)
        on.run(MADE.replace('FILE', "'${Files.write(folder.resolve('guest.elf'), new NamedElf(GUEST).bytes())}'"))
    }

    def "context shows the registers, flags, code, stack and console, with what changed since the last stop: #board"() {
        given:
        guest(board)
        on.run('m.run().toString(); m.run().toString()')

        when:
        def text = on.run('context.toString()').lines().toList()

        then:
        text[0].startsWith('last run: breakpoint 1 at 0x100a (less) after ')
        text[1].startsWith('vCPU 0, non-zero registers')
        text.any { it.contains('cr0 ') && !it.contains('0x') }
        text.indexOf('code at 0x100a (less):') > 0
        text.indexOf('stack at 0x7ffe:') > text.indexOf('code at 0x100a (less):')
        text[text.indexOf('stack at 0x7ffe:') + 1] == '   0x7ffe  0x1006  main+0x6'
        text.contains('console:')

        where:
        board << OnBoard.x86()
    }

    def "a stop's text does not grow until a person asks for more, which then holds for the session"() {
        given:
        guest()

        expect:
        !on.run('m.run().toString()').contains('stack at')

        when:
        on.run("atStop stack: 2, code: 1, registers: 'none'")
        def stop = on.run('m.run().toString()').lines().toList()

        then:
        stop[1] == 'code at 0x100a (less):'
        stop.drop(stop.size() - 4) == ['-> 0x100a  48        decw %ax', 'stack at 0x7ffe:', '   0x7ffe  0x1006  main+0x6', '   0x8000  0x0000']
        !stop.any { it.startsWith('changed:') }

        and: 'a step too'
        on.run('m.step().toString()').contains('\nstack at 0x7ffe:\n   0x7ffe  0x1006  main+0x6\n')

        and: 'of a machine or a vCPU it is for once'
        !on.run('m.context.showing(stack: 0, code: 0, console: 0).toString()').contains('stack at')
        on.run('m.vcpu(0).context.toString()').contains('stack at')
    }

    def "the changed registers alone, and in JavaScript"() {
        given:
        on = new OnBoard('model:x86_64', Language.JS)
        on.run("var m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: '40 40 f4'}, vcpu: {real: 0x1000, regs: {rsp: 0x8000}}})")
        on.run('String(m.step())')
        on.run('String(m.step())')

        expect:
        on.run("String(context.showing({registers: 'changed', code: 0, stack: 0}))").lines().toList()[1] == 'changed: rax 0x1 -> 0x2, rip 0x1001 -> 0x1002'
        on.run("String(m.context.showing({stack: 1}))").contains('stack at 0x8000:\n   0x8000  0x0000')
        on.run('context.vcpu') == 0
    }

    def "an exit that waits for its completion is told"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e4 60 f4'; vcpu(0) { real 0x1000 } }; m.run()")

        expect:
        on.run('m.context.toString()').contains('\npending: io in port 0x60 size 1')
        on.run('m.context.toString()').contains(', which the next KVM_RUN completes')
    }

    def "#what is rejected"() {
        given:
        on = new OnBoard('model:x86_64')

        when:
        on.run(script)

        then:
        ScriptError e = thrown()
        e.message == message

        where:
        what                      | script                       || message
        'an unknown part'         | 'atStop heap: 3'             || "atStop has no argument 'heap:'"
        'the former setting'      | 'context stack: 2'           || 'context takes no arguments'
        'an unknown selection'    | "atStop registers: 'some'"   || "registers: must be 'all', 'changed' or 'none', not some"
        'a context of no machine' | 'context'                    || 'no machine yet'
    }
}
