package org.kvmsh.specs.shell

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.repl.shell.InputrcFile
import org.kvmsh.repl.shell.ShellFiles
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.TypedShell
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** The keys of the shell: /help knows them, and a person's inputrc changes them. */
class KeysOfTheShellSpec extends Specification {
    private static final String UP = '\u001bOA', ALT_ENTER = '\u001b\r', ESCAPE = '\u001b'

    @TempDir
    Path folder
    @AutoCleanup
    TypedShell shell

    private TypedShell open(String inputrc, String type = 'xterm') {
        Files.writeString(folder.resolve('inputrc'), inputrc)
        shell = new TypedShell([:], 'model:x86_64', null, false, 200, Language.GROOVY, 500, false, false, false, type,
                new ShellFiles(folder.resolve('history'), null, null, null, InputrcFile.of(INPUTRC: folder.resolve('inputrc').toString())))
        shell.await('model:x86_64 model> ')
        shell
    }

    @Sample(verify = 8)
    def "/help #key explains a key"() {
        given:
        open('')

        expect:
        shell.type("/help $key").await(shown)

        where:
        key         || shown
        'Ctrl-R'    || '\nCtrl-R, Ctrl-S  search earlier or later input for what is typed next'
        '^r'        || '\nCtrl-R, Ctrl-S  search earlier or later input for what is typed next'
        'C-]'       || "\nCtrl-]  leave the guest console connected by attach()"
        'M-Enter'   || '\nAlt-Enter  begin another line without running the text'
        'arrows'    || '\nLeft, Right, Ctrl-B, Ctrl-F  move by a character'
        'ctrl'      || '\nCtrl-L                               clear the screen\n'
        'tab'       || '\nTab  complete the word'
        'keys'      || '  clear the screen\n'
        'inputrc'   || "\n~/.inputrc can bind other keys; the line `set editing-mode vi` in it selects vi keys"
    }

    def "the keys do what /help says"() {
        given:
        open('')

        expect: 'another line without running the text'
        shell.keys('40 +' + ALT_ENTER + ' 2').type('').await('42 (0x2a)')

        and: 'earlier input that begins alike'
        shell.type('100 + 1').await('101 (0x65)')
        shell.type('200 + 2').await('202 (0xca)')
        shell.keys('1' + UP).type('').await('101 (0x65)', 2)

        and: 'all earlier input'
        shell.keys('\u0010').type('').await('101 (0x65)', 3)

        and: 'a search'
        shell.keys('\u0012200').settle()
        shell.type('').await('202 (0xca)', 2)
    }

    @Sample(verify = 16)
    def "descriptions are searched for a text that is no name, at most ten are listed: #text"() {
        given:
        open('')

        when:
        def lines = shell.type("/help $text").settle().shown().dropWhile { !it.contains("/help $text") }.drop(1)

        then:
        lines.first().startsWith("no word, exit, kernel name, term or page is called $text")
        lines.any { it =~ found }
        lines.findAll { !it.startsWith('no word') && !it.startsWith('model:') && !it.startsWith('...') }.size() <= 10

        where:
        text      || found
        'injects' || /^KVM_EXIT_IRQ_WINDOW_OPEN +what to do: inject the pending interrupt/
        'stack'   || /^context +the state of the first vCPU: .*stack/
        'screen'  || /^\/pager/
        'nosuch7' || /^model:x86_64 model>/
    }

    def "inputrc's vi mode and bindings hold in the shell"() {
        given:
        open('set editing-mode vi\n"\\C-t": "40 + 2"\nset keymap vi-command\n"Q": kill-whole-line\n')

        expect: 'a macro'
        shell.keys('\u0014').type('').await('42 (0x2a)')

        and: 'commands of vi'
        shell.keys('100 + 1').keys(ESCAPE).settle()
        shell.keys('0r2').type('').await('201 (0xc9)')
        shell.keys('nonsense').keys(ESCAPE).settle()
        shell.keys('Qi7 * 11').type('').await('77 (0x4d)')
    }

    def "a line of inputrc that cannot be read is named, and the others hold"() {
        given:
        open('"\\C-t\n"\\C-g": "40 + 2"\n')

        expect:
        shell.screenText().readLines().any { it.startsWith("${folder.resolve('inputrc')}: missing closing quote") }
        shell.keys('\u0007').type('').await('42 (0x2a)')
    }

    def "a dumb terminal keeps its keys"() {
        given:
        open('set editing-mode vi\n', 'dumb')

        expect:
        shell.type('40 + 2').await('42 (0x2a)')

        cleanup: 'which takes Ctrl-D as a character'
        shell.type('/quit').awaitEnd()
    }

    def "without INPUTRC the file is the home directory's"() {
        expect:
        InputrcFile.of(HOME: '/home/me').file() == Path.of('/home/me/.inputrc')
        InputrcFile.of(HOME: '/home/me', INPUTRC: '/etc/mine').file() == Path.of('/etc/mine')
    }
}
