package org.kvmsh.specs.house

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.repl.runner.TestScript
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification

/** docs/guide/suite.md lists each script of scripts/suite with what its first lines say that it holds, and where it runs. */
class SuiteIsListedSpec extends Specification {
    private static final Path PAGE = Kvmsh.ROOT.resolve('docs/guide/suite.md')
    private static final String BEGIN = '<!-- made from the scripts -->\n', END = '<!-- end -->\n'

    /** Models are made from the same rules, so a suite that they pass proves nothing of a kernel. */
    private static final String KERNELS = "needs boards: ['real', 'emulated', 'remote']"

    private static final boolean UPDATE = Boolean.getBoolean('snapshots.update') || Boolean.getBoolean('spock.snapshots.updateSnapshots')

    static final List<TestScript> SCRIPTS = TestScript.of([Kvmsh.ROOT.resolve('scripts/suite')])

    def "the page lists each script"() {
        given:
        def page = Files.readString(PAGE)
        def before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
        def made = before + table() + page.substring(page.indexOf(END))

        when:
        if (UPDATE) {
            Files.writeString(PAGE, made)
        }

        then:
        UPDATE || page == made
    }

    def "#name says what it tests, on which boards, and where each test's rule is written"() {
        given:
        def text = Files.readString(script.file())
        def tests = text.readLines().findAll { it =~ /^\s*test\(/ }

        expect:
        holds(text).endsWith('.')
        text.readLines().any { it.startsWith('//   kvmsh ') && it.contains(name) && it.contains(' -b ') }
        tests.size() >= 1
        tests.findAll { !it.contains('source: ') } == []
        text.contains("\n$KERNELS\n") || text =~ /\nneeds boards: \['qemu:/

        where:
        script << SCRIPTS
        name = script.name()
    }

    private static String table() {
        '| script | what it tests | needs |\n|---|---|---|\n' + SCRIPTS.collect { script ->
            def text = Files.readString(script.file())
            def path = script.name() - 'scripts/suite/'
            "| [$path](../../${script.name()}) | ${holds(text).replace('|', '\\|')} | ${needs(text)} |\n"
        }.join('')
    }

    /** The comment at the top, up to the commands. */
    private static String holds(String text) {
        text.readLines().takeWhile { it.startsWith('// ') && !it.startsWith('//   ') }*.substring(3).join(' ')
    }

    private static String needs(String text) {
        text.readLines().findAll { it.startsWith('needs ') && it != KERNELS }.collect { "`${it.substring(6).replaceAll(/\s*\/\/.*/, '')}`" }.join(', ')
    }
}
