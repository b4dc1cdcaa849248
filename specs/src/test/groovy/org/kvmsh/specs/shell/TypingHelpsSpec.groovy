package org.kvmsh.specs.shell

import java.nio.file.Path
import org.jline.utils.ScreenTerminal
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.TypedShell
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** What the shell does while a person types: colors, signatures, a word's entry, pastes, indentation. */
@Timeout(300)
class TypingHelpsSpec extends Specification {
    static final String BEGIN_PASTE = '\u001b[200~', END_PASTE = '\u001b[201~'
    static final String COLOR = /\u001b\[[0-9;]*m/
    static final int LINES = 10_000

    @TempDir
    Path folder

    TypedShell shell

    def cleanup() {
        shell?.close()
    }

    private TypedShell typedShell(Map options = [:]) {
        def all = [language: Language.GROOVY, columns: 100, rows: 40, helping: true, colored: true, type: 'xterm'] + options
        shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'), false, all.columns, all.language, all.rows, false, all.helping, all.colored, all.type)
        shell.await('> ')
        shell
    }

    private String typed(String text) {
        shell.keys(text).settle()
        shell.shown().findAll { it =~ />( |$)/ }.last()
    }

    @Sample(verify = 16)
    def "#language: an unknown name is underlined once the caret has left it"() {
        given:
        typedShell(language: language)

        when:
        shell.keys('nosuch').settle()

        then:
        shell.picture().underlined() == []

        when:
        shell.keys(' + 1').settle()

        then:
        shell.picture().underlined() == ['nosuch']
        shell.picture().where { ScreenTerminal.cellHasForeground(it) }.contains('1')

        where:
        language << Language.values()
    }

    def "without colors the line has none"() {
        given:
        typedShell(colored: false)

        expect:
        shell.keys("m = vm { memory at: 0, size: 64.KB }; nosuch 'a' // b").settle().await('// b')
        !(shell.printed() =~ COLOR)
    }

    def "a dumb terminal gets no escape at all"() {
        given:
        typedShell(colored: false, helping: false, type: 'dumb')

        expect:
        shell.type("m = vm { memory at: 0, size: 64.KB }").await('machine on model:x86_64')
        shell.type('/quit').awaitEnd()
        !shell.printed().contains('\u001b')
    }

    @Sample(verify = 16)
    def "#language: the arguments of the word at the caret are under the line: #text"() {
        given:
        typedShell(language: language)

        when:
        shell.keys(text).settle()

        then:
        shell.shown().last().startsWith(line)
        shell.picture().underlined() == current

        when:
        shell.keys('\u0003').settle()

        then:
        !shell.shown().any { it.startsWith(line) }

        where:
        language        | text                                || line                       | current
        Language.GROOVY | 'm = vm { memory at: 0, '           || 'memory at: size: '        | []
        Language.GROOVY | 'm = vm { memory at: 0, size: 64'   || 'memory at: size: '        | ['size:']
        Language.GROOVY | 'run unt'                           || 'run until: '              | ['until:']
        Language.GROOVY | 'mem 0x1000, '                      || 'mem at length '           | ['length']
        Language.JS     | 'const m = vm({memory: {at: 0'      || 'memory at: size: '        | ['at:']
        Language.JS     | 'mem(0x1000'                        || 'mem at length '           | ['at']
    }

    def "a long signature is cut to one line that shows the current argument"() {
        given:
        typedShell(columns: 50)

        when:
        shell.keys('m = vm { memory at: 0, log: t').settle()

        then:
        shell.picture().underlined() == ['log:']
        shell.shown().last().length() < 50
    }

    def "/hints off ends the signatures, and /hints on brings them back"() {
        given:
        typedShell()

        when:
        shell.type('/hints off').await('hints are off')
        shell.keys('m = vm { memory at: 0, ').settle()

        then:
        shell.shown().last().contains('> m = vm')

        when:
        shell.keys('\u0003').type('/hints on').await('hints are on')
        shell.keys('m = vm { memory at: 0, ').settle()

        then:
        shell.shown().last().startsWith('memory at:')
    }

    @Sample(of = 3, verify = 48)
    def "the second Tab shows the entry: #text"() {
        given:
        typedShell()

        when:
        shell.keys(text).settle().keys('\t').keys('\t').await(entry)

        then:
        typed(rest).endsWith(after)

        where:
        text           | rest || entry                         | after
        'm = vm { mem' | 'a'  || '`size:` bytes, a multiple of' | '> m = vm { memory a'
        'caps'         | "'"  || 'names of capabilities'        | "> caps '"
        'mem'          | ' '  || 'Example on'                   | '> mem'
    }

    def "a Tab in a pasted text is text: #language #how"() {
        given:
        typedShell(language: language)

        expect:
        shell.paste(begin + "n =\t40 +\t1 +\t1" + end).paste('\r').await('42 (0x2a)')

        where:
        language        | how        | begin       | end
        Language.GROOVY | 'at once'  | ''          | ''
        Language.GROOVY | 'brackets' | BEGIN_PASTE | END_PASTE
        Language.JS     | 'at once'  | ''          | ''
        Language.JS     | 'brackets' | BEGIN_PASTE | END_PASTE
    }

    def "#how: a pasted text keeps its own indentation"() {
        given:
        typedShell()

        expect:
        shell.paste("${begin}s = [\r      'a',\r\t'b'\r]; '''\r    x\r  y'''.toList().count(' ') * 7${end}\r").await('42 (0x2a)')

        where:
        how        | begin       | end
        'at once'  | ''          | ''
        'brackets' | BEGIN_PASTE | END_PASTE
    }

    @Sample(verify = 8)
    def "#how: ten thousand pasted lines take seconds: #what"() {
        given:
        typedShell(language: language)

        when:
        def start = System.nanoTime()
        shell.paste(begin + text + end + '\r').await(answer)
        def seconds = (System.nanoTime() - start) / 1e9

        then:
        seconds < 90

        where:
        language        | what      | text                                                                        | how        | begin       | end       || answer
        Language.GROOVY | 'bracket' | 'n = (\r' + ('    // a line { of text\r' * LINES) + '77)'                     | 'at once'  | ''          | ''        || '77 (0x4d)'
        Language.JS     | 'bracket' | 'let n = [\r' + ('    1,\r' * LINES) + ']; n.length'                          | 'brackets' | BEGIN_PASTE | END_PASTE || '10000 (0x2710)'
    }

    def "a continued line that is typed is indented, and its closing bracket is not"() {
        given:
        typedShell()

        expect:
        typed('vm {\r').endsWith('>')
        typed('x').endsWith('>   x')
        typed('\u007fvcpu(0) {\r').endsWith('>')
        typed('}').endsWith('>   }')
        typed('\r').endsWith('>')
        typed('}').endsWith('> }')
    }

    def "a resized terminal keeps the line readable"() {
        given:
        typedShell()

        when:
        shell.keys('m = vm { memory at: 0, ').settle()
        shell.resize(60)
        shell.keys('size: 64.KB }').settle()

        then:
        shell.type('').await('machine on model:x86_64').contains('size: 0x10000')
    }
}
