package org.kvmsh.specs.language

import org.kvmsh.dsl.lang.groovy.MissingArguments
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification

/** An error about a name points at that name in its own statement, and is not about another one. */
class CaretsAreAtTheNameSpec extends Specification {
    @AutoCleanup
    OnBoard on = new OnBoard('model:x86_64')

    def "#text: line #row, column #column"() {
        when:
        on.run(text)

        then:
        def e = thrown(ScriptError)
        [e.site().line(), e.site().column()] == [row, column]

        where:
        text                                                || row | column
        'def x = [:]\nx++\nm.next()'                        || 2   | 1
        'def x = [:]\nx++ // next'                           || 2   | 1
        'def x = [:]\nx + 1\n[1].plus(2)'                   || 2   | 1
        'def p = "nme"\nprintln kvm."$p"\ndef nme = 1'      || 2   | 1
        'def m = vm { vcpu 0 }\nm\n    .exits\n    .nme\nm.nme()'   || 4   | 6
        '[1].each {\n    def x = [:]\n    x++\n}\nm.next()' || 3   | 5
        'def m = vm { }; m.nme()'                           || 1   | 19
    }

    def "a null pointer in #type.#method below #line: the word that lacks an argument is '#word'"() {
        given:
        def thrown = new NullPointerException('a bug')
        thrown.stackTrace = [new StackTraceElement(type, method, null, 1), new StackTraceElement('Script1', 'run', null, 1)]

        expect:
        MissingArguments.word(thrown, 'a bug', line) == word

        where:
        type                                | method  | line       || word
        'org.kvmsh.dsl.lang.groovy.KvmScript' | 'watch' | 'm.load()' || ''
        'org.kvmsh.dsl.word.HandlerWords'    | 'answer' | 'answer()' || 'answer'
        'org.kvmsh.dsl.machine.Machine'     | 'run'   | 'm.run()'  || ''
        'org.kvmsh.dsl.machine.Machine'     | 'step'  | 'm.step()' || ''
    }
}
