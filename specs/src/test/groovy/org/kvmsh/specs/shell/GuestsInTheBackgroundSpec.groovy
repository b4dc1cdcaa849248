package org.kvmsh.specs.shell

import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.Eventually
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.TypedShell
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

import static org.kvmsh.specs.kit.Eventually.eventually

/** start in the shell: the prompt is free while the guest runs. */
class GuestsInTheBackgroundSpec extends Specification {
    /** Prints two characters and a newline at port 0x3f8, and loops for ever. */
    private static final String TALKS = 'b0 68 ba f8 03 ee b0 69 ee b0 0a ee eb fe'
    /** The same without the newline. */
    private static final String PROMPTS = 'b0 68 ba f8 03 ee b0 3a ee eb fe'
    /** Waits for a write to 0x2000, prints a line and halts. */
    private static final String WAITS = '80 3e 00 20 00 74 f9 b0 68 ba f8 03 ee b0 0a ee f4'

    @TempDir
    Path folder
    @AutoCleanup
    TypedShell shell

    private void open(String board, Language language = Language.GROOVY) {
        shell = new TypedShell(XDG_STATE_HOME: folder.toString(), board, folder.resolve('history'), false, 200, language, 500, true)
        shell.await(' model' + (language == Language.JS ? ' js> ' : '> '))
    }

    /** A line above the prompt begins where the prompt was. */
    private List<String> lines() {
        shell.screenText().readLines()*.replaceFirst(/^.*> /, '')
    }

    private static String machine(Language language, String name, String code) {
        language == Language.JS ? "var $name = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: '$code'}, vcpu: {real: 0x1000}, console: {io: 0x3f8}}); m"
                : "$name = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '$code'; vcpu(0) { real 0x1000 }; console io: 0x3f8 }"
    }

    @Sample(verify = 4)
    def "a guest runs while lines are typed, its console and its end are shown above the prompt: #language"() {
        given:
        open('model:x86_64', language)
        shell.type(machine(language, 'm', WAITS))
        shell.await('machine on model:x86_64')

        when:
        shell.type('m.start()')

        then: 'the prompt is free'
        shell.await('run 1 in the background; stop() ends it, join() waits for its end')

        when: 'the machine is changed while a line is being typed'
        shell.type('6 * 7')
        shell.await('42 (0x2a)')
        shell.keys('1000 ')
        shell.await('1000 ')
        shell.keys('+ 234; ' + (language == Language.JS ? 'm.mem(0x2000, {u8: 1})' : 'm.mem 0x2000, u8: 1'))
        shell.type('')

        then:
        shell.await('run 1 ended: hlt after 3 exits')
        lines().contains('h')

        where:
        language << Language.values()
    }

    @Sample(verify = 16)
    def "what is being typed stays as it is when the guest prints: #language"() {
        given:
        open('model:x86_64', language)
        shell.type(machine(language, 'm', WAITS))
        shell.await('machine on model:x86_64')
        shell.type(language == Language.JS ? "var later = vm({memory: {at: 0, size: KB(64)}})" : 'Thread.startDaemon { sleep 1500; m.mem 0x2000, u8: 1 }; 1')

        when:
        shell.type('m.start()')
        shell.await('run 1 in the background')
        shell.keys('1000 + 2')
        shell.await('1000 + 2')

        and:
        if (language == Language.GROOVY) {
            shell.await('run 1 ended: hlt')
        }
        shell.type('34')

        then:
        shell.await('1234 (0x4d2)')

        where:
        language << Language.values()
    }

    @Sample(verify = 8)
    def "stop and join end a run in the background: #language"() {
        given:
        open('model:x86_64', language)
        shell.type(machine(language, 'm', TALKS))

        when:
        shell.type('m.start()')

        then:
        eventually { lines().contains('hi') }

        when:
        shell.type('m.stop()')

        then:
        shell.await('run 1 ended: stopped after 3 exits')

        when: 'the machine is idle'
        shell.type('m.snapshot()')

        then:
        shell.await('snapshot of 64 KiB')

        when: 'joined, the run ends at the limit of the wait, and its end is told once'
        shell.type('m.start(); ' + (language == Language.JS ? 'm.join({within: ms(200)})' : 'm.join within: 200.ms'))

        then:
        shell.await('timeout after 0 exits')
        !shell.screenText().contains('run 2 ended')

        where:
        language << Language.values()
    }

