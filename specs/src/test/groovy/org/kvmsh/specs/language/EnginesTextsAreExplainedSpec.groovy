package org.kvmsh.specs.language

import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification

/** What Groovy, GraalVM and Java say about a text reaches a person in kvmsh's words. */
class EnginesTextsAreExplainedSpec extends Specification {
    def "what an engine reads of a value of the script's is placed in the script: #text"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', '--lang', 'js', '-e', text)

        then:
        result.err.startsWith('-e:2:3: ')
        result.err.readLines()[1] == '    ' + text.readLines()[1]

        where:
        text << ["let a = 1\n  BigInt('x')", "let a = 1\n  JSON.parse('{')", "let a = 1\n  new RegExp('(')", "let a = 1\n  throw 1"]
    }

    @Sample(verify = 4)
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
        'groovy' | '[].first()'                        || 'first() called on an empty list'
        'groovy' | 'reg 1.5'                           || "a one-reg's id must be an integer, not '1.5', a decimal number"
        'groovy' | 'x = '                              || 'unexpected end of the script'
        'groovy' | 'x = ;'                             || "unexpected ';'"
        'js'     | 'reg(1.5)'                          || "a one-reg's id must be an integer, not '1.5', a decimal number"
        'js'     | 'x = '                              || 'unexpected end of the script'
        'js'     | 'x = ;'                             || 'unexpected ;'
        'js'     | 'vm({vcpu: 0}).exits[0]'            || 'this value cannot be indexed'
        'js'     | 'vm({vcpu: 0}).exits[0].reason'     || 'this value cannot be indexed'
        'js'     | 'class A { }; class A { }'          || 'A is already declared'
        'js'     | 'let a = 1; let a = 2'              || 'a is already declared'
        'js'     | 'null.foo()'                        || 'cannot access .foo on null'
        'js'     | 'let a; a.b = 1'                    || 'cannot access .b on undefined'
        'js'     | '(5)()'                             || '5 is not a function'
        'js'     | 'for (const x of 5) { }'            || '5 is not a list'
        'js'     | '1n + 1'                            || 'a BigInt and a number cannot be mixed'
        'js'     | '1n & 0xff'                         || 'a BigInt and a number cannot be mixed'
        'js'     | 'BigInt("x")'                       || "'x' is not an integer"
        'js'     | 'BigInt(1.5)'                       || 'this number cannot be converted to a BigInt: it is not an integer, or not finite'
        'js'     | 'kvm()'                             || '/dev/kvm is not a function'
        'js'     | 'why()'                             || 'why is read without parentheses'
        'js'     | 'why(1)'                            || 'why takes no arguments'
        'groovy' | 'sleep 80.s, 1'                     || 'sleep does not take 80 s, 1'
        'js'     | 'function f() { f() }; f()'         || 'infinite recursion, or nesting too deep'
        'js'     | 'JSON.stringify(1n)'                || 'JSON has no BigInt: convert it with Number(x) or String(x)'
        'js'     | 'throw 1'                           || 'the script threw 1'
        'js'     | 'throw "no board"'                  || "the script threw 'no board'"
        'js'     | 'throw {a: [1, "x"]}'               || "the script threw {a: [1, 'x']}"
        'js'     | 'throw undefined'                   || 'the script threw undefined'
        'js'     | 'throw Symbol("odd")'               || 'the script threw Symbol(odd)'
        'js'     | 'throw () => 1'                     || 'the script threw a function'
        'js'     | 'throw class A { }'                 || 'the script threw a function'
        'groovy' | 'throw 1'                           || 'throw takes an exception'
        'groovy' | 'x = 1; throw x'                    || "throw takes an exception: throw new Exception('text')"
        'groovy' | 'throw new Exception("no board")'   || 'no board'
        'groovy' | 'vm { } + 1'                        || 'a machine and a number do not support +'
        'groovy' | 'def m = vm { }; -m'                || 'a machine does not support -'
        'groovy' | 'def m = vm { }; ~m'                || 'a machine does not support ~'
        'groovy' | 'def m = vm { }; 5 << m'            || 'a number and a machine do not support <<'
        'groovy' | '[a: 1] - "a"'                      || 'a map and a string do not support -'
        'groovy' | 'caps("*") & 1'                     || 'this value and a number do not support &'
        'groovy' | '-"a"'                              || 'a string does not support -'
        'groovy' | 'def m = vm { }; m[1] = 2'          || 'a machine cannot be indexed'
        'groovy' | 'def m = vm { }; m > 1'             || 'a machine and a number cannot be compared'
        'groovy' | 'vm { }.plus(1)'                    || 'a machine has no plus'
        'groovy' | 'def x = [a: 1]; x.foo()'           || 'a map has no foo that takes no arguments'
        'groovy' | 'on(io: 5)'                         || 'on needs a block'
        'groovy' | 'vm { }.on(io: 5)'                  || 'on needs a block'
        'groovy' | 'test("x")'                         || 'test needs a block'
        'groovy' | 'vm { }.vcpu()'                     || 'vcpu needs an argument'
    }
}
