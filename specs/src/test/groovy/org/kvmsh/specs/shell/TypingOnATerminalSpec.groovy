package org.kvmsh.specs.shell

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Eventually
import org.kvmsh.specs.kit.KvmshOnPty
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** What the shell does while a person types, on a terminal of the kernel's. */
@Timeout(300)
@Needs('script')
class TypingOnATerminalSpec extends Specification {
    /** A pause after which input does not belong to the input before it. */
    static final int PAUSE_MS = 300
    /** Pastes come in brackets from here on: the prompt takes a line. */
    static final String READS = '\u001b[?2004h'
    static final String COLOR = /\u001b\[[0-9;]*m/

    @TempDir
    Path folder

    @AutoCleanup(quiet = true)
    KvmshOnPty kvmsh

    private KvmshOnPty started(String... more) {
        kvmsh = new KvmshOnPty(folder, ['-q', '-b', 'model:x86_64', *more] as String[])
        kvmsh.await('> ')
        kvmsh
    }

    def "a word is bold, and its arguments are under the line until it is accepted"() {
        given:
        started()

        when:
        kvmsh.keys('m = vm { memory at: 0, ')

        then:
        kvmsh.await('\u001b[1mvm') && kvmsh.await('readonly:')

        when:
        kvmsh.type('size: 64.KB }')

        then:
        kvmsh.await('machine on model:x86_64')
    }

    def "with --no-color nothing has a color"() {
        given:
        started('--no-color')

        when:
        kvmsh.keys("m = vm { memory at: 0, size: 64.KB; nosuch 'a' ")

        then:
        kvmsh.await("'a'")
        !(kvmsh.shown() =~ COLOR)
    }

    @Sample(verify = 16)
    def "a pasted text with tabs is what was pasted: #how"() {
        given:
        started()

        expect:
        kvmsh.keys("${begin}n = [\n\t'a',\n\t\t'b'\n]; n.size() *\t21${end}\r").await('42 (0x2a)')

        where:
        how        | begin          | end
        'at once'  | ''             | ''
        'brackets' | '\u001b[200~' | '\u001b[201~'
    }

    def "lines of a paste that come one after the other keep their own indentation: #what"() {
        given:
        started()
        def file = folder.resolve('saved.groovy')

        when:
        lines.each {
            kvmsh.keys(it + '\r')
            sleep(PAUSE_MS)
        }
        kvmsh.await('42 (0x2a)')
        kvmsh.type("/save $file").await('saved.groovy:')

        then:
        Files.readAllLines(file).takeRight(lines.size()) == lines

        where:
        what     | lines
        'blanks' | ['if (true) {', '    if (true) {', '        6 * 7', '    }', '}']
        'tabs'   | ['[1].collect {', '\t[1].collect {', '\t\t6 * 7', '\t}', '}[0][0]']
        'none'   | ['[1].collect {', '  6 * 7', '}[0]']
    }

    def "an arrow ends a search and moves in the found line"() {
        given:
        started()
        kvmsh.type('6 * 17')
        Eventually.eventually { kvmsh.shown().count(READS) == 2 }

        when:
        kvmsh.keys('\u0012' + '6 * 1')
        kvmsh.await('i-search')
        kvmsh.keys('\u001b[C').type('0')

        then:
        kvmsh.await(' (0x')
        !kvmsh.shown().contains('[C0')
    }
}
