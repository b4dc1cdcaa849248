package org.kvmsh.specs.house

import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification

/** docs/developers/design.md is the walk of a script in 80 lines; it and docs/developers/packages.md name classes that exist. */
class DesignIsDescribedSpec extends Specification {
    private static final File DOCS = Kvmsh.ROOT.resolve('docs/developers').toFile()

    def "each class named on #page exists"() {
        given:
        def sources = [] as Set
        ['bindings', 'dsl', 'repl', 'specs'].each { module ->
            new File(Kvmsh.ROOT.toFile(), module).eachFileRecurse { if (it.name ==~ /.*\.(java|groovy|g4)/ && !it.path.contains('/target/')) sources << it.name.replaceFirst(/\.\w+$/, '') }
        }
        def named = (new File(DOCS, page).text =~ /`([A-Z]\w*[a-z]\w*)(?:\.\w+)*`/).collect { it[1] }.unique()

        expect:
        named.size() > 30
        named.findAll { !sources.contains(it) } == []

        where:
        page << ['design.md', 'packages.md']
    }

    def "the walk has at most 80 lines, a picture, and its stops in order"() {
        given:
        def lines = new File(DOCS, 'design.md').readLines()
        def stops = lines.findResults { (it =~ /^(\d+)\. /).with { found -> found.find() ? found.group(1) as int : null } }

        expect:
        lines.size() <= 80
        lines.any { it == '```mermaid' }
        stops == (1..stops.size()).toList()
        stops.size() > 20
    }
}
