package org.kvmsh.specs.shell

import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.TypedShell
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** help, ?, exit and quit do what a person expects, unless the script has a variable of that name. */
@Timeout(600)
class HelpTypedAloneSpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    TypedShell shell

    @Sample(verify = 4)
    def "in #language, #line shows help"() {
        given:
        shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'), false, 200, language)

        expect:
        shell.type(line).await(shown)

        where:
        [language, [line, shown]] << [Language.values(), [['help', '/help [NAME]'], ['help()', '/help [NAME]'], ['?', '/help [NAME]'], ['help run', 'm.run'], ['? *irq*', 'KVM_IRQ_LINE']]].combinations()
    }

    def "in #language, #line leaves the shell"() {
        given:
        shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'), false, 200, language)

        when:
        shell.type(line)

        then:
        shell.awaitEnd()

        where:
        [language, line] << [Language.values(), ['exit', 'quit', 'exit()', 'quit;']].combinations()
    }

    def "a variable of the script comes first: #lines"() {
        given:
        shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'), false, 200, language)

        when:
        lines.each { shell.type(it) }

        then:
        shell.await('42 (0x2a)')
        shell.type('40 + 3').await('43 (0x2b)')

        where:
        language        | lines
        Language.GROOVY | ['exit = 42', 'exit']
        Language.GROOVY | ['help = 42', 'help']
        Language.JS     | ['let quit = 42', 'quit']
    }
}
