package org.kvmsh.specs.language

import java.nio.file.Files
import org.kvmsh.bindings.abi.Ioctl
import org.kvmsh.dsl.Kvmsh as Library
import org.kvmsh.dsl.reference.Described
import org.kvmsh.dsl.reference.MarkdownPages
import org.kvmsh.dsl.reference.ReferenceEntry
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification

/** The pages of words and the editors' files are in docs/ as they are generated. Pages name values in English, with links to their members. */
class VocabularyFilesSpec extends Specification {
    static final Described VOCABULARY = Library.vocabulary()
    static final Map<String, String> PAGES = MarkdownPages.of(VOCABULARY)
    static final List<ReferenceEntry> ENTRIES = MarkdownPages.entries(VOCABULARY)
    /** Every class of the main sources. */
    static final Set<String> CLASSES = ['bindings', 'dsl', 'repl'].collectMany { module ->
        Files.walk(Kvmsh.ROOT.resolve("$module/src/main/java")).withCloseable { all -> all.findAll { it.toString().endsWith('.java') }.collect { it.fileName.toString() - '.java' } }
    } as Set

    def setupSpec() {
        // What ran in this JVM before changes nothing: the members of an exit's class are put together when the first exit comes.
        assert Kvmsh.run('-b', 'model:x86_64', Kvmsh.script('first-light.js')).status == 0
    }

    def "#file matches the declared words"() {
        given:
        def kept = Kvmsh.ROOT.resolve(file).toFile()
        def guide = Kvmsh.run('guide', '--as', format)
        def written = guide.out

        when: 'the file is rewritten on request'
        if (Boolean.getBoolean('snapshots.update') || Boolean.getBoolean('spock.snapshots.updateSnapshots')) {
            kept.text = written
        }

        then:
        guide.status == 0
        kept.text == written

        where:
        file               | format
        'docs/kvmsh.d.ts'  | 'ts'
        'docs/kvmsh.gdsl'  | 'gdsl'
    }

    def "docs/words has the pages of the declared words, and no others"() {
        given:
        def folder = Kvmsh.ROOT.resolve('docs/words').toFile()

        when: 'the pages are rewritten on request'
        if (Boolean.getBoolean('snapshots.update') || Boolean.getBoolean('spock.snapshots.updateSnapshots')) {
            folder.listFiles()*.delete()
            PAGES.each { name, text -> new File(folder, name).text = text }
        }

        then:
        folder.listFiles().collectEntries { [it.name, it.text] } == PAGES
    }

    def "a page has at most 500 lines: #page"() {
        expect:
        text.readLines().size() <= 500

        where:
        [page, text] << PAGES.collect { page, text -> [page, text] }
    }

    def "guide --as=md prints all pages, with links within the text"() {
        given:
        def text = Kvmsh.run('guide', '--as', 'md').out
        def targets = anchors(text)

        expect:
        PAGES.values().every { text.contains(it.readLines().first() + '\n') }
        links(text).size() > 300
        links(text).findAll { !it.startsWith('#') || !(it.substring(1) in targets) } == []
    }

    def "no heading of #page is repeated, since anchors are made of headings"() {
        expect:
        headings == headings.unique(false)

        where:
        [page, headings] << PAGES.collect { page, text -> [page, text.readLines().findAll { it ==~ /#+ .*/ }] }
    }

    def "each link of a page leads to a heading of a page"() {
        given:
        def targets = PAGES.collectMany { page, text -> [page] + anchors(text).collect { "$page#$it".toString() } } as Set

        expect:
        PAGES.values().collectMany { links(it) }.findAll { !(it in targets) } == []
    }

    def "every word, value and exit has a line in the index, with a link"() {
        expect:
        ENTRIES.findAll { !it.ofValue }.collectMany { it.names() }.findAll { name -> !(PAGES['README.md'] =~ /(?mi)^- \[`(KVM_EXIT_)?$name`]\(/) } == []
        VOCABULARY.values().findAll { value -> !ENTRIES.any { value.name() in it.names() && PAGES['README.md'].contains("- [${it.section()}](") } } == []
    }

    def "#page names no class: #names"() {
        expect:
        names == []

        where:
        [page, names] << PAGES.collect { page, text -> [page, classesIn(text)] }
    }

    def "the page of words links to the members of what #word returns: #value"() {
        expect:
        ENTRIES.any { word in it.names() && !it.ofValue && it.text().contains("[the $value](") }

        where:
        [word, value] << VOCABULARY.groovyBlocks().first().entries().collectMany { entry ->
            entry.ways()*.returnType.unique().collectMany { type -> ENTRIES.findAll { it.names().size() == 2 && it.names() == it.value() && it.names()[1] == type.simpleName }.collect { [entry.name(), it.names()[0]] } }
        }
    }

    def "the value without words #value lists the members that JavaScript has"() {
        given:
        def text = ENTRIES.find { it.ofValue && value in it.names() }.text()

        expect:
        members.every { text.contains("`$it`") }

        where:
        [value, members] << VOCABULARY.jsMembers().findAll { type, members -> type != Ioctl }.collect { type, members -> [type.simpleName, members] }
    }

    /** The names of classes outside of indented code: those with two capitals in any text, and others in code. */
    private static List<String> classesIn(String text) {
        def prose = text.readLines().findAll { !it.startsWith('    ') }.join('\n')
        def code = (prose =~ /`([^`\n]+)`/).collect { it[1] }
        ((prose =~ /\b[A-Z][a-z0-9]+[A-Z]\w*\b/).collect { it.toString() } + code.collectMany { (it =~ /\b[A-Z][a-z]\w*\b/).collect { it.toString() } }).findAll { it in CLASSES }.unique()
    }

    private static List<String> links(String text) {
        (text.readLines().findAll { !it.startsWith('    ') }.join('\n') =~ /]\(([^)\s]+)\)/).collect { it[1] }
    }

    /** As GitHub makes them of headings. */
    private static Set<String> anchors(String text) {
        text.readLines().findAll { it ==~ /#+ .*/ }.collect { it.replaceFirst(/^#+ /, '').replaceAll(/]\([^)]*\)/, '').toLowerCase(Locale.ROOT).replaceAll(/[^\w -]/, '').replace(' ', '-') } as Set
    }

    def "an unknown format is refused"() {
        when:
        def run = Kvmsh.run('guide', '--as', 'html')

        then:
        run.status == 2
        run.err.contains("--as")
    }
}
