package org.kvmsh.specs.exits

import org.kvmsh.bindings.kernel.Errno
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification

/** {@code v.ioctl KVM_RUN}: one system call on a vCPU, whose exit no handler gets and the script has for its answer. */
class KvmRunByNameSpec extends Specification {
    /** in al, 0x60; out 0x80, al; hlt */
    private static final String GUEST = '''
        handled = 0
        m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e4 60 e6 80 f4'; vcpu(0) { real 0x1000 }; on(io: 0..0xffff) { e -> handled++; 9 } }
        v = m.vcpu(0)'''

    /** jmp to itself */
    private static final String SPINNING = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'eb fe'; vcpu(0) { real 0x1000 } }; v = m.vcpu(0)"

    @AutoCleanup
    OnBoard on

    def "#board: it returns the exit, which the next KVM_RUN completes"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)

        when:
        def first = on.run("$GUEST; e = v.ioctl KVM_RUN; [e.name(), e.port, e.out, m.exits.last.answer, v.regs.rip]")

        then: 'the kernel has not finished the input yet'
        first == ['io', 0x60, false, null, 0x1000L]

        when:
        def second = on.run('e.reply 0x2a; e = v.ioctl KVM_RUN; [e.port, e.out, e.value]')

        then:
        second == [0x80, true, 0x2aL]

        when:
        def last = on.run('e = v.ioctl KVM_RUN; [e.name(), e.vcpu.id, m.exits.all.collect { it.exit.name() + (it.answer == null ? "" : " " + it.answer) }, handled]')

        then: 'the exits are the same as in a run, and no handler was called'
        last == ['hlt', 0, ['io 42', 'io', 'hlt'], 0]
        on.run("m.exits.total") == 3
        on.run("trace('KVM_RUN').size") == 3

        where:
        board << OnBoard.x86()
    }

    def "#language: it returns the same value that a handler gets"() {
        given:
        on = new OnBoard('model:x86_64', language)
        if (language == Language.JS) {
            on.run("var m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'e4 60 e6 80 f4'}, vcpu: {real: 0x1000}}); var v = m.vcpu(0)")
        } else {
            on.run(GUEST)
        }

        expect:
        on.run(script) == true

        where:
        language        | script
        Language.GROOVY | 'a = v.ioctl KVM_RUN; a.reply 7; b = v.ioctl KVM_RUN, within: 2.s; b.value == 7'
        Language.JS     | 'var a = v.ioctl(KVM_RUN); a.reply(7); var b = v.ioctl(KVM_RUN, {within: seconds(2)}); b.value == 7'
    }

    def "#board: a guest without exits ends with EINTR at the time limit, and the next call continues it"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)

        when:
        on.run("$SPINNING; v.ioctl KVM_RUN, within: 20.ms")

        then:
        def e = thrown(ScriptError)
        e.message.startsWith('KVM_RUN of vCPU 0 failed with EINTR')
        e.message.contains('no exit within 20 ms')

        when: 'it is a refused call like any other'
        on.run("expect(errno: EINTR) { v.ioctl KVM_RUN, within: 20.ms }")

        then:
        on.run('m.exits.total') == 0

        where:
        board << OnBoard.x86()
    }

    def "another thread can read registers without ending it; stop ends it"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run(SPINNING)

        when:
        def outcome = on.run('''
            asked = []
            other = Thread.start { 3.times { asked << v.regs.rip }; m.stop() }
            try { v.ioctl KVM_RUN } catch (e) { ended = e }
            other.join()
            ended''')

        then:
        outcome.errno() == Errno.EINTR.number()
        on.run('asked') == [0x1000L, 0x1000L, 0x1000L]
    }

    def "an invalid call is refused before it is made: #call"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run(GUEST)

        when:
        on.run(call)

        then:
        def e = thrown(ScriptError)
        e.message.contains(message)

        where:
        call                                                                     || message
        'v.ioctl KVM_RUN, withn: 2.s'                                            || 'ioctl KVM_RUN has no argument \'withn:\''
        'v.ioctl KVM_RUN, within: 2'                                             || "within: takes a time, not '2', a number"
        'm.close(); v.ioctl KVM_RUN'                                             || 'this machine is closed'
    }

    def "a handler cannot call it, because its machine is running"() {
        given:
        on = new OnBoard('model:x86_64')

        when:
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 80 f4'; vcpu(0) { real 0x1000 }; on(io: 0x80) { e -> e.vcpu.ioctl KVM_RUN } }; m.run()")

        then:
        def e = thrown(Exception)
        (e.message + e.cause?.message).contains("cannot call KVM_RUN while the machine runs")
    }

    def "an emulated board gives the same results as a local one"() {
        given:
        EmulatedBoards.orSkip('qemu:x86_64')
        on = new OnBoard(EmulatedBoards.open('qemu:x86_64'))

        expect:
        on.run("$GUEST; v.ioctl(KVM_RUN).reply 5; e = v.ioctl KVM_RUN; [e.value, v.ioctl(KVM_RUN).name(), handled]") == [5L, 'hlt', 0]

        and:
        on.run("$SPINNING; expect(errno: EINTR) { v.ioctl KVM_RUN, within: 200.ms }; m.exits.total") == 0
    }
}
