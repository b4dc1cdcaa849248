package org.kvmsh.specs.language

import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification

/** What Groovy, GraalVM and Java say about a text reaches a person in kvmsh's words. */
class EnginesTextsAreExplainedSpec extends Specification {
    def "in #language, #text: #message"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', '--lang', language, '-e', text)

        then:
        result.status == 1
        result.err.readLines().first().endsWith(": $message")

        where:
        language | text                                || message
        'groovy' | 'int[] a = new int[2]; a[5] = 1'    || 'index 5 is out of range: the length is 2'
        'groovy' | 'println 1 / 0'                     || 'division by zero'
        'groovy' | 'Integer.parseInt("zz")'            || "'zz' is not a number"
        'groovy' | '[1][7].foo'                        || 'cannot access .foo on null'
        'groovy' | '[].first()'                        || 'first() of an empty list'
        'groovy' | 'mem "a", 1'                        || "mem does not take 'a', 1"
        'groovy' | 'x = '                              || 'unexpected end of the script'
        'groovy' | 'x = ;'                             || "unexpected ';'"
        'js'     | 'mem("a", 1)'                       || "mem does not take 'a', 1"
        'js'     | 'x = '                              || 'unexpected end of the script'
        'js'     | 'x = ;'                             || 'unexpected ;'
        'js'     | 'null.foo()'                        || 'cannot access .foo on null'
        'js'     | 'let a; a.b = 1'                    || 'cannot access .b on undefined'
        'js'     | '(5)()'                             || '5 is not a function'
        'js'     | 'for (const x of 5) { }'            || '5 is not a list'
        'js'     | '1n + 1'                            || 'a BigInt and a number cannot be mixed'
    }
}
