package org.kvmsh.specs.language

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.board.Boards
import org.kvmsh.bindings.kvm.rules.Rulebook
import org.kvmsh.dsl.Kvmsh as Library
import org.kvmsh.dsl.reference.Described
import org.kvmsh.dsl.reference.MarkdownPages
import org.kvmsh.dsl.reference.ReferenceEntry
import org.kvmsh.dsl.word.Vocabulary
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir

/** The reference of words: each word has all parts, and its example runs alone, in both languages, on the board that it names. */
class ReferenceOfWordsSpec extends Specification {
    static final Described VOCABULARY = Library.vocabulary()
    static final List<ReferenceEntry> WORDS = MarkdownPages.entries(VOCABULARY).takeWhile { !it.ofValue }
    static final List<ReferenceEntry> VALUES = MarkdownPages.entries(VOCABULARY).findAll { it.ofValue && it.names() == it.value() }
    /** A comment of an example with the content of another file. */
    static final String OTHER_FILE = /\/\/ (\S+) has: (.*)/

    @TempDir
    Path folder

    def "every word is in one task's entry, and every entry is of a word"() {
        given:
        def words = VOCABULARY.groovyBlocks().collectMany { it.entries()*.name() } + VOCABULARY.jsBlocks().first().entries()*.name()

        expect:
        WORDS.findAll { it.section() == 'Other words' } == []
        (WORDS*.names().flatten() as Set) == (words as Set)
    }

    def "#name: arguments, results, errors, an example"() {
        expect:
        text =~ /(?m)^- returns: \S/
        text =~ /(?m)^- errors: \S/
        text.indexOf('- returns:') > text.indexOf('\n- ')
        example(text) != null

        where:
        [name, text] << WORDS.collect { [it.names().join(', '), it.text()] }
    }

    def "the reference of #word lists each of its named arguments: #named"() {
        expect:
        named.findAll { !text.contains("`$it:") } == []

        where:
        [word, named, text] << VOCABULARY.groovyBlocks().collectMany { it.entries() }.collectMany { entry ->
            def named = Vocabulary.arguments(entry.word())
            named ? [[entry.name(), named, WORDS.findAll { entry.name() in it.names() }*.text().join()]] : []
        }
    }

    def "#call, which #word makes, has a rule for #errno"() {
        expect:
        Abi.tables().any { Rulebook.known(Abi.of(it), call).containsKey(errno) }

        where:
        [word, call, errno] << WORDS.collectMany { entry ->
            def errors = (entry.text() =~ /(?m)^- errors: (.*)/)[0][1]
            // An errno is of the call that is named before it in its part; EINTR ends no run.
            errors.split(/;/).collectMany { part -> (part =~ /\bE(?!INTR)[A-Z0-9]{3,}\b/).collect { [entry.names().join(', '), (part =~ /KVM_\w+/).with { it.find() ? it.group() : 'no call' }, it] } }
        }
    }

    @Sample(verify = 4)
    def "the member #member of #value has an entry or is used in an example"() {
        expect:
        isShown
        example(text) != null || text =~ /(?m)^Example: see \[.*\)\.$/

        where:
        [value, member, text, isShown] << VOCABULARY.values().collectMany { value -> value.entries().collect { [value.name(), it.name(), VALUES.find { value.name() in it.names() }.text(), isShown(it.name())] } }
    }

    @Sample(verify = 16)
    def "the example of #name runs alone: #language on #board"() {
        given:
        Needed.orSkip(*needs)
        script.findAll(OTHER_FILE) { all, other, text -> Files.writeString(folder.resolve(other), text + '\n') }
        def file = Files.writeString(folder.resolve("example.$ending"), script)
        def out = new StringWriter()
        def boards = new Boards(System.getenv())
        def kvmsh = new Library(boards, new PrintWriter(out), { })

        when:
        kvmsh.use(board.startsWith('qemu:') ? EmulatedBoards.open(board) : boards.open(board))
        kvmsh.run(file)

        then:
        notThrown(Exception)
        !out.toString().contains('not ok')

        cleanup:
        kvmsh.close()

        where:
        [name, board, needs, language, ending, script] << (WORDS + VALUES).collectMany { rows(it) }
    }

    private static boolean isShown(String member) {
        WORDS.any { member in it.names() } || (WORDS + VALUES).any { it.text() =~ /\.$member\b/ }
    }

    /** A row for each language. */
    private static List<List> rows(ReferenceEntry entry) {
        def found = example(entry.text())
        if (found == null) {
            return []
        }
        def needs = (found.board.contains('model:') ? [] : [found.board == 'kvm' ? 'kvm:x86_64' : found.board]) + (found.needs ? [found.needs] : [])
        def first = found.js ? [] : [[entry.names().first(), found.board, needs, 'Groovy', 'groovy', found.first]]
        def js = found.js ? found.first : found.twin
        first + (js ? [[entry.names().first(), found.board, needs, 'JavaScript', 'js', js]] : [])
    }

    private static Map<String, Object> example(String text) {
        def found = text =~ /(?m)^Example on (\S+?)(?: with (\S+?))?( in JavaScript)?:\n\n((?: {4}.*\n|\n)+)/
        def twin = text =~ /(?m)^In JavaScript:\n\n((?: {4}.*\n|\n)+)/
        found.find() ? [board: found.group(1), needs: found.group(2), js: found.group(3) != null, first: script(found.group(4)), twin: twin.find() ? script(twin.group(1)) : null] : null
    }

    private static String script(String indented) {
        indented.readLines().collect { it.startsWith('    ') ? it.substring(4) : it }.join('\n') + '\n'
    }
}
