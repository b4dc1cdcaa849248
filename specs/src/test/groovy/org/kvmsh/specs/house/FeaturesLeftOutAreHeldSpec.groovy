package org.kvmsh.specs.house

import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification

/** What runs with -Pwhole alone names a feature that runs always and holds the same rule. */
class FeaturesLeftOutAreHeldSpec extends Specification {
    static final File SPECS = Kvmsh.ROOT.resolve('specs/src/test/groovy/org/kvmsh/specs').toFile()
    /** May only fall. */
    static final int MOST = 5

    def "#left in #spec is held by #held"() {
        given:
        def (name, feature) = held.split(': ', 2)
        def source = SPECS.listFiles().collect { new File(it, "${name}.groovy") }.find { it.exists() }?.readLines() ?: []
        int line = source.findIndexOf { it.startsWith("    def \"$feature") }

        expect:
        line > 0
        !source[line - 1].contains('@Whole')

        where:
        [spec, held, left] << leftOut()
    }

    def "they are few"() {
        expect:
        leftOut().size() in 1..MOST
    }

    def "none has another form, which would not be checked"() {
        given:
        int annotated = 0
        SPECS.eachFileRecurse { if (it.name.endsWith('.groovy')) annotated += (it.text =~ /(?m)^ +@Whole\(/).size() }

        expect:
        annotated == leftOut().size()
    }

    private static List<List<String>> leftOut() {
        def found = []
        SPECS.eachFileRecurse { file ->
            if (file.name.endsWith('Spec.groovy')) {
                (file.text =~ /(?m)^    @Whole\('(.*)'\)\n    def "(.*)"\(\) \{$/).each { found << [file.name - '.groovy', it[1], it[2]] }
            }
        }
        found
    }
}
