package org.kvmsh.specs.shell

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.dsl.Kvmsh as Library
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.reference.MarkdownPages
import org.kvmsh.dsl.reference.ReferenceEntry
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.TypedShell
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A saved session always runs, whichever words were typed: what a script cannot have is left out, and named. */
@Timeout(900)
class SavedWordsSpec extends Specification {
    static final List<ReferenceEntry> ENTRIES = MarkdownPages.entries(Library.vocabulary())

    @TempDir
    Path folder

    TypedShell shell

    def cleanup() {
        shell?.close()
    }

    @Sample(of = 8, verify = 128)
    def "a session with the example of #word is saved as a file that runs: #language on #board"() {
        given:
        Needed.orSkip(board, *(board.startsWith('model') ? [] : ['whole']))
        shell = new TypedShell([:], board, folder.resolve('history'), false, 200, language)
        def file = folder.resolve(language == Language.JS ? 'saved.js' : 'saved.groovy')

        when:
        lines.each { shell.type(it) }
        shell.type(language == Language.JS ? "println('do' + 'ne')" : "println 'do' + 'ne'").await('done')
        shell.type("/save $file").await('saved.' + (language == Language.JS ? 'js' : 'groovy') + ': ')

        then:
        // The example of skip skips its test, of which the last line is the result.
        Kvmsh.run('test', '-b', board, file.toString()).out.readLines().last() =~ (word == 'skip' ? /: 0 passed, 0 failed, 1 skipped$/ : /, 0 failed, 0 skipped(, 1 not run)?$/)

        where:
        [word, board, language, lines] << [['model:x86_64', 'kvm'], Language.values()].combinations().collectMany { board, language ->
            ENTRIES.collect { [it.names().first(), board, language, lines(it.text(), board, language)] }.findAll { it[3] != null }
        }
    }

    def "#word, which a script refuses, is left out with its reason: #line after #given"() {
        given:
        def language = line.endsWith(')') && given.startsWith('const') ? Language.JS : Language.GROOVY
        shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'), false, 200, language)

        when:
        ([given] + before + [line]).each { shell.type(it) }
        shell.type(language == Language.JS ? "println('done' + 1)" : "println 'done' + 1").await('done1')
        def file = folder.resolve(language == Language.JS ? 'saved.js' : 'saved.groovy')
        shell.type("/save $file").await('commented out')

        then:
        Files.readString(file).contains("// Left out, only the shell can undo earlier writes:\n//   $line\n")
        Kvmsh.run('test', '-b', 'model:x86_64', file.toString()).out.readLines().last() =~ /, 0 failed, 0 skipped$/

        where:
        word     | given                                                                                     | before               | line
        'undo'   | 'm = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 } }'                            | ['m.regs.rax = 5']   | 'm.undo()'
        'undo'   | 'm = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 } }'                            | ['m.regs.rax = 5']   | 'undo 1'
        'undo'   | 'const m = vm({memory: {at: 0, size: KB(64)}, vcpu: {real: 0x1000}})'                      | ['m.regs.rax = 5']   | 'm.undo()'
    }

    /** The lines of a word's example; null if it has none on the board, needs a file of its own, is about its first line, or takes the terminal. */
    private static List<String> lines(String text, String board, Language language) {
        def script = script(text, board, language)
        script == null || [' has: ', "':1:'", 'attach()'].any { script.contains(it) } ? null : script.readLines().findAll { line -> !line.blank && !line.strip().startsWith('//') }*.strip()
    }

    private static String script(String text, String board, Language language) {
        def found = text =~ /(?m)^Example on (\S+?)(?: with (\S+?))?( in JavaScript)?:\n\n((?: {4}.*\n|\n)+)/
        if (!found.find() || found.group(1) != board || found.group(2) != null) {
            return null
        }
        def twin = text =~ /(?m)^In JavaScript:\n\n((?: {4}.*\n|\n)+)/
        def isJs = language == Language.JS
        isJs == (found.group(3) != null) ? found.group(4) : isJs && twin.find() ? twin.group(1) : null
    }
}
