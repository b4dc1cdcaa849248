package org.kvmsh.specs.language

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.dsl.Kvmsh as Library
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.reference.MarkdownPages
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Page
import org.kvmsh.specs.kit.TypeScript
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** TypeScript has no objection to what runs: the project's scripts and every example in JavaScript, with docs/kvmsh.d.ts. */
@Needs('typescript')
class ScriptsHaveTypesSpec extends Specification {
    /** What words' examples take to be there, see EveryWordsExampleSpec. */
    static final String GIVEN = 'declare const b: OpenedBoard, list: Memory, fd: number, before: Snapshot, earlier: Stats, kick: EventFd, line: EventFd, code: Uint8Array, text: string, s: any, going: StartedRun;\n' +
            'declare let m: Machine;\n' +
            // What the file has that the example of include names: to TypeScript each file is a module.
            'declare function halting(): Machine;\n'
    static final Map<String, String> SCRIPTS = scripts()
    static final Map<String, String> EXAMPLES = Page.ALL.collectMany { page -> page.blocks('js').collect { ["$page.path line ${it.line}.md.js".toString(), it.text] } }.collectEntries()
    static final Map<String, String> REFERENCE = reference()
    static final Map<String, String> WORDS = words()

    @Shared
    @TempDir
    Path folder

    /** A check takes seconds, most of them for the declarations: all texts have one in common, but for those with a patch. */
    @Shared
    List<TypeScript.Reported> errors

    def setupSpec() {
        errors = TypeScript.check((SCRIPTS + EXAMPLES + REFERENCE + WORDS).findAll { patch(it.key, it.value) == null }, ['kvmsh.d.ts': TypeScript.DECLARATIONS, 'given.d.ts': GIVEN])
    }

    def "TypeScript finds no error in #texts.size() #what"() {
        expect:
        texts.size() >= least
        errors.findAll { it.file in texts.keySet() }*.toString() == []

        where:
        what                                 | texts     || least
        'scripts'                            | SCRIPTS   || 52
        'examples of the README and docs'    | EXAMPLES  || 6
        'examples of the reference'          | REFERENCE || 127
        'words with their example'           | WORDS     || 395
    }

    def "the declarations have no error"() {
        expect:
        errors.findAll { it.file.endsWith('.d.ts') || it.file == '' }*.toString() == []
    }

    def "TypeScript finds no error in what reads patches, with the declarations of these"() {
        given:
        def texts = (SCRIPTS + EXAMPLES + REFERENCE).findAll { patch(it.key, it.value) != null }
        def files = texts.collect { patch(it.key, it.value) }.unique().withIndex().collect { patch, i ->
            (patch.contains('\n') ? Files.writeString(folder.resolve("${i}.patch"), patch) : Kvmsh.ROOT.resolve(patch)).toString()
        }
        def declared = Kvmsh.run('guide', '--as', 'ts', *files.collectMany { ['--rfc', it] })

        expect:
        texts.size() >= 7
        declared.status == 0
        TypeScript.check(texts, ['kvmsh.d.ts': declared.out])*.toString() == []
    }

    def "patches need declarations, and are read"() {
        when:
        def run = Kvmsh.run('guide', *options)

        then:
        run.status == 2
        run.err.contains(message)

        where:
        options                                         || message
        ['--rfc', 'nowhere.patch']                      || '--rfc needs --as=ts'
        ['--as', 'ts', '--rfc', 'nowhere.patch']        || 'nowhere.patch'
        ['--as', 'ts', '--rfc', "$Kvmsh.ROOT/LICENSE"]  || 'LICENSE, '
    }

    /** Examples of a block's words name what its function gets. */
    private static String inside(String scope, String line) {
        switch (scope) {
            case 'vm': return "vm(v => { ${line.startsWith('v.') ? '' : 'v.'}$line })"
            case 'vcpu': return "vm(v => v.vcpu(0, c => { ${line.replaceFirst(/^v\./, 'c.').with { it.startsWith('c.') ? it : "c.$it" }} }))"
            case 'device': return "vm(v => v.device(KVM_DEV_TYPE_VFIO, d => { d.$line }))"
            case 'guest': return "vm(v => v.guest(g => { $line }))"
            case '': return "vm(v => { $line })"
            default: return line
        }
    }

    /** The patch that a script reads, or a page's example, which lies beside the patches; null for none. */
    private static String patch(String name, String text) {
        def file = text =~ /(?m)^rfc\('([^']+)'/
        def inline = text =~ /(?s)^rfc\(`([^`]+)`/
        def folder = name.endsWith('.md.js') ? 'scripts/rfc' : new File(name).parent ?: ''
        file.find() ? Path.of(folder, file.group(1)).normalize().toString() : inline.find() ? inline.group(1) : null
    }

    private static Map<String, String> scripts() {
        def found = [:]
        Kvmsh.ROOT.resolve('scripts').toFile().eachFileRecurse { file ->
            if (file.name.endsWith('.js')) {
                found[Kvmsh.ROOT.relativize(file.toPath()).toString()] = file.text
            }
        }
        found
    }

    private static Map<String, String> reference() {
        MarkdownPages.entries(Library.vocabulary()).collectMany { entry ->
            (entry.text() =~ /(?m)^(?:Example on .* in JavaScript|In JavaScript):\n\n((?: {4}.*\n|\n)+)/).collect { [entry.names().first(), it[1].replaceAll(/(?m)^ {4}/, '')] }
        }.withIndex().collectEntries { example, i -> ["reference ${example[0]} ${i}.js".toString(), example[1]] }
    }

    private static Map<String, String> words() {
        def vocabulary = Library.vocabulary()
        (vocabulary.jsBlocks() + vocabulary.values()).collectMany { scope -> scope.entries().collect { [scope.name(), it.name(), Library.example(Language.JS, it.word())] } }
                .collectEntries { scope, name, line -> ["word $scope ${name}.js".toString(), inside(scope, line)] }
    }
}
