package org.kvmsh.specs.shell

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.repl.shell.ShellFiles
import org.kvmsh.specs.kit.TypedShell
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** /history lists what was typed; /again, /edit and /open run a text; ! and /sh run a program of the host. */
@Timeout(600)
class EarlierInputsSpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    TypedShell shell

    def "/history lists inputs with their boards and failures, filters them, and shows one whole"() {
        given:
        shell = typed()
        shell.type('6 * 7').await('42 (0x2a)')
        shell.type('vm { }.ioctl KVM_CREATE_VCPU, 99999').await('EINVAL')

        expect:
        shell.type('/history').await('   1  model:x86_64 (model) groovy: 6 * 7\n   2  model:x86_64 (model) groovy: vm { }.ioctl KVM_CREATE_VCPU, 99999\n      ! shell#2:1:')
        shell.type('/history einval').await('   2  model:x86_64 (model) groovy: vm { }.ioctl', 2)
        shell.type('/history 2').await('input 2, groovy, on model:x86_64 (model):\n  vm { }.ioctl KVM_CREATE_VCPU, 99999\nfailed:\n')
        shell.type('/history 7').await('no input 7; this session has inputs 1 to 2')
        shell.type('/history nothing').await('no input contains nothing')
    }

    def "#line runs an input again"() {
        given:
        shell = typed()
        shell.type('n = 41').await('41 (0x29)')
        shell.type('n += 1').await('42 (0x2a)')

        expect:
        shell.type(line).await('43 (0x2b)')

        where:
        line << ['!2', '/again 2', '/again']
    }

    def "/edit opens an input in the editor and runs what is saved"() {
        given:
        shell = typed("sed -i 's/40/50/'")
        shell.type('40 + 2').await('42 (0x2a)')

        expect:
        shell.type('/edit').await('52 (0x34)')
        shell.type('/edit 1').await('52 (0x34)', 2)
        shell.type('/edit 9').await('no input 9')
    }

    def "an editor that fails runs nothing"() {
        given:
        shell = typed('false')
        shell.type('40 + 2').await('42 (0x2a)')

        expect:
        shell.type('/edit').await('cannot edit: false ended with exit status 1')
    }

    def "without an editor, a built-in one opens; Ctrl-X leaves it"() {
        given:
        shell = typed()
        shell.type('40 + 2').await('42 (0x2a)')

        when:
        shell.type('/edit').await('Exit')
        shell.press(24)

        then:
        shell.await('42 (0x2a)', 2)
    }

    def "/open runs a file in the language of its name, and its variables stay"() {
        given:
        shell = typed()
        Files.writeString(folder.resolve('a.groovy'), 'x = 41\ny = 1\n')
        Files.writeString(folder.resolve('b.js'), 'var z = 43\nz + 1\n')
        Files.writeString(folder.resolve('c.groovy'), 'x = 1\nvm { }.ioctl KVM_CREATE_VCPU, 99999\n')

        expect:
        shell.type("/open $folder/a.groovy").type('x + y').await('42 (0x2a)')
        shell.type("/open $folder/b.js").await('44 (0x2c)')
        shell.type("/open $folder/c.groovy").await("$folder/c.groovy:2:")
        shell.type('/open /nonexistent.groovy').await('nonexistent.groovy')
    }

    def "#line runs a program of the host"() {
        given:
        shell = typed()

        expect:
        shell.type(line).await(printed)

        where:
        line                      | printed
        '!echo from $((40+2))'    | '\nfrom 42'
        '/sh echo "a (b" | cat'   | '\na (b'
        '!exit 3'                 | '\nexit status 3'
        '!/bin/echo a path'       | '\na path'
    }

    def "#line is still the language's in #language"() {
        given:
        shell = typed(null, language)
        shell.type(before)

        expect:
        shell.type(line).await('\n' + value)

        where:
        language        | before     | line            | value
        Language.GROOVY | 'm = true' | '!m'            | 'false'
        Language.GROOVY | 'm = true' | '!(m && false)' | 'true'
        Language.JS     | 'let m = 0' | '!m'           | 'true'
        Language.JS     | 'let m = 0' | '!true'        | 'false'
    }

    private TypedShell typed(String editor = null, Language language = Language.GROOVY) {
        new TypedShell([:], 'model:x86_64', null, false, 200, language, 500, false, false, true, 'xterm', new ShellFiles(folder.resolve('history'), null, editor, null, null))
    }
}