    @Sample(verify = 8)
    def "what cannot be done to a running machine is rejected with advice: #text"() {
        given:
        open('model:x86_64')
        shell.type(machine(Language.GROOVY, 'm', TALKS))
        shell.type('m.start()')
        shell.await('run 1 in the background')

        when:
        shell.type(text)

        then:
        shell.await(error)
        shell.await('stop it first: stop()')

        where:
        text           || error
        'm.snapshot()' || 'cannot take a snapshot while the machine runs'
        'm.run()'      || 'this machine is already running'
        'm.step()'     || 'this machine is already running'
        'm.start()'    || 'this machine is already running'
    }

    def "Ctrl-C ends no guest in the background, and says what does"() {
        given:
        open('model:x86_64')
        shell.type(machine(Language.GROOVY, 'm', TALKS))
        shell.type('g = m.start()')
        shell.await('run 1 in the background')

        when: 'at an empty prompt'
        shell.press(TypedShell.CTRL_C)

        then:
        shell.await("a guest is running in the background: stop() ends the current machine's run")

        when: 'while another text runs'
        shell.type("print 'loo'; while (true) { print 'p' }")
        shell.await('loop')
        shell.press(TypedShell.CTRL_C)
        shell.await('interrupted')
        shell.type('"over: $g.over"')

        then:
        shell.await('over: false')

        when: 'while a text waits for it'
        shell.type("println 'waiting'; m.join within: 5.min")
        shell.await('\nwaiting')
        shell.press(TypedShell.CTRL_C)

        then:
        shell.await('stopped after')
    }

    @Sample(verify = 4)
    def "several guests run at once, and each line says whose it is: #board"() {
        given:
        Needed.orSkip(board)
        shell = new TypedShell(XDG_STATE_HOME: folder.toString(), board, folder.resolve('history'), false, 200, Language.GROOVY, 500, true)
        shell.await('> ')
        shell.type("a = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '$WAITS'; vcpu(0) { real 0x1000 }; console io: 0x3f8 }")
        shell.type("b = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '$TALKS'; vcpu(0) { real 0x1000 }; console io: 0x3f8 }")
        shell.type('a.start(); b.start(); 1')

        when:
        eventually { lines().any { it.endsWith('hi') } }
        shell.type('a.mem 0x2000, u8: 1')

        then:
        eventually { lines().contains('[1] h') }
        shell.await('[1] run 1 ended: hlt')

        when: 'leaving the shell stops what runs'
        shell.type('/quit')
        shell.awaitEnd()

        then:
        shell.screenText().contains('stopping a guest in the background')
        !shell.screenText().contains('run 2 ended')

        where:
        board << ['model:x86_64', 'kvm']
    }

    def "a guest's line without an end is shown when it pauses"() {
        given:
        open('model:x86_64')
        shell.type(machine(Language.GROOVY, 'm', PROMPTS))

        when:
        shell.type('m.start(); 1')

        then:
        eventually { lines().contains('h:') }
    }

    def "the lines of a guest that prints faster than they are shown stay whole"() {
        given:
        open('model:x86_64')
        shell.type(machine(Language.GROOVY, 'm', 'ba f8 03 b0 41 ee b0 42 ee b0 43 ee b0 0a ee eb f2'))
        shell.await('machine on model:x86_64')

        when:
        shell.type('m.start(); 1')
        3.times {
            shell.stopFor(500)
            int before = shell.printed().length()
            // A line is five characters, beside what else the terminal is sent.
            assert Eventually.eventually { shell.printed().length() > before + 120_000 }
        }
        shell.type('m.stop()')
        shell.await('run 1 ended: stopped')
        def printed = lines().dropWhile { it != 'ABC' }.takeWhile { !it.startsWith('run 1 ended') }.findAll { it ==~ /…?[ABC]+/ }

        then: 'the guest may have been stopped in a line'
        printed.size() > 50000
        printed.init().every { it == 'ABC' }
    }

    def "a line that is continued after a pause says so"() {
        given:
        open('model:x86_64')
        shell.type(machine(Language.GROOVY, 'm', 'ba f8 03 b0 68 ee 80 3e 00 20 00 74 f9 b0 69 ee b0 0a ee b0 6a ee f4'))
        shell.await('machine on model:x86_64')

        when:
        shell.type('m.start(); 1')

        then:
        eventually { lines().contains('h') }

        when:
        shell.type('m.mem 0x2000, u8: 1')

        then:
        shell.await('run 1 ended: hlt')
        lines().containsAll(['…i', 'j'])

        when: 'a run that somebody waits for is not one in the background'
        shell.type('m.regs.rip = 0x1000; m.run()')

        then:
        shell.await('\nhi\nj\nhlt after')
    }
}
