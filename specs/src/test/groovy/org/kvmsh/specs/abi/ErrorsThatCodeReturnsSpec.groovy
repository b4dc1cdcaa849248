package org.kvmsh.specs.abi

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.patch.Patch
import org.kvmsh.bindings.abi.patch.PatchReader
import org.kvmsh.bindings.abi.patch.PatchText
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification

/** A patch's C code is a weaker source than its document: it is read where the document is silent. */
class ErrorsThatCodeReturnsSpec extends Specification {
    private static final List<String> HEADER = ['#define KVM_FRESH _IOW(KVMIO, 0xf3, __u64)']

    @AutoCleanup
    OnBoard on

    private static String hunk(String file, List<String> lines) {
        "diff --git a/$file b/$file\n--- a/$file\n+++ b/$file\n@@ -0,0 +1,${lines.size()} @@\n" + lines.collect { "+$it" }.join('\n') + '\n'
    }

    private static String mail(List<String> code, String message = '') {
        "From: Somebody <somebody@example.org>\nSubject: [PATCH] KVM: Be fresh\nDate: Tue, 3 Mar 2026 10:00:00 +0100\n\n$message\n---\n" +
                hunk('include/uapi/linux/kvm.h', HEADER) + hunk('virt/kvm/fresh.c', code)
    }

    private static Patch patch(List<String> code, String message = '') {
        PatchReader.read(mail(code, message), Abi.of('x86_64'))
    }

    /** The conditions by errno, without their places. */
    private static Map<String, String> conditions(Patch patch) {
        (patch.help().KVM_FRESH?.coded() ?: []).groupBy { it.errno() }.collectEntries { errno, all -> [errno, all*.condition().join('; or ')] }
    }

    private static List<String> vmIoctl(String... body) {
        ['long kvm_vm_ioctl(struct file *filp, unsigned int ioctl, unsigned long arg)', '{', '\tswitch (ioctl) {'] + ['\tcase KVM_FRESH: {'] +
                body.collect { "\t\t$it" } + ['\t}', '\tcase KVM_OTHER:', '\t\tr = -ENXIO;', '\t\tbreak;', '\tdefault:', '\t\tr = -ENOTTY;', '\t}', '\treturn r;', '}']
    }

    def "behind the case label of an ioctl: #what"() {
        expect:
        conditions(patch(vmIoctl(*body))) == errors

        where:
        what                                 | body                                                                           || errors
        'a condition that returns'           | ['if (x.flags)', '\treturn -EINVAL;', 'return 0;']                             || [EINVAL: 'if (x.flags)']
        'a block that returns'               | ['if (x.flags & ~1ULL) { /* one flag */', '\treturn -EINVAL;', '}']             || [EINVAL: 'if (x.flags & ~1ULL)']
        'a variable that is set before'      | ['r = -EFAULT;', 'if (copy_from_user(&x, argp, sizeof(x)))', '\tgoto out;', 'r = do_it(&x);', 'break;'] || [EFAULT: 'if (copy_from_user(&x, argp, sizeof(x)))']
        'one that is set in the condition'   | ['if (!x.pages) {', '\tr = -EINVAL;', '\tgoto out;', '}', 'r = 0;']             || [EINVAL: 'if (!x.pages)']
        'one that a condition makes good'    | ['r = -ENXIO;', 'if (irqchip_in_kernel(kvm))', '\tr = set(kvm);', 'break;']     || [ENXIO: 'unless (irqchip_in_kernel(kvm))']
        'a choice of two values'             | ['r = copy_to_user(argp, &x, sizeof(x)) ? -EFAULT : 0;', 'break;']             || [EFAULT: 'if (copy_to_user(argp, &x, sizeof(x)))']
        'what follows else'                  | ['if (x.on)', '\tr = on(kvm);', 'else', '\tr = -EOPNOTSUPP;', 'break;']         || [EOPNOTSUPP: 'unless (x.on)']
        'no condition'                       | ['return -EPERM;']                                                             || [EPERM: '']
        'a loop'                             | ['for (i = 0; i < x.n; i++) {', '\tif (!ok(x.at[i]))', '\t\treturn -ERANGE;', '}'] || [ERANGE: 'if (!ok(x.at[i]))']
        'a macro that loops'                 | ['kvm_for_each_vcpu(i, vcpu, kvm) {', '\tif (vcpu->ran)', '\t\treturn -EBUSY;', '}'] || [EBUSY: 'if (vcpu->ran)']
        'a pointer that is an error'         | ['if (!x.n)', '\treturn ERR_PTR(-EINVAL);']                                    || [EINVAL: 'if (!x.n)']
        'two places'                         | ['if (a)', '\treturn -EINVAL;', 'if (b)', '\treturn -EINVAL;']                  || [EINVAL: 'if (a); or if (b)']
        'a switch that sets it anew'         | ['r = -EINVAL;', 'switch (x.how) {', 'case 1:', '\tr = 0;', '\tbreak;', '}', 'break;'] || [:]
        'a comment, a string and a number'   | ['/* return -EPERM; */', 'pr_info("-EIO if (x)");', 'n = 5 -EIGHT;', 'if (a)', '\treturn -ENOENT; // -EIO'] || [ENOENT: 'if (a)']
        'a value that is taken back'         | ['r = -EINVAL;', 'if (done)', '\treturn 0;', 'r = 0;', 'break;']                || [:]
    }

