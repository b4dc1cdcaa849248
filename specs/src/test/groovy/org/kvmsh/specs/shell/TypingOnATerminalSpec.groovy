package org.kvmsh.specs.shell

import java.nio.file.Path
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
}
