package org.kvmsh.specs.shell

import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.TypedShell
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The shell shows a value that is longer than the screen a page at a time. */
@Timeout(600)
class LongValuesArePagedSpec extends Specification {
    static final String PAGER = 'q: quit'

    @TempDir
    Path folder

    @AutoCleanup
    TypedShell shell

    private TypedShell shell(Language language = Language.GROOVY) {
        shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'), false, 100, language, 12)
        shell.await('> ')
        shell
    }

    def "a value longer than the screen is shown from its beginning, G goes to its end, q back to the prompt, in #language"() {
        when:
        def begin = shell(language).type(vm).type(mem).await(PAGER)

        then:
        begin.contains('00001000 ')
        !begin.contains('000011f0')
        shell.keys('G').await('000011f0')
        shell.keys('q').type('40 + 2').await('42 (0x2a)')

        where:
        language        | vm                                                     | mem
        Language.GROOVY | 'm = vm { memory at: 0, size: 64.KB; vcpu 0 }'         | 'mem 0x1000, 0x200'
        Language.JS     | 'm = vm({memory: {at: 0, size: KB(64)}, vcpu: 0})'    | 'mem(0x1000, 0x200)'
    }

    def "a text of many lines is paged, and a value that fits is printed"() {
        expect:
        !shell().type('(1..3).join("\\n")').type('40 + 2').await('42 (0x2a)').contains(PAGER)
        shell.type('(1..90).join("\\n")').await(PAGER)
        shell.keys('q').type('40 + 3').await('43 (0x2b)')
    }

    def "/pager off prints every value whole, what a script prints is never paged"() {
        expect:
        shell().type('/pager').await('\non')
        shell.type('println((1..90).join("\\n"))').await('\n90')
        shell.type('/pager off').type('/pager').await('\noff')
        !shell.type('(100..190).join("\\n")').await('\n190').contains(PAGER)
    }
}
