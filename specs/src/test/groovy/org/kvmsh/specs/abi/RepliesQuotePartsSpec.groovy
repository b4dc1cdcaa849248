package org.kvmsh.specs.abi

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.patch.Patch
import org.kvmsh.bindings.abi.patch.PatchError
import org.kvmsh.bindings.abi.patch.PatchReader
import spock.lang.Specification

class RepliesQuotePartsSpec extends Specification {
    private static final String GENERIC = 'include/uapi/linux/kvm.h'

    private static List<String> diff(String file, String... lines) {
        ["diff --git a/$file b/$file", "--- a/$file", "+++ b/$file", "@@ -1,1 +1,${1 + lines.length} @@", ' #define X'].collect { it.toString() } + lines.collect { "+$it".toString() }
    }

    /** A reply whose first quoted line is the sixth. */
    private static Patch read(List<String> quoted, List<String> own = []) {
        PatchReader.read((['From: Somebody <somebody@example.org>', 'Subject: Re: [PATCH] KVM: Be fresh', '', 'On Tuesday, Nobody wrote:', ''] + quoted.collect { "> $it" } + [''] + own)
                .join('\n') + '\n', Abi.of('x86_64'))
    }

    def "the quote begins in the middle of #what"() {
        given:
        def patch = read(["@@ -9,1 +9,${1 + lines.size()} @@".toString(), ' '] + lines.collect { "+$it".toString() } + diff(GENERIC, '#define KVM_CAP_FRESH 4000'))

        expect:
        patch.constants()*.name() == names
        patch.warnings().contains("line 6: the hunks before the first file name are ignored: they are not a header's") == ignored

        where:
        what                       | lines                                                                   || names                              | ignored
        'a function'               | ['\tif (!kvm->fresh)', '\t\treturn -EINVAL;']                            || ['KVM_CAP_FRESH']                  | true
        'a declaration of code'    | ['static int fresh = 1 +', '\tstale(kvm->fresh);']                       || ['KVM_CAP_FRESH']                  | true
        'the header'               | ['#define KVM_FRESH_FLAG 8']                                            || ['KVM_FRESH_FLAG', 'KVM_CAP_FRESH'] | false
    }

    def "a reviewer suggests a few lines with +, and quotes #what"() {
        expect:
        read(diff(file, '#define KVM_CAP_FRESH 4000'), ['Maybe better:', '', '+#define KVM_CAP_BETTER 4001']).constants()*.name() == [name]

        where: 'lines for a header are read if no header is quoted'
        what      | file                 || name
        'kvm.h'   | GENERIC              || 'KVM_CAP_FRESH'
        'code'    | 'arch/x86/kvm/x86.c' || 'KVM_CAP_BETTER'
    }

    def "a mail program has joined #what"() {
        given:
        def patch = PatchReader.read("""\
            On Monday, A wrote:
            > diff --git a/include/uapi/linux/kvm.h b/include/uapi/linux/kvm.h
            > --- a/include/uapi/linux/kvm.h
            > +++ b/include/uapi/linux/kvm.h
            > @@ -1,2 +1,6 @@
            >  #define X
            $lines
            > +#define KVM_LAST 9
            """.stripIndent(), Abi.of('x86_64'))

        expect:
        patch.constants()*.name() == ['KVM_LAST'] + (constant ? [constant] : []) || patch.constants()*.name() == (constant ? [constant] : []) + ['KVM_LAST']
        patch.structs()*.name() == (struct ? [struct] : [])

        where:
        what                                      | lines                                                                  || constant    | struct
        'the end of a struct with an empty line'  | '> +struct kvm_first {\n            > +\t__u64 a;\n            > +};> +'  || null        | 'kvm_first'
        'a member with the next one'              | '> +struct kvm_first {\n            > +\t__u64 a;> +\t__u64 b;\n            > +};' || null | 'kvm_first'
        'an empty line with a macro'              | '>   +#define KVM_FIRST 1'                                              || 'KVM_FIRST' | null
    }

    def "a mail program has broken the line with the file's names"() {
        when:
        read(["diff --git a/$GENERIC ".toString(), "b/$GENERIC".toString()] + diff(GENERIC, '/* said better */').drop(1))

        then:
        def e = thrown(PatchError)
        e.message == "line 10: the patch adds nothing to KVM's ABI: it only changes comments, in $GENERIC"
    }

    def "only comments of #file differ, and a hunk begins inside one"() {
        when:
        read(diff(GENERIC, '/* said better */') + ["diff --git a/$file b/$file".toString(), "--- a/$file".toString(), "+++ b/$file".toString(), '@@ -1,3 +1,3 @@', '  * It is', '- * good.', '+ * better.', '  */'])

        then:
        def e = thrown(PatchError)
        e.message.endsWith("it only changes comments, in $GENERIC, $file")

        where:
        file << ['arch/powerpc/boot/fresh.S', 'arch/x86/include/uapi/asm/fresh.h', 'virt/kvm/fresh.c']
    }
}
