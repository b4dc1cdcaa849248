package org.kvmsh.specs.shell

import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.TypedShell
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** attach: the terminal becomes the console of the guest that runs in the background. */
class AttachedConsoleSpec extends Specification {
    private static final int CTRL_RIGHT_BRACKET = 0x1d

    /** again: mov dx, 0x3fd; in al, dx; test al, 1; jz again; mov dx, 0x3f8; in al, dx; xor al, 0x20; out dx, al; jmp again: a key comes back in the other case. */
    private static final String ECHOES = 'ba fd 03 ec a8 01 74 f8 ba f8 03 ec 34 20 ee eb ef'

    @TempDir
    Path folder
    @AutoCleanup
    TypedShell shell

    private void open(Language language) {
        shell = new TypedShell(XDG_STATE_HOME: folder.toString(), 'model:x86_64', folder.resolve('history'), false, 200, language, 500, true)
        shell.await(' model' + (language == Language.JS ? ' js> ' : '> '))
    }

    private static String machine(Language language, String device) {
        language == Language.JS ? "var m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: '$ECHOES'}, vcpu: {real: 0x1000}, $device: {io: 0x3f8}}); m"
                : "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '$ECHOES'; vcpu(0) { real 0x1000 }; $device io: 0x3f8 }"
    }

    @Sample(verify = 4)
    def "each key goes to the guest, Ctrl-C too, until Ctrl-]: #language"() {
        given:
        open(language)
        shell.type(machine(language, 'serial'))
        shell.await('machine on model:x86_64')

        when:
        shell.type('m.start(); m.attach()')
        shell.await('connected to the console of run 1; Ctrl-] leaves')
        shell.keys('kVM')

        then: 'no key waits for the end of a line, and the terminal echoes none'
        shell.await('Kvm')

        when: 'Ctrl-C is the guest\'s'
        shell.press(TypedShell.CTRL_C)
        shell.keys('x')

        then:
        shell.await('#X')

        when:
        shell.press(CTRL_RIGHT_BRACKET)

        then: 'the guest runs on'
        shell.await('left the console; run 1 continues')

        when:
        shell.type('m.stop()')

        then:
        shell.await('run 1 ended: stopped')

        where:
        language << Language.values()
    }

    def "attach is rejected where it cannot work: #why"() {
        given:
        open(Language.GROOVY)
        shell.type(machine(Language.GROOVY, device))
        shell.await('machine on model:x86_64')

        when:
        shell.type(text)

        then:
        shell.await(error)

        where:
        why                        | device    | text                    || error
        'the machine does not run' | 'serial'  | 'm.attach()'            || 'attach needs a machine that runs in the background'
        'nothing takes input'      | 'console' | 'm.start(); m.attach()' || 'this machine has no console that takes input: console io: and mmio: are for output only'
    }

    def "a script has no terminal to attach: #language"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', '--lang', language.toString(), '-e', machine(language, 'serial') + '\nm.start()\nm.attach()')

        then:
        result.status == 1
        result.err.contains('attach connects a terminal to the guest\'s console; a script has no terminal')
        result.err.contains('m.type')

        where:
        language << Language.values()
    }
}
