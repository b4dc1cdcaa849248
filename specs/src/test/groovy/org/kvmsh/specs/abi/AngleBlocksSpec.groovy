package org.kvmsh.specs.abi

import org.kvmsh.dsl.lang.groovy.AngleBlocks
import spock.lang.Specification

class AngleBlocksSpec extends Specification {
    static final Set<String> WORDS = ['vm', 'vcpu', 'on', 'expect'] as Set

    def "angle brackets become braces: #text"() {
        expect:
        AngleBlocks.rewrite(text, WORDS) == braces
        braces.length() == text.length()

        where:
        text                                                || braces
        'vm < arch 206 >'                                   || 'vm { arch 206 }'
        'vm<arch 206>'                                      || 'vm{arch 206}'
        'vm < arch 206; rma 1.MB >; x < 3'                  || 'vm { arch 206; rma 1.MB }; x < 3'
        'vm < vcpu(0) < real 0x1000 > >'                    || 'vm { vcpu(0) { real 0x1000 } }'
        'vm < vcpu(0) < real 0x1000 >; arch 206 >'          || 'vm { vcpu(0) { real 0x1000 }; arch 206 }'
        'vm <\n  arch 206\n>'                               || 'vm {\n  arch 206\n}'
        'vm < rma(a > b ? 1 : 2); arch 206 >'               || 'vm { rma(a > b ? 1 : 2); arch 206 }'
        'vm < arch a > b ? 201 : 206 >'                     || 'vm { arch a > b ? 201 : 206 }'
        'vm < on(io: 0x3f8) { e -> t << e.text } >'         || 'vm { on(io: 0x3f8) { e -> t << e.text } }'
        'if (x) { vm < arch 206 > }'                        || 'if (x) { vm { arch 206 } }'
        'def m = vm < arch 206; vcpu(0) { real 0 } >'       || 'def m = vm { arch 206; vcpu(0) { real 0 } }'
        'm = vm < vcpu(0) < real 0x1000 > >; m.run()'       || 'm = vm { vcpu(0) { real 0x1000 } }; m.run()'
        'def m = vm <\n  arch a > b ? 201 : 206\n>'         || 'def m = vm {\n  arch a > b ? 201 : 206\n}'
        'x = vm < arch 206 >.vcpu(0)'                       || 'x = vm { arch 206 }.vcpu(0)'
        'def f() { return vm < arch 206 > }'                || 'def f() { return vm { arch 206 } }'
        'vm < arch 206 /* > */ >'                           || 'vm { arch 206 /* > */ }'
        'vm < load at: 0, hex: "<>" > // >'                 || 'vm { load at: 0, hex: "<>" } // >'
    }

    def "text without an angle block is unchanged: #text"() {
        expect:
        AngleBlocks.rewrite(text, WORDS) == text

        where:
        text << [
            'x < 3 && y > 2',
            'def vm = 1; f(vm < 2, 3 > 1)',
            "'vm < arch 206 >'",
            '"vm < arch 206 >"',
            '// vm < arch 206 >',
            '/* vm < arch 206 > */',
            "'''\nvm < arch 206 >\n'''",
            'vm < arch 206',
            'List<String> names = []',
            'vm { arch 206 }',
            'x = a << 2 >> 1',
            'x = vm < 3',
            'x = vm < 3 && y > 2',
            'def x = vm < 3\ny = 1 > 0',
        ]
    }

    def "an unclosed block asks for more lines: #text"() {
        expect:
        AngleBlocks.isIncomplete(text, WORDS) == more

        where:
        text                          || more
        'vm {'                        || true
        'vm { arch 206 }'             || false
        'vm <'                        || true
        'vm <\n arch 206'             || true
        'vm <\n arch 206\n>'          || false
        'def m = vm <'                || true
        'x = vm < 3'                  || false
        'f(1,'                        || true
        '[1, 2'                       || true
        "x = '''a"                    || true
        "x = '''a'''"                 || false
        '/* a'                        || true
        'x = 1 /* a'                  || true
        '/* a */ x = 1 /* b'          || true
        '/* a\n b */ 5'               || false
        'x = 6 / 2'                   || false
        "'/* a'"                      || false
        '// /* a'                     || false
        '"${a'                        || true
        'x = 1 +\\'                   || true
        "x = 'open"                   || false
        '}'                           || false
        ''                            || false
    }
}
