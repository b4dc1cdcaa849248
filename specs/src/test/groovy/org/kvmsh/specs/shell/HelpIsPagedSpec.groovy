package org.kvmsh.specs.shell

import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.TypedShell
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** /help shows a text that is longer than the terminal a page at a time. */
@Timeout(600)
class HelpIsPagedSpec extends Specification {
    static final String PAGER = 'q: quit'

    @TempDir
    Path folder

    @AutoCleanup
    TypedShell shell

    def "a text longer than the terminal is shown from its beginning, G goes to its end, q back to the prompt"() {
        given:
        def last = Kvmsh.run('guide', 'memory').out.readLines().last().strip()
        shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'), false, 100, Language.GROOVY, 8)
        shell.await('> ')

        when:
        def begin = shell.type('/help memory').await(PAGER)

        then:
        !begin.contains(last)
        shell.keys('G').await(last)
        shell.keys('q').type('40 + 2').await('42 (0x2a)')
    }

    def "a short text is printed"() {
        given:
        shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'), false, 100, Language.GROOVY, 8)
        shell.await('> ')

        expect:
        !shell.type('/help nosuchword').type('40 + 2').await('42 (0x2a)').contains(PAGER)
    }
}
