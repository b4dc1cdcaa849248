package org.kvmsh.specs.board

import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.KvmshOnPty
import org.kvmsh.specs.kit.Needs
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A board that boots says so on a terminal, in one line that is gone afterwards; Ctrl-C ends it. */
@Timeout(300)
@Needs(['qemu:arm64', 'script', 'SIGINT'])
class BoardsBootInSightSpec extends Specification {
    static final String BOARD = 'qemu:arm64'
    static final String BOOTING = "\r\u001b[K$BOARD: booting, "
    static final String ERASED = '\r\u001b[K'
    static final String INTERRUPTED = "$BOARD: interrupted while it was starting; it was stopped"

    @TempDir
    Path folder

    @AutoCleanup(quiet = true)
    KvmshOnPty kvmsh

    private KvmshOnPty started(String... arguments) {
        kvmsh = new KvmshOnPty(folder, arguments)
    }

    def "the line has the stage, the seconds and what the kernel printed last, and is gone when #way answers"() {
        when:
        started(*arguments)
        kvmsh.await(answer)

        then:
        (kvmsh.shown() =~ /\r\u001b\[Kqemu:arm64: booting, \d+ s: \[ +\d+\.\d+\] \w/).find()
        kvmsh.shown().substring(0, kvmsh.shown().indexOf("$BOARD (")).endsWith(ERASED)

        where:
        way         | arguments                       || answer
        'the shell' | ['-b', BOARD]                   || '/help lists commands'
        'a script'  | ['-q', '-b', BOARD, '-e', '42'] || '\r\n42\r\n'
    }

    def "without a terminal nothing is printed of it"() {
        expect:
        Kvmsh.runWith([KVMSH_TERMINAL: ''], '', '-q', '-b', BOARD, '-e', '42').with { err == '' && out == '42\n' }
    }

    def "Ctrl-C ends a boot that /board began, and the shell stays on its board"() {
        given:
        started('-b', 'model:x86_64')
        kvmsh.await('/help lists commands')

        when:
        kvmsh.type("/board $BOARD")
        kvmsh.await(BOOTING)
        kvmsh.ctrlC()

        then:
        kvmsh.await("$INTERRUPTED; the current board is still model:x86_64 (model)")
        !kvmsh.hasQemu()
        kvmsh.leftOver() == []

        when:
        kvmsh.type('6 * 7')

        then:
        kvmsh.await('42 (0x2a)')

        when:
        kvmsh.type('/quit')

        then:
        kvmsh.status() == 0
    }

    def "Ctrl-C while the first board boots ends kvmsh with 130: #arguments"() {
        when:
        started(*arguments)
        kvmsh.await(BOOTING)
        kvmsh.ctrlC()

        then:
        kvmsh.await("kvmsh: $INTERRUPTED")
        kvmsh.status() == 130
        kvmsh.leftOver() == []

        where:
        arguments << [['-b', BOARD], ['-b', BOARD, '-e', '42']]
    }
}
