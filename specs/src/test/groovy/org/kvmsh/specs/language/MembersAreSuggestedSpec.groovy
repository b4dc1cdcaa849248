package org.kvmsh.specs.language

import org.kvmsh.dsl.Kvmsh as Library
import org.kvmsh.dsl.lang.groovy.OutOfReach
import org.kvmsh.dsl.lang.groovy.Reach
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.NameUses
import spock.lang.Specification

/** A misspelt member of a value, such as {@code trace.timline}: the error names the member that was meant. */
class MembersAreSuggestedSpec extends Specification {
    def "in #language, #text: #message"() {
        given:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', '--lang', language, '-e', text)
        def said = result.err.readLines()

        expect:
        result.status == 1
        said[0].endsWith(message)
        said.drop(3)*.trim() == notes

        where:
        language | text                                            || message                       | notes
        'groovy' | 'trace.timline "x"'                             || "unknown name 'timline'"      | ["did you mean 'timeline'?", 'it has: all, board, json, save, size, timeline']
        'groovy' | 'println trace.timline'                         || "unknown name 'timline'"      | ["did you mean 'timeline'?", 'it has: all, board, json, save, size, timeline']
        'groovy' | 'def m = vm { memory at: 0, size: 4.KB }; m.stpo()' || 'a machine has no stpo'     | ["did you mean 'stop'?"]
        'groovy' | 'def c = caps("*"); c.named(1, 2)'              || 'named does not take 1, 2'    | ["try: caps('*').named('SYNC_REGS').bits"]
        'groovy' | 'def c = caps("*"); c[0]'                       || 'this value cannot be indexed' | ['it has: all, diff, json, named, there, value']
        'groovy' | 'decode(x86_16, [0xf4]).instructions*.text' | 'text must be called with parentheses: text()' | []
        'groovy' | 'decode(x86_16, [0xf4]).instructions[0].text' | 'text must be called with parentheses: text()' | []
        'js'     | 'trace.timline("x")'                            || "unknown name 'timline'"      | ["did you mean 'timeline'?", 'it has: all, board, json, save, size, timeline']
        'js'     | 'const c = caps("*"); console.log(c.nmed("X"))' || "unknown name 'nmed'"         | ["did you mean 'named'?", 'it has: all, diff, json, named, there, value']
    }

    def "of all values' members, a misspelt one is suggested: 97 of a hundred at the least"() {
        given:
        def random = new Random(76)
        def tries = Library.vocabulary().values().collectMany { scope ->
            def names = Reach.names(scope.type())
            names.collectMany { name -> NameUses.misspelt(name, names, random).collect { [scope.type(), name, it] } }
        }
        def missed = tries.findAll { type, name, typed -> !OutOfReach.of(type, '', typed).notes().any { it.contains("'$name'") } }
        println "misspelt members of values: ${tries.size() - missed.size()} of ${tries.size()} get the right suggestion"
        missed.take(10).each { type, name, typed -> println "  not for ${type.simpleName}.$typed ($name)" }

        expect:
        tries.size() > 1000
        missed.size() * 100 <= tries.size() * 3
    }
}
