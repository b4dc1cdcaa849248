package org.kvmsh.specs.house

import javax.tools.ToolProvider
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** Each package of the main sources has a package-info.java, whose links lead somewhere; the lists of docs/developers/packages.md are made from them. */
class PackagesAreDescribedSpec extends Specification {
    /** The sections of the page with a list, and the Maven modules of their packages. */
    static final Map<String, List<String>> SECTIONS = [bindings: ['bindings', 'bindings/headers', 'bindings/models'], dsl: ['dsl'], repl: ['repl']]
    static final List<String> PACKAGES = SECTIONS.values().flatten().collectMany { packages(it) }.sort()
    private static final File PAGE = Kvmsh.ROOT.resolve('docs/developers/packages.md').toFile()
    private static final int WIDTH = 120

    @TempDir
    File classes

    def "#name has a package-info.java with a description and without annotations"() {
        given:
        def file = new File(Kvmsh.ROOT.toFile(), "$name/package-info.java")
        def packageName = name.split('/src/main/java/')[1].replace('/', '.')

        expect: "a class, which an annotation would need, is left out of the jars"
        file.file
        file.text ==~ /(?s)\/\*\*(\n \*)? [\w{].*\s\*\/\npackage \Q$packageName\E;\n/

        where:
        name << PACKAGES
    }

    @Requires(value = { ToolProvider.systemJavaCompiler != null }, reason = 'this Java has no compiler')
    def "every link of a package-info.java leads to a class"() {
        given:
        def messages = new ByteArrayOutputStream()
        def described = PACKAGES.collect { "$Kvmsh.ROOT/$it/package-info.java".toString() }.findAll { new File(it).file }

        when:
        ToolProvider.systemJavaCompiler.run(null, messages, messages, '-Xdoclint:all', '-proc:none', '-cp', System.getProperty('java.class.path'), '-d', classes.path, *described)

        then:
        messages.toString() == ''
        described.size() > 60
    }

    def "packages.md has the text of each package of #section"() {
        given:
        def (before, list, after) = parts(PAGE.text, section)
        def written = described(section)

        when: 'the list is rewritten on request'
        if (Boolean.getBoolean('snapshots.update') || Boolean.getBoolean('spock.snapshots.updateSnapshots')) {
            PAGE.text = before + written + after
        }

        then:
        parts(PAGE.text, section)[1] == written

        where:
        section << SECTIONS.keySet()
    }

    /** A page up to a section's list, the list, and what follows it. */
    private static List<String> parts(String page, String section) {
        def found = page =~ /(?s)(.*\n## $section\n\n)(.*?)(\n## .*|)$/
        assert found.matches(): "packages.md has no section $section"
        [found.group(1), found.group(2), found.group(3)]
    }

    private static String described(String section) {
        def root = "org/kvmsh/$section/".toString()
        SECTIONS[section].collectMany { packages(it) }.sort { it.split('/src/main/java/')[1] }.collect { name ->
            def file = new File(Kvmsh.ROOT.toFile(), "$name/package-info.java")
            def inside = (name.split('/src/main/java/')[1] + '/') - root
            file.file ? item(inside.empty ? "org.kvmsh.$section" : inside.replaceFirst('/$', '').replace('/', '.'), file.text) : ''
        }.join()
    }

    /** The description as an item of a list: links to classes and to pages as Markdown has them, lines of the page's width. */
    private static String item(String name, String source) {
        def text = source.substring(source.indexOf('/**') + 3, source.indexOf('*/')).readLines()*.replaceFirst(/^ \* ?/, '').join('\n').trim()
        text.split(/\n\n<p>/).collect { it.replaceAll(/\s+/, ' ').replaceAll(/\{@link (?:\w+\.)*(\w+)}/, '`$1`').replaceAll(/\{@code ([^}]*?( })?)}/, '`$1`').replaceAll(/\bdocs\/developers\/(\w+\.md)/, '[$1]($1)').replaceAll(/\bdocs\/([\w\/]+\.md)/, '[$1](../$1)') }
                .withIndex().collect { paragraph, i -> wrapped(i == 0 ? "- `$name`: $paragraph" : "  $paragraph") }.join('\n')
    }

    /** Code in backquotes is not broken. */
    private static String wrapped(String paragraph) {
        def lines = [new StringBuilder(paragraph.startsWith('  ') ? '  ' : '')]
        (paragraph.trim() =~ /(?:`[^`]*`|[^\s`])+/).collect { it }.each { word ->
            if (lines.last().length() + 1 + word.length() > WIDTH) {
                lines << new StringBuilder('  ')
            }
            lines.last().append(lines.last().toString().trim().empty ? '' : ' ').append(word)
        }
        lines.collect { "$it\n" }.join()
    }

    /** The directories of a module's packages, below the source tree. */
    private static List<String> packages(String module) {
        def sources = new File(Kvmsh.ROOT.toFile(), "$module/src/main/java")
        def found = [] as Set
        sources.eachFileRecurse { if (it.name.endsWith('.java') && it.parentFile != sources) found << it.parent.substring(Kvmsh.ROOT.toString().length() + 1) }
        found.sort()
    }
}
