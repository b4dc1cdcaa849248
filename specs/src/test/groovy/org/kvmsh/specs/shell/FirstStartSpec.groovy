package org.kvmsh.specs.shell

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.board.Boards
import org.kvmsh.bindings.board.BoardKind
import org.kvmsh.dsl.Kvmsh
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.reference.FirstLines
import org.kvmsh.repl.shell.ShellFiles
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.TypedShell
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A person who has typed nothing yet is told four lines that work on the board. */
@Timeout(600)
class FirstStartSpec extends Specification {
    static final List<String> MODELS = new Boards([:]).all().findAll { it.kind() == BoardKind.MODEL }*.name()
    static final List<String> KERNELS = ['kvm:x86_64', 'qemu:arm64', 'qemu:ppc64', 'qemu:riscv64']

    @TempDir
    Path folder

    @AutoCleanup
    TypedShell shell

    @Sample(verify = 4)
    def "the four lines work on #board in #language"() {
        given:
        Needed.orSkip(*(board in MODELS ? [] : [board]))
        def boards = new Boards(System.getenv())
        def kvmsh = new Kvmsh(boards, new PrintWriter(Writer.nullWriter()), { })
        kvmsh.use(board.startsWith('qemu:') ? EmulatedBoards.open(board) : boards.open(board == 'kvm:x86_64' ? 'kvm' : board))

        when:
        def lines = FirstLines.of(kvmsh.session().board(), language)
        def values = lines.collect { kvmsh.evaluate(language, it) }

        then:
        lines.size() == 4
        !values[1].unasked
        values[3].total == 1

        cleanup:
        kvmsh?.close()

        where:
        [board, language] << [MODELS, Language.values()].combinations() + KERNELS.collect { [it, Language.GROOVY] }
    }

    def "they are printed before the first prompt on an architecture, and not again"() {
        given:
        shell = new TypedShell([:], 'model:x86_64', null, false, 200, Language.GROOVY, 500, false, false, true, 'xterm', ShellFiles.below(folder, [:]))

        when:
        def screen = shell.await('model> ')
        shell.type('40 + 2').await('42 (0x2a)')
        shell.type('/quit').awaitEnd()

        then:
        screen.contains("to begin, type:\n  m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'b8 2a 00 f4'; vcpu(0) { real 0x1000 } }\n  m.run until: hlt\n")
        Files.exists(folder.resolve('history'))

        when:
        shell = new TypedShell([:], 'model:x86_64', null, false, 200, Language.GROOVY, 500, false, false, true, 'xterm', ShellFiles.below(folder, [:]))

        then:
        !shell.await('model> ').contains('to begin')

        when:
        shell.type('/quit').awaitEnd()
        shell = new TypedShell([:], 'model:arm-vgicv2', null, false, 200, Language.GROOVY, 500, false, false, true, 'xterm', ShellFiles.below(folder, [:]))

        then:
        shell.await('model> ').contains("to begin, type:\n  m = vm { memory at: 0x4000")
    }
}