    def "more places than four are counted"() {
        expect:
        PatchText.help(patch(vmIoctl(*(1..6).collect { "if (x$it) return -EINVAL;" })))[1].replaceAll(/, virt\/kvm\/fresh\.c, line \d+/, '') ==
                '  EINVAL in the code: if (x1); or if (x2); or if (x3); or if (x4); or at 2 more places'
    }

    def "the functions of the patch that are called there, but no others"() {
        given:
        def code = ['static int check(struct kvm_fresh *x)', '{', '\tif (x->pad)', '\t\treturn -EINVAL;', '\treturn check(x);', '}', '',
                    'static int unused(void)', '{', '\treturn -EPERM;', '}', '',
                    'static int fresh(struct kvm *kvm,', '\t\t struct kvm_fresh *x)', '{', '\tint r = check(x);', '', '\tif (r)', '\t\treturn r;', '\tif (kvm->created_vcpus)', '\t\treturn -EBUSY;', '\treturn outside(x);', '}', '']

        expect:
        conditions(patch(code + vmIoctl('r = fresh(kvm, &x);', 'break;'))) == [EINVAL: 'if (x->pad)', EBUSY: 'if (kvm->created_vcpus)']
    }

    def "a function that the patch puts into a struct of functions"() {
        given:
        def code = ['static int hv_fresh(struct kvm *kvm)', '{', '\tif (!enabled(kvm))', '\t\treturn -EOPNOTSUPP;', '\treturn 0;', '}', '',
                    'static struct kvmppc_ops ops = {', '\t.fresh = hv_fresh,', '};', '']

        expect:
        conditions(patch(code + vmIoctl('if (kvm->arch.ops->fresh)', '\tr = kvm->arch.ops->fresh(kvm);', 'break;'))) == [EOPNOTSUPP: 'if (!enabled(kvm))']
    }

    def "a hunk that begins in a comment, or is cut off, is read as far as it goes"() {
        expect:
        conditions(patch([' * the end of a comment with return -EIO; */'] + vmIoctl('if (a) {', '\treturn -EINVAL;', '}').subList(0, 6))) == [EINVAL: 'if (a)']
        conditions(patch(vmIoctl('if (a &&', '    (b').subList(0, 6) + ['\t\treturn -EINVAL;'])) == [:]
    }

    def "why a capability cannot be enabled"() {
        given:
        def header = '#define KVM_CAP_FRESH 4000'
        def code = ['int kvm_vm_ioctl_enable_cap(struct kvm *kvm, struct kvm_enable_cap *cap)', '{', '\tswitch (cap->cap) {', '\tcase KVM_CAP_FRESH:', '\t\tr = -EINVAL;', '\t\tif (cap->args[0] > 1)', '\t\t\tbreak;', '\t\tr = 0;', '\t\tbreak;', '\t}', '}']
        def read = PatchReader.read("diff --git a/x b/x\n" + hunk('include/uapi/linux/kvm.h', [header]) + hunk('arch/x86/kvm/x86.c', code), Abi.of('x86_64'))

        expect:
        read.errnoRules().readLines()*.split('\t')*.getAt(0..2) == [['coded', 'KVM_ENABLE_CAP:EINVAL', 'KVM_CAP_FRESH: if (cap->args[0] > 1), arch/x86/kvm/x86.c, line 15']]
    }

    def "a document counts for more: both are shown, and a refused call shows the document"() {
        given:
        def both = patch(vmIoctl('if (x.flags)', '\treturn -EINVAL;', 'if (busy(kvm))', '\treturn -EBUSY;'), 'KVM_FRESH fails with EINVAL if a flag is unknown.')
        def abi = both.abi().with(both.errnoRules())

        expect:
        PatchText.help(both) == ['KVM_FRESH', '  EINVAL: a flag is unknown', '  EINVAL in the code: if (x.flags), virt/kvm/fresh.c, line 21', '  EBUSY in the code: if (busy(kvm)), virt/kvm/fresh.c, line 23']
        abi.rule('KVM_FRESH', 'EINVAL').startsWith('a flag is unknown (')
        abi.rule('KVM_FRESH', 'EBUSY') == null
        abi.codedRule('KVM_FRESH', 'EBUSY').startsWith("by the patch's code: if (busy(kvm)), virt/kvm/fresh.c, line 23 (")
    }

    def "a refused call shows what the code says, as something that may apply"() {
        given:
        on = new OnBoard('rfc:model:x86_64')
        on.run("rfc '''${mail(vmIoctl('if (busy(kvm))', '\treturn -EBUSY;')).replace('\\', '\\\\')}'''; proposal(KVM_FRESH) { -EBUSY }")

        when:
        on.run('vm { }.ioctl KVM_FRESH, 1')

        then:
        def e = thrown(ScriptError)
        e.message.contains('failed with EBUSY')
        e.message.contains("may apply: by the patch's code: if (busy(kvm)), virt/kvm/fresh.c, line ")
        e.message.contains('[PATCH] KVM: Be fresh, 2026-03-03')
    }
}
