package org.kvmsh.specs.language

import org.kvmsh.specs.kit.NameUses
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.TypeScript
import spock.lang.Shared
import spock.lang.Specification

/** TypeScript finds misspelt names with docs/kvmsh.d.ts: of named arguments, registers, members of exits, fields of structs and words. */
@Needs('typescript')
class MisspellingsAreErrorsSpec extends Specification {
    static final String GIVEN = 'declare const x: any;\n'
    /** How many misspellings of each hundred are errors, at the least; raise it when more are. */
    static final Map<String, BigDecimal> FLOORS = ['named argument': 100, 'register': 100, 'member of an exit': 100, 'field of a struct': 100, 'word': 100]

    /** The lines of each script: those with the right names, and for each kind those with a misspelt one. */
    @Shared
    Map<String, List<String>> lines
    @Shared
    Map<String, Map<Integer, String>> errors

    def setupSpec() {
        def random = new Random(FLOORS.size())
        def uses = NameUses.all()
        lines = [right: uses.collect { it.js(it.name).toString() }.unique()] + FLOORS.keySet().collectEntries { kind ->
            // A global variable of a guest, which is a member of symbols, may have any name.
            [kind, uses.findAll { it.kind == kind && !it.toString().contains('{KnownSymbols}') }.collectMany { use ->
                def wrong = NameUses.misspelt(use.name, use.valid, random)
                wrong.empty ? [] : [use.js(wrong[random.nextInt(wrong.size())]).toString()]
            }.unique()]
        }
        // A check takes seconds, most of them for the declarations.
        def scripts = lines.collectEntries { name, texts -> ["${name}.js".toString(), texts.collect { "{ $it }" }.join('\n')] }
        errors = TypeScript.check(scripts, ['kvmsh.d.ts': TypeScript.DECLARATIONS, 'given.d.ts': GIVEN]).groupBy { it.file - '.js' }
                .collectEntries { name, all -> [name, all.collectEntries { [it.line - 1, it.message] }] }
    }

    def "each use with its right name has no error"() {
        expect:
        errors.getOrDefault('right', [:]).collect { "${lines.right[it.key]}: $it.value" } == []
        println "names: ${lines.right.size()} uses of kvmsh's names in JavaScript, all without an error"
    }

    def "a misspelt #kind is an error: #floor of a hundred at the least"() {
        given:
        def missed = (0..<lines[kind].size()).findAll { !errors[kind].containsKey(it) }
        def share = 100.0 * (lines[kind].size() - missed.size()) / lines[kind].size()
        println String.format(Locale.ROOT, 'misspelt %s: TypeScript reports %d of %d (%.1f %%)', kind, lines[kind].size() - missed.size(), lines[kind].size(), share)
        missed.take(10).each { println "  not reported: ${lines[kind][it]}" }

        expect:
        share >= floor

        where:
        [kind, floor] << FLOORS.collect { [it.key, it.value] }
    }
}
