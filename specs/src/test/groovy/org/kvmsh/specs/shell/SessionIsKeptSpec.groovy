package org.kvmsh.specs.shell

import com.google.gson.Gson
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import org.kvmsh.bindings.abi.Arch
import org.kvmsh.dsl.lang.Language
import org.kvmsh.repl.commands.TypedResult
import org.kvmsh.repl.commands.TypedText
import org.kvmsh.repl.commands.SessionLog
import org.kvmsh.repl.shell.ShellFiles
import org.kvmsh.specs.kit.TypedShell
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** Each session is a file in the state directory: what was typed, on which board, in which language, and what failed. */
@Timeout(600)
class SessionIsKeptSpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    TypedShell shell

    def "texts are kept with language, board and failure, and a token is not"() {
        when:
        session('6 * 7', 'vm { }.ioctl KVM_CREATE_VCPU, 99999', '/lang js', 'const t = "tcp:h:1?token=secret"', "'token: secret'")
        def kept = files().collectMany { it.readLines() }.collect { new Gson().fromJson(it, Map) }

        then:
        kept*.number == [1, 2, 3, 4]
        kept*.language == ['groovy', 'groovy', 'js', 'js']
        kept*.board.unique() == ['model:x86_64 (model)']
        kept[0].text == '6 * 7'
        kept[0].failure == null
        kept[1].failure.contains('EINVAL')
        kept.every { !it.text.contains('secret') }
    }

    def "only the person can read them"() {
        when:
        session('6 * 7')

        then:
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve('sessions'))) == 'rwx------'
        files().collect { PosixFilePermissions.toString(Files.getPosixFilePermissions(it.toPath())) } == ['rw-------']
    }

    def "the oldest of more than 100 is removed"() {
        given:
        def sessions = Files.createDirectories(folder.resolve('sessions'))
        (100..199).each { Files.writeString(sessions.resolve("2020-01-01-000${it}-1.jsonl"), '') }

        when:
        session('6 * 7')

        then:
        files().size() == 100
        !Files.exists(sessions.resolve('2020-01-01-000100-1.jsonl'))
        Files.exists(sessions.resolve('2020-01-01-000101-1.jsonl'))
    }

    def "a file has at most 1 MiB"() {
        given:
        def log = new SessionLog(folder)
        def text = new TypedText(Language.GROOVY, 'model:x86_64 (model)', Arch.X86_64, '1', null, new TypedResult.Done(1), false, 0)

        expect:
        log.add(1, text, null).empty
        log.add(2, text, 'x' * (1 << 20)).empty
        log.add(3, text, null).empty
        files()*.readLines()*.size() == [1]
    }

    def "a directory that cannot be written is told once"() {
        given:
        def log = new SessionLog(Files.writeString(folder.resolve('file'), ''))
        def text = new TypedText(Language.GROOVY, 'model:x86_64 (model)', Arch.X86_64, '1', null, new TypedResult.Done(1), false, 0)

        expect:
        log.add(1, text, null).get().startsWith('cannot record this session in ')
        log.add(2, text, null).empty
    }

    def "a session in which nothing was typed leaves no file"() {
        when:
        session()

        then:
        !Files.exists(folder.resolve('sessions'))
    }

    private void session(String... lines) {
        shell = new TypedShell([:], 'model:x86_64', null, false, 200, Language.GROOVY, 500, false, false, true, 'xterm', ShellFiles.below(folder, [:]))
        lines.each { shell.type(it) }
        shell.type('/quit').awaitEnd()
    }

    private List<File> files() {
        folder.resolve('sessions').toFile().listFiles() as List
    }
}
