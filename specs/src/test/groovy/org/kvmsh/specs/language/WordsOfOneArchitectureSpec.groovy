package org.kvmsh.specs.language

import org.kvmsh.bindings.abi.Arch
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.dsl.word.VmWords
import org.kvmsh.dsl.word.Vocabulary
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification

/** {@code @Word(arch = …)} alone determines a word's architectures: on a board of another architecture a plan refuses it at its line. */
class WordsOfOneArchitectureSpec extends Specification {
    /** What arch and flags are said of. */
    private static final String PLATFORM = 'platform SPAPR; '

    @AutoCleanup
    OnBoard on

    def "#word is refused on #board"() {
        given:
        on = new OnBoard(board)

        when:
        on.run("plan { ${word in ['arch', 'flags'] ? PLATFORM : ''}$example }")

        then:
        def e = thrown(ScriptError)
        e.message.contains("needs a")
        e.message.contains("$family board; board $board (model) is ")

        where:
        [word, example, board, family] << Vocabulary.of(VmWords).findAll { it.value.arch() }.collect { name, described ->
            boolean x86 = described.arch().contains(Arch.X86_64)
            [name, described.example().replaceFirst(/^irqchip; /, ''), x86 ? 'model:arm-vgicv2' : 'model:x86_64', described.arch()[0].family()]
        }
    }

    def "#word belongs to no other architecture"() {
        expect:
        Vocabulary.of(VmWords)[word].arch() as Set == of as Set

        where:
        word       || of
        'platform' || [Arch.PPC64]
        'ipa'      || [Arch.ARM64, Arch.ARM]
        'cpuid'    || [Arch.X86_64]
        'memory'   || []
    }
}
