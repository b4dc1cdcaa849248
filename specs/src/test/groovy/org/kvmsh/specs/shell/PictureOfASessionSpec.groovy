package org.kvmsh.specs.shell

import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.TerminalPicture
import org.kvmsh.specs.kit.TypedShell
import spock.lang.Specification
import spock.lang.TempDir

import static org.kvmsh.specs.kit.Eventually.eventually

/** The README's picture is a session in the shell; -Dsnapshots.update=true redraws it. */
class PictureOfASessionSpec extends Specification {
    static final File PICTURE = Kvmsh.ROOT.resolve('docs/session.svg').toFile()
    static final String TITLE = 'A session in kvmsh: two memory slots overlap, and the error names the rule; then a guest runs'
    static final String PROMPT = 'model:x86_64 model> '
    static final int COLUMNS = 100
    /** The typed text, without the times of runs, and a part of the last line that it prints. */
    static final Map<List<String>, String> TYPED = [
            (['m = vm { memory at: 0, size: 64.KB; memory at: 0x8000, size: 4.KB }'])                                                           : 'at shell#1:1:10',
            (['m = vm { memory at: 0, size: 64.KB', "load at: 0x1000, hex: '40 f4'      // inc %ax; hlt", 'vcpu(0) { real 0x1000; regs rax: 41 } }']): '1 vCPU',
            (['m.run until: hlt; m.regs.rax'])                                                                                                  : '42 (0x2a)']

    @TempDir
    Path folder

    def "docs/session.svg shows what a session prints"() {
        given:
        def shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'), false, COLUMNS)

        when:
        awaitPrompt(shell, '')
        TYPED.each { lines, last ->
            lines.each { shell.type(it) }
            awaitPrompt(shell, last)
        }
        def drawn = TerminalPicture.of(shell.printed(), COLUMNS, TITLE)
        if (Boolean.getBoolean('snapshots.update')) {
            PICTURE.text = drawn
        }

        then:
        PICTURE.text == drawn

        cleanup:
        shell?.close()
    }

    private static void awaitPrompt(TypedShell shell, String last) {
        assert eventually { shell.screenText().contains(last) && shell.screenText().endsWith(PROMPT) }
    }
}
