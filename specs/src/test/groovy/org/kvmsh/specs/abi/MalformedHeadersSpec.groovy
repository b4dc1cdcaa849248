package org.kvmsh.specs.abi

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.patch.PatchError
import org.kvmsh.bindings.abi.patch.PatchReader
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.Timeout

@Timeout(600)
class MalformedHeadersSpec extends Specification {
    private static final String HEAD = '''\
        diff --git a/include/uapi/linux/kvm.h b/include/uapi/linux/kvm.h
        --- a/include/uapi/linux/kvm.h
        +++ b/include/uapi/linux/kvm.h
        '''.stripIndent()
    private static final int NOISE = 10 << 20

    private static String hunk(String... added) {
        HEAD + "@@ -1,1 +1,${added.length + 1} @@\n #define X\n" + added.collect { "+$it\n" }.join()
    }

    private static String read(String text) {
        try {
            PatchReader.read(text, Abi.of('x86_64'))
            'read'
        } catch (PatchError e) {
            e.message
        }
    }

    def "#what: #message"() {
        expect:
        read(text) == message

        where:
        what                         | text                                                                            || message
        'nothing'                    | ' \n'                                                                           || 'line 1: expected a patch, but the text is empty'
        'a word'                     | 'hello'                                                                         || 'line 1: expected a diff, lines that begin with +, or declarations from a header'
        'a patch of something else'  | hunk('int x;').replace('kvm.h', 'tty.h')                                        || 'line 4: expected lines added to include/…/kvm.h, arch/…/include/…/kvm.h or the API document; the patch changes include/uapi/linux/tty.h'
        'a hunk that is cut off'     | hunk('#define A 1', '#define B 2') - '+#define B 2\n'                           || 'line 6: the hunk at line 4 ends here, but its @@ line specifies 1 more added lines'
        'a hunk that is too long'    | hunk('#define A 1') + '+#define B 2\n'                                          || 'line 7: an added line after the end of the hunk at line 4, according to the line counts in its @@ line'
        'a hunk without counts'      | HEAD + '@@ -x +y @@\n+#define A 1\n'                                            || 'line 4: expected @@ -LINE,COUNT +LINE,COUNT @@'
        'a file that is cut off'     | ' include/linux/kvm.h | 1 +\n' + hunk('#define A 1')                            || 'line 1: a diff of include/linux/kvm.h is missing: the patch is truncated'
        'a struct without an end'    | hunk('struct a {', '__u32 x;')                                                  || 'line 7: expected }: the text ends inside the declaration that starts at line 6'
        'a comment without an end'   | hunk('/* about', '#define A 1')                                                 || 'line 7: the comment that begins on line 6 is not closed: expected */'
        'an #ifdef without an end'   | hunk('#ifdef A', '#define B 1')                                                 || 'line 7: missing #endif for the condition on line 6'
        'an #endif without a start'  | hunk('#define A 1', '#endif')                                                   || 'line 7: unexpected #endif: the patch adds no matching #if'
        'a misspelled keyword'         | hunk('strcut a { __u32 x; };')                                                  || "line 6: unexpected '{'; expected ';' or ','"
        'an unknown type'            | hunk('struct a {', ' u23 x;', '};')                                             || 'line 7: no type u23'
        'a struct that holds itself' | hunk('struct a {', ' __u32 x;', ' struct a again;', '};')                       || 'line 8: struct a has no size: it is declared but not defined'
        'a struct in its own enum'   | hunk('struct a { __u8 x[sizeof(struct a)]; };')                                 || 'line 6: struct a has no size: it is declared but not defined'
        'an unknown struct'          | hunk('#define KVM_A _IOW(KVMIO, 0xf1, struct nowhere)')                         || 'line 6: expected a definition: KVM_A needs struct nowhere, which neither the patch nor the ABI of x86_64 defines'
        'a wrong macro'              | hunk('#define KVM_A _IOX(KVMIO, 0xf1, __u32)')                                  || 'line 6: expected _IO, _IOR, _IOW or _IOWR, not _IOX'
        'a macro without its type'   | hunk('#define KVM_A _IOW(KVMIO, 0xf1)')                                         || 'line 6: KVM_A: _IOW needs a type as its third argument'
        'a number above a byte'      | hunk('#define KVM_A _IO(KVMIO, 0x1f1)')                                         || "line 6: KVM_A: an ioctl's type and number must each fit in one byte"
        'an argument that is large'  | hunk('struct a { __u8 x[1 << 14]; };', '#define KVM_A _IOW(KVMIO, 1, struct a)') || 'line 7: KVM_A: an argument of 16384 bytes does not fit in the size field of an ioctl number'
        'an unknown constant'        | hunk('#define KVM_CAP_A KVM_CAP_NOWHERE')                                       || 'line 6: expected a definition: KVM_CAP_A needs KVM_CAP_NOWHERE, which neither the patch nor the ABI of x86_64 defines'
        'macros in a ring'           | hunk('#define KVM_A KVM_B', '#define KVM_B KVM_A')                              || 'line 6: expected a definition: KVM_A needs KVM_A, which neither the patch nor the ABI of x86_64 defines'
        'a parenthesis missing'      | hunk('#define KVM_A (1 << 2')                                                   || "line 6: KVM_A: unexpected end; expected ')'"
        'half an expression'         | hunk('#define KVM_A (1 <<')                                                     || "line 6: KVM_A: unexpected end"
        'a division by zero'         | hunk('#define KVM_A (1 / 0)')                                                   || 'line 6: KVM_A: division by zero in a constant expression'
        'a struct like a mountain'   | hunk('struct a { __u64 x[1UL << 40]; };')                                       || 'line 6: a is larger than 16777216 bytes'
        'a negative array'           | hunk('struct a { __u64 x[-2]; };')                                              || 'line 6: an array of -2 elements'
        'a wide bit field'           | hunk('struct a { __u32 x : 40; };')                                             || 'line 6: a bit field of 40 bits in a type of 32'
        'a plain header, misspelled'   | '#define KVM_A 1\nstruct a {\n __u32 x\n};\n'                                   || "line 4: unexpected '}'; expected ';' or ','"
    }

