package org.kvmsh.specs.shell

import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.TypedShell
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** After /lang, what one language named is there in the other, unless it is code. */
@Timeout(600)
class NamesAreSharedBetweenLanguagesSpec extends Specification {
    static final String GUEST = "memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 f4'; vcpu(0) { real 0x1000; regs rax: 41 }"
    static final String GUEST_JS = "memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: '40 f4'}, vcpu: {real: 0x1000, regs: {rax: 41}}"

    @TempDir
    Path folder

    TypedShell shell

    def cleanup() {
        shell?.close()
    }

    private void typedShell(Language language) {
        shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'), false, 200, language)
        shell.await('> ')
    }

    @Sample(verify = 8)
    def "#what of Groovy is #shown in JavaScript"() {
        given:
        typedShell(Language.GROOVY)
        shell.type(declared).type("'declared'").await('\ndeclared')

        expect:
        shell.type('/lang js').await('model:x86_64 model js> ')
        shell.type(used).await(shown)

        where:
        what        | declared                                                    | used                                        || shown
        'a number'  | 'n = 0xffffffff80000000'                                    | 'n === 0xffffffff80000000n'                 || '\ntrue'
        'a text'    | "s = 'one' + 'two'"                                         | "s + 'three'"                               || '\nonetwothree'
        'bytes'     | 'b = [1, 0xff] as byte[]'                                   | 'b[1] + b.length'                           || '\n257'
        'a struct'  | "m = vm { $GUEST }; r = m.vcpu(0).ioctl KVM_GET_REGS"        | 'r.rax === 41n'                             || '\ntrue'
        'a machine' | "m = vm { $GUEST }"                                         | 'm.run({until: hlt}).exit == hlt'           || '\ntrue'
        'a board'   | "o = board 'model:arm-vgicv2'"                              | "o.vm({memory: {at: 0, size: KB(64)}})"     || 'machine on model:arm-vgicv2'
        'a word\'s name' | 'def mem = 8'                                           | 'mem + 1'                                   || '\n9'
        'a closure' | 'twice = { it * 2 }'                                        | 'twice(21)'                                 || 'twice is declared in groovy and cannot be used in js: only numbers'
        'a method'  | 'def thrice(n) { n * 3 }'                                   | 'thrice(14)'                                || 'thrice is declared in groovy and cannot be used in js: only numbers'
    }

    @Sample(verify = 8)
    def "#what of JavaScript is #shown in Groovy"() {
        given:
        typedShell(Language.JS)
        shell.type(declared).type("'declared'").await('\ndeclared')

        expect:
        shell.type('/lang groovy').await('model:x86_64 model> ')
        shell.type(used).await(shown)

        where:
        what         | declared                                  | used                            || shown
        'a number'   | 'const n = 0xffffffff80000000n'           | 'n == 0xffffffff80000000'       || '\ntrue'
        'a text'     | "let s = 'one' + 'two'"                   | "s + 'three'"                   || '\nonetwothree'
        'bytes'      | "const b = bytes('ab')"                   | 'b[1] + b.length'               || '\n100'
        'a machine'  | "const m = vm({$GUEST_JS})"               | '(m.run(until: hlt).exit == hlt).toString() + 1' || '\ntrue1'
        'a board'    | "const o = board('model:arm-vgicv2')"     | 'o.vm { memory at: 0, size: 64.KB }' || 'machine on model:arm-vgicv2'
        'a function' | 'const twice = n => n * 2'                | 'twice(21)'                     || 'twice is declared in js and cannot be used in groovy: only numbers'
        'a class'    | 'class Guest { }'                         | 'new_ = Guest'                  || 'Guest is declared in js and cannot be used in groovy: only numbers'
    }

    def "a name that both declare is each language's own"() {
        given:
        typedShell(Language.GROOVY)
        shell.type('n = 1').type('/lang js').await('js> ')
        shell.type('const n = 40').type('n + 2').await('\n42')

        expect:
        shell.type('/lang groovy').type('n + 100').await('\n101')
        shell.type('/lang js').type('n + 200').await('\n240')
    }
}
