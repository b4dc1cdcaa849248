package org.kvmsh.specs.house

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification

/** docs/developers/suite-and-selftests.md has a row for each of scripts/selftests/compare-with-linux.tsv, and these name scripts that there are. */
class SelftestsAreComparedSpec extends Specification {
    private static final Path PAGE = Kvmsh.ROOT.resolve('docs/developers/suite-and-selftests.md')
    private static final List<List<String>> ROWS = Files.readAllLines(Kvmsh.ROOT.resolve('scripts/selftests/compare-with-linux.tsv'))
            .findAll { !it.startsWith('#') }.collect { it.split('\t', -1) as List }

    def "a row has a subject, a selftest once, what it checks, and scripts of the suite"() {
        expect:
        ROWS.findAll { it.size() != 4 || it.take(3).any { part -> part.blank } } == []
        ROWS*.get(1).toUnique() == ROWS*.get(1)
        ROWS.collectMany { it[3].split(' ') as List }.findAll { it && !Files.exists(Kvmsh.ROOT.resolve("scripts/suite/${it}.groovy")) } == []
    }

    def "the table of the page has each row"() {
        given:
        def page = Files.readString(PAGE)

        expect:
        ROWS.findAll { !page.contains("| ${it[0]} | ${it[1]} | ${it[2]} |") } == []
    }

    def "each selftest that the page writes of is a row"() {
        given:
        def named = (Files.readString(PAGE) =~ /`(\w+_test|debug_regs)`/).collect { it[1] } as Set

        expect:
        named - ROWS*.get(1) == [] as Set
    }
}
