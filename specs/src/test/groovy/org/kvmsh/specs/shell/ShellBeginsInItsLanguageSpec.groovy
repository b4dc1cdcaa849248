package org.kvmsh.specs.shell

import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.TypedShell
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The shell is in the language of --lang, and its prompt shows which one that is. */
@Timeout(300)
class ShellBeginsInItsLanguageSpec extends Specification {
    @TempDir
    Path folder
    @AutoCleanup
    TypedShell shell

    def "a shell started with --lang js is in JavaScript, and its prompt shows it"() {
        given:
        shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'), false, 200, Language.JS)

        when:
        shell.await('model:x86_64 model js> ')

        then:
        shell.type('const n = 6').type('n * 7').await('42 (0x2a)')
        shell.type('/lang groovy').await('model:x86_64 model> ')
    }
}
