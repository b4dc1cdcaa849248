package org.kvmsh.specs.language

import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification

/** What a line of the shell declares in Groovy, later lines use: functions, blocks, classes. */
class LaterLinesUseDeclarationsSpec extends Specification {
    @AutoCleanup
    OnBoard on = new OnBoard('model:x86_64')

    def "#declaration, then #use, is #value"() {
        given:
        on.run(declaration)

        expect:
        on.run(use) == value

        where:
        declaration                                        | use                       || value
        'def f(int n) { n + 1 }'                           | 'f(1)'                    || 2
        'def f(a, b = 2) { a + b }'                        | '[f(1), f(1, 3)]'         || [3, 4]
        'def f(Object... all) { all.size() }'              | '[f(), f(1), f(1, 2)]'    || [0, 1, 2]
        'def f(List all) { all.size() }'                   | 'f([1, 2])'               || 2
        'def f(Map named, int n) { named.a + n }'          | 'f(a: 1, 2)'              || 3
        'def f(n) { n < 2 ? 1 : n * f(n - 1) }'            | 'f(5)'                    || 120
        'def f(n) { n * 2 }'                               | '[1, 2].collect(f)'       || [2, 4]
        'def f = { n -> n * 2 }'                           | 'f(2)'                    || 4
        'class Foo { int n; int twice() { n * 2 } }'       | 'new Foo(n: 4).twice()'   || 8
        'enum Color { RED, GREEN }'                        | 'Color.GREEN.ordinal()'   || 1
        'trait Greets { def hi() { "hi" } }'               | 'class Bar implements Greets { }; new Bar().hi()' || 'hi'
        'class Foo { }; class Bar extends Foo { }'         | 'new Bar() instanceof Foo' || true
    }

    def "a class that is declared again takes the place of the first one"() {
        given:
        on.run('class Foo { def n = 1 }')
        on.run('class Foo { def n = 2 }')

        expect:
        on.run('new Foo().n') == 2
    }

    def "#declaration, then #use: #message"() {
        given:
        on.run(declaration)

        when:
        on.run(use)

        then:
        def e = thrown(ScriptError)
        e.headline() == message
        e.notes() == [note]

        where:
        declaration               | use        || message                              | note
        'def f(int n) { n + 1 }'  | 'f("x")'   || "f does not take 'x'"                | 'declared as f(int)'
        'def f(int n) { n + 1 }'  | 'f()'      || 'f needs an argument'                | 'declared as f(int)'
        'def f(a, b = 2) { a }'   | 'f(1,2,3)' || 'f does not take 1, 2, 3'            | 'declared as f(def) or f(def, def)'
        'def f = { x, y -> x }'   | 'f(1)'     || 'wrong arguments for a block: 1'     | 'it takes (def, def)'
    }

    def "#text: later lines would not find a variable by the name of an exit"() {
        when:
        on.run(text)

        then:
        def e = thrown(ScriptError)
        e.headline() == "$name is the name of an exit and cannot be assigned to"
        e.notes() == ['use another name']
        e.site().column() == column

        where:
        text            || name   | column
        'def hlt = 7'   || 'hlt'  | 5
        'int mmio = 7'  || 'mmio' | 5
        'io = 7'        || 'io'   | 1
        '[1].each { shutdown = it }' || 'shutdown' | 12
    }

    def "a variable of a block may have the name of an exit"() {
        expect:
        on.run('[1].collect { def hlt = 7; hlt + it }') == [8]
    }
}
