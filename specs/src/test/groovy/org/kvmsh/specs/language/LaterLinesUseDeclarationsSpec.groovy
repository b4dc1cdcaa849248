package org.kvmsh.specs.language

import org.kvmsh.dsl.lang.Language
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

    def "JavaScript: #lines: each name can be declared again, and no failed value takes it away"() {
        given:
        def js = new OnBoard('model:x86_64', Language.JS)

        when:
        def last = lines.collect { line ->
            try {
                js.run(line)
            } catch (ScriptError e) {
                e.headline()
            }
        }

        then:
        last == values

        cleanup:
        js.close()

        where:
        lines                                                                || values
        ['const q = undefined.x', 'q', 'const q = 3', 'q']                   || ['cannot access .x on undefined', "unknown name 'q'", null, 3]
        ['let q = 1', 'let q = q + 1', 'q']                                  || [null, null, 2]
        ['const q = 1', 'const q = undefined.x', 'q']                        || [null, 'cannot access .x on undefined', 1]
        ['const q = 1', 'q = 2', 'q']                                        || [null, 'a const cannot be reassigned', 1]
        ['const q = 1', 'let q = 2', 'q = 3', 'q']                           || [null, null, 3, 3]
        ['const q = 1; q = 2']                                               || ['a const cannot be reassigned']
        ['let q', 'q', 'let q = 2, r = 3; q + r']                            || [null, null, 5]
        ['const f = n => n + q', 'let q = 1', 'f(1)', 'let q = 2', 'f(1)']   || [null, null, 2, null, 3]
        ['q = 1', 'const q = undefined.x', 'const q = 2', 'q']               || [1, 'cannot access .x on undefined', null, 2]
        ['const run = 4', 'run']                                             || [null, 4]
        ['let {a, b} = {a: 1, b: 2}', 'a + b']                               || [null, 3]
        ['for (let i = 0; i < 3; i++) { let k = i }', 'let i = 5; let s = `${(() => { let i = 1; return i })()}`', 'i + s'] || [null, null, '51']
        ['5\nlet a = [1, 2]\nlet b = a', 'b[1]']                             || [null, 2]
        ['p + 1; let p = 2']                                                 || ['p is used before it is declared']
    }
}