    @Sample(of = 3, verify = 48)
    def "10 MB of #what is refused in bounded time"() {
        given:
        def message = read(text())

        expect:
        message =~ expected
        message.length() < 1000

        where:
        what                       | expected                                | text
        'letters'                  | /^line 1: expected a diff, /                     | { -> 'x'.repeat(NOISE) }
        'random bytes'             | /^line \d+: /                           | { -> def bytes = new byte[NOISE]; new Random(7).nextBytes(bytes); new String(bytes, 'ISO-8859-1') }
        'quotation marks'          | /^line 1: expected a diff, /                     | { -> '>'.repeat(NOISE) }
        'empty lines'              | /^line 1: expected a patch/          | { -> '\n'.repeat(NOISE) }
        'lines of a letter'        | /^line \d+: not a header patch: /  | { -> 'x\n'.repeat(NOISE.intdiv(2)) }
        'plus signs'               | /^line 1: /                             | { -> '+'.repeat(NOISE) }
        'added words'              | /^line \d+: not a header patch: /  | { -> '+some words\n'.repeat(NOISE.intdiv(12)) }
        'opened structs'           | /^line \d+: not a header patch: /  | { -> '+struct a {\n'.repeat(NOISE.intdiv(12)) }
        'opened brackets'          | /^line 1: /                             | { -> '+#define A ' + '('.repeat(NOISE) }
        'opened enums'             | /^line 1: expected a diff, /                     | { -> 'enum {'.repeat(NOISE.intdiv(6)) }
        'macros'                   | /^line \d+: not a header patch: /  | { -> '+#define KVM_A 12345\n'.repeat(NOISE.intdiv(21)) }
        'a megabyte of macros'     | /read/                                  | { -> (0..<25_000).collect { "+#define KVM_A_MACRO_$it $it\n" }.join() }
        'a comment'                | /^line \d+: not a header patch: /  | { -> '+/*' + ' x\n+'.repeat(NOISE.intdiv(4)) }
        'conditions'               | /^line \d+: /                           | { -> '+#ifdef A\n'.repeat(NOISE.intdiv(10)) }
        'continued lines'          | /^line \d+: /                           | { -> '+#define A \\\n' + '+ x \\\n'.repeat(NOISE.intdiv(6)) }
        'a diff of something else' | /^line 4: expected lines added to /              | { -> HEAD.replace('kvm.h', 'tty.h') + "@@ -0,0 +1,${NOISE.intdiv(20)} @@\n" + '+nothing of a header\n'.repeat(NOISE.intdiv(20)) }
        'members'                  | /^line \d+: not a header patch: /  | { -> '+struct a {\n' + '+ __u32 x;\n'.repeat(NOISE.intdiv(11)) + '+};\n' }
    }

    def "deeply nested #what is refused without a stack overflow"() {
        expect:
        read(text()) =~ expected

        where:
        what                | expected                    | text
        'a struct 100 deep' | /structs are nested/        | { -> hunk(*(['struct {'] * 100), *(['} x;'] * 100)) }
        'brackets'          | /brackets are nested/       | { -> hunk('#define KVM_A ' + '('.repeat(5000) + '1' + ')'.repeat(5000)) }
        'minus signs'       | /nested/                    | { -> hunk('#define KVM_A ' + '- '.repeat(7000) + '1') }
        'a sum'             | /nested/                    | { -> hunk('#define KVM_A ' + '1 + '.repeat(4000) + '1') }
        'dimensions'        | /^line 6: |read/            | { -> hunk('struct a { __u8 x' + '[1]'.repeat(5000) + '; };') }
        'macros that double' | /^line \d+: /              | { -> hunk('#define A0 1 + 1', *(1..40).collect { "#define A$it A${it - 1} + A${it - 1}" }) }
        'questions'         | /^line 6: |read/            | { -> hunk('#define KVM_A ' + '1 ? '.repeat(3000) + '1' + ' : 1'.repeat(3000)) }
    }

    def "a failed read leaves the ABI unchanged"() {
        given:
        def abi = Abi.of('x86_64')

        when:
        PatchReader.read(hunk('#define KVM_FINE _IO(KVMIO, 0xf1)', '#define KVM_BAD _IOW(KVMIO, 0xf2, struct nowhere)'), abi)

        then:
        thrown(PatchError)
        !abi.hasIoctl('KVM_FINE')
    }
}
