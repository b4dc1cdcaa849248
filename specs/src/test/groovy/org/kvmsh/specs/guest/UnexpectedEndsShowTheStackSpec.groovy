package org.kvmsh.specs.guest

import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A run that ends unexpectedly shows the top of the stack, with names, and the console's last lines, without being asked; what says nothing is omitted. */
@Timeout(600)
class UnexpectedEndsShowTheStackSpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    OnBoard on

    private static List<String> stack(String text) {
        def lines = text.lines().toList().dropWhile { !it.startsWith('stack at') }
        lines.take(1) + lines.drop(1).takeWhile { it.startsWith('   0x') }
    }

    def "the words of the stack, in the guest's width and byte order, with the names of functions: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(CallsAreTracedBackSpec.machine(guest, folder))
        if (stop != null) {
            on.run("m.breakpoint at: '$stop'")
        }

        when:
        def text = stop == null ? on.run('m.run().toString()') : notes('m.run until: timeout').last()

        then:
        stack(text) == shown
        // What context shows of it is the same, and the zeros below.
        stack(on.run('m.context.toString()')).take(shown.size()) == shown

        where:
        board              | guest                          | stop    || shown
        'model:x86_64'     | CallsAreTracedBackSpec.X86     | 'inner' || ['stack at 0x7ffa:', '   0x7ffa  0x100c  outer+0x6', '   0x7ffc  0x0000', '   0x7ffe  0x1005  main+0x5']
        'kvm'              | CallsAreTracedBackSpec.X86     | 'inner' || ['stack at 0x7ffa:', '   0x7ffa  0x100c  outer+0x6', '   0x7ffc  0x0000', '   0x7ffe  0x1005  main+0x5']
        'model:arm-vgicv2' | CallsAreTracedBackSpec.ARM64   | 'inner' || ['stack at 0x40007ff0:', '   0x40007ff0  0x0000000000000000', '   0x40007ff8  0x0000000040001008  main+0x8']
        'qemu:arm64'       | CallsAreTracedBackSpec.ARM64   | 'inner' || ['stack at 0x40007ff0:', '   0x40007ff0  0x0000000000000000', '   0x40007ff8  0x0000000040001008  main+0x8']
        'qemu:ppc64'       | CallsAreTracedBackSpec.PPC64LE | null    || ['stack at 0x7fe0:', '   0x7fe0  0x0000000000008000']
        'qemu:riscv64'     | CallsAreTracedBackSpec.RISCV64 | 'inner' || ['stack at 0x80007ff0:', '   0x80007ff0  0x0000000000000000', '   0x80007ff8  0x0000000080001008  main+0x8']
    }

    private List<String> notes(String run) {
        try {
            on.run(run)
            return []
        } catch (ScriptError e) {
            return e.notes()
        }
    }

    def "no stack where it says nothing: #what"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '90 e6 80'; load at: 0, hex: '01'; vcpu(0) { real 0x1000; regs rsp: $pointer }; console io: 0x99 }")

        expect:
        !on.run('m.run().toString()').contains('stack at')
        on.run('m.context.toString()').contains('stack at')

        where:
        what                                   | pointer
        'the stack pointer is 0'               | 0
        'it leads to no memory'                | 0x20000
        'there is nothing but zeros, as yet'   | 0x8000
    }

    @Sample(verify = 4)
    def "the last three lines of the console, in #language"() {
        given:
        on = new OnBoard('model:x86_64', language)

        when:
        on.run(script)
        def text = on.run(run) as String

        then:
        text.contains(shown)

        where:
        language        | script                                                                                                                                     | run                || shown
        Language.GROOVY | "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '${out('a b c d')}e680'; vcpu(0) { real 0x1000 }; console io: 0x3f8 }"           | 'm.run().toString()' || '\nconsole:\n   b\n   c\n   d\nlast exits: '
        Language.GROOVY | "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '${out('a')}ebfe'; vcpu(0) { real 0x1000 }; console io: 0x3f8 }"               | 'm.run(within: 300.ms).toString()' || '\nconsole:\n   a'
        Language.JS     | "var m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: '${out('a b c d')}e680'}, vcpu: {real: 0x1000}, console: {io: 0x3f8}})" | 'String(m.run())'  || '\nconsole:\n   b\n   c\n   d\nlast exits: '
    }

    /** mov dx, 0x3f8; and for each character of some words, a line each: mov al, CHARACTER; out dx, al. */
    private static String out(String words) {
        'baf803' + words.split(' ').collectMany { (it + '\n').bytes.toList() }.collect { sprintf('b0%02xee', it) }.join('')
    }

    def "a run that is stopped shows it too"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '${out('hello')}b9070051ebfe'; vcpu(0) { real 0x1000; regs rsp: 0x8000 }; console io: 0x3f8 }")

        when:
        on.run('going = m.start within: 60.s')
        on.run("while (!m.console.contains('hello')) { sleep 10 }; sleep 100; m.stop()")
        def stopped = on.run('going.join().toString()')

        then:
        stopped.startsWith('stopped')
        stopped.contains('\nstack at 0x7ffe:\n   0x7ffe  0x0007\nconsole:\n   hello')
    }
}
