package org.kvmsh.specs.shell

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import org.kvmsh.dsl.lang.Language
import org.kvmsh.repl.shell.InitFiles
import org.kvmsh.repl.shell.ShellFiles
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.TypedShell
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The shell runs init.groovy and init.js of the person, and .kvmsh.groovy and .kvmsh.js of a directory once they are allowed. */
@Timeout(600)
class InitFilesRunSpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    TypedShell shell

    def "init.groovy and init.js define names for their languages"() {
        given:
        own('init.groovy', 'fromInit = 41')
        own('init.js', 'var inJs = 43')

        when:
        shell = started()

        then:
        shell.type('fromInit + 1').await('42 (0x2a)')
        shell.type('/lang js').type('inJs + 1').await('44 (0x2c)')
    }

    def "an error in one is told with its line, and the shell goes on"() {
        given:
        own('init.groovy', 'x = 1\nvm { arhc 206 }\n')

        when:
        shell = started()

        then:
        shell.await("init.groovy:2:")
        shell.type('40 + 2').await('42 (0x2a)')
    }

    @Sample(verify = 4)
    def "a file of the directory runs once it is allowed, and is asked about again only when it changes: #answer"() {
        given:
        Files.writeString(folder.resolve('.kvmsh.groovy'), "println 'from the ' + 'project'")

        when:
        shell = started()
        shell.await('[y/N] ')
        shell.type(answer).await('model> ')
        shell.type('40 + 2').await('42 (0x2a)')

        then:
        shell.screenText().contains('from the project') == runs
        leave()

        when:
        shell = started()
        shell.type('40 + 2').await('42 (0x2a)')

        then:
        !shell.screenText().contains('[y/N]')
        shell.screenText().contains('from the project') == runs
        leave()

        when:
        Files.writeString(folder.resolve('.kvmsh.groovy'), "println 'changed'")
        shell = started()

        then:
        shell.await('[y/N] ')

        where:
        answer || runs
        'y'    || true
        'n'    || false
        ''     || false
    }

    def "a file that everyone can write is not run"() {
        given:
        own('init.groovy', 'fromInit = 41')
        Files.setPosixFilePermissions(folder.resolve('config/init.groovy'), PosixFilePermissions.fromString('rw-rw-rw-'))

        when:
        shell = started()

        then:
        shell.await('init.groovy is world-writable')
        !shell.type('fromInit').type('40 + 2').await('42 (0x2a)').contains('41 (0x29)')
    }

    def "a script does not run them"() {
        given:
        own('init.groovy', "println 'from init'")
        def config = Files.createDirectories(folder.resolve('home/kvmsh'))
        Files.move(folder.resolve('config/init.groovy'), config.resolve('init.groovy'))

        expect:
        Kvmsh.runWith([XDG_CONFIG_HOME: folder.resolve('home').toString()], '', '-b', 'model:x86_64', '-e', '1').out.readLines().last().startsWith('1')
        !Kvmsh.runWith([XDG_CONFIG_HOME: folder.resolve('home').toString()], '', '-b', 'model:x86_64', '-e', '1').out.contains('from init')
    }

    private boolean leave() {
        shell.type('/quit').awaitEnd()
        true
    }

    private void own(String name, String text) {
        Files.writeString(Files.createDirectories(folder.resolve('config')).resolve(name), text)
    }

    private TypedShell started() {
        def files = new ShellFiles(folder.resolve('history'), null, null, new InitFiles(folder.resolve('config'), folder, folder.resolve('state')), null)
        new TypedShell([:], 'model:x86_64', null, false, 200, Language.GROOVY, 500, false, false, true, 'xterm', files)
    }
}
