package org.kvmsh.specs.abi

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.FdKind
import org.kvmsh.bindings.abi.patch.PatchReader
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification

/** A patch's ioctl is called on the descriptor that the patch names, wherever it names it; a script can say it. */
class PatchesNameTheirDescriptorSpec extends Specification {
    private static final String MACRO = '#define KVM_FRESH _IOW(KVMIO, 0xf1, struct kvm_fresh)'

    private static String mail(String subject, String body, String header, String code) {
        def lines = (header + '\nstruct kvm_fresh { __u64 a; };').readLines()
        "From: A <a@example.org>\nSubject: [PATCH] $subject\nDate: Mon, 1 Jun 2026 10:00:00 +0000\n\n$body\n---\n" +
                "diff --git a/include/uapi/linux/kvm.h b/include/uapi/linux/kvm.h\n--- a/include/uapi/linux/kvm.h\n+++ b/include/uapi/linux/kvm.h\n@@ -1,1 +1,${lines.size() + 1} @@\n #define X\n" +
                lines.collect { "+$it\n" }.join() + code
    }

    private static String code(String context, String head = '') {
        "diff --git a/virt/kvm/kvm_main.c b/virt/kvm/kvm_main.c\n--- a/virt/kvm/kvm_main.c\n+++ b/virt/kvm/kvm_main.c\n@@ -10,1 +10,3 @@ $head\n $context\n+\tcase KVM_FRESH:\n+\t\tbreak;\n"
    }

    def "#how"() {
        given:
        def patch = PatchReader.read(mail(subject, body, header, code), Abi.of('x86_64'))

        expect:
        patch.ioctls()*.on() == [[on] as Set]
        patch.warnings().findAll { it.contains('descriptor') } == []

        where:
        how                                  | subject                              | body                                                    | header                                                        | code                                                                          || on
        'the function of the case'           | 'KVM: add KVM_FRESH'                 | 'It is new.'                                            | MACRO                                                         | code('static long kvm_vcpu_ioctl(struct file *filp,')                         || FdKind.VCPU
        'the head of the hunk'               | 'KVM: add KVM_FRESH'                 | 'It is new.'                                            | MACRO                                                         | code('\tswitch (ioctl) {', 'long kvm_arch_vcpu_ioctl(struct file *filp,')     || FdKind.VCPU
        'an unlocked function'               | 'KVM: add KVM_FRESH'                 | 'It is new.'                                            | MACRO                                                         | code('\t{', 'long kvm_arch_vcpu_unlocked_ioctl(struct file *filp,')           || FdKind.VCPU
        'a function of HV'                   | 'KVM: add KVM_FRESH'                 | 'It is new.'                                            | MACRO                                                         | code('\t{', 'static int kvm_arch_vm_ioctl_hv(struct file *filp,')             || FdKind.VM
        'the function, whatever the mail is' | 'KVM: add a vCPU ioctl'              | 'It is new.'                                            | MACRO                                                         | code('\t{', 'static long kvm_vm_ioctl(struct file *filp,')                    || FdKind.VM
        'the heading of the header'          | 'KVM: add KVM_FRESH'                 | 'It is new.'                                            | "/*\n * ioctls for vcpu fds\n */\n$MACRO"                     | ''                                                                            || FdKind.VCPU
        'the comment above the macro'        | 'KVM: add KVM_FRESH'                 | 'It is new.'                                            | "/* Available with KVM_CAP_FRESH; a vCPU ioctl */\n$MACRO"    | ''                                                                            || FdKind.VCPU
        'the subject'                        | 'KVM: Add a vCPU ioctl for freshness' | 'It is new.'                                           | MACRO                                                         | ''                                                                            || FdKind.VCPU
        'a sentence'                         | 'KVM: add KVM_FRESH'                 | 'Add a new device ioctl, KVM_FRESH. It is new.'         | MACRO                                                         | ''                                                                            || FdKind.DEVICE
        'a sentence, not that of another'    | 'KVM: add KVM_FRESH'                 | 'KVM_NMI is a vCPU ioctl. This one is a system ioctl.'  | MACRO                                                         | ''                                                                            || FdKind.SYSTEM
    }

    def "a mail that names two, or none, is read as a VM ioctl with a warning"() {
        given:
        def patch = PatchReader.read(mail('KVM: add KVM_FRESH', body, MACRO, ''), Abi.of('x86_64'))

        expect:
        patch.ioctls()*.on() == [[FdKind.VM] as Set]
        patch.warnings().any { it.contains("does not say which descriptor KVM_FRESH is called on; kvmsh assumes the VM's. To choose another: rfc 'FILE', on: 'vcpu'") }

        where:
        body << ['It is new.', 'It is neither a VM ioctl nor a vCPU ioctl.']
    }

    def "if the patch names no descriptor, kvmsh guesses it from related ioctls, with a warning: #how"() {
        given:
        def hunk = lines.readLines()
        def text = 'From: A <a@example.org>\nSubject: [PATCH] KVM: add it\n\nIt is new.\n---\n' +
                '--- a/include/uapi/linux/kvm.h\n+++ b/include/uapi/linux/kvm.h\n' +
                "@@ -1,${hunk.count { !it.startsWith('+') }} +1,${hunk.size()} @@\n$lines\n"
        def patch = PatchReader.read(text, Abi.of('x86_64'))

        expect:
        patch.ioctls()*.on() == patch.ioctls().collect { [on] as Set }
        patch.warnings().findAll { it.contains('descriptor') } == patch.ioctls().collect {
            "the patch does not say which descriptor ${it.name()} is called on; kvmsh assumes $guess. To choose another: rfc 'FILE', on: '$other'".toString()
        }

        where:
        how                              | lines                                                                                          || on             | guess                                                  | other
        'the ioctl that it extends'      | '+#define KVM_TRANSLATE2 _IOWR(KVMIO, 0xf1, __u64)'                                            || FdKind.VCPU    | "the vCPU's, as for KVM_TRANSLATE"                     | 'vm'
        'that of the VM'                 | '+#define KVM_SET_CLOCK_V2 _IOW(KVMIO, 0xf1, __u64)'                                           || FdKind.VM      | "the VM's, as for KVM_SET_CLOCK"                       | 'vcpu'
        'that of /dev/kvm'               | '+#define KVM_CREATE_VM_EXT _IOW(KVMIO, 0xf1, __u64)'                                          || FdKind.SYSTEM  | 'that of /dev/kvm, as for KVM_CREATE_VM'               | 'vm'
        'its neighbors'                  | "${known('KVM_INTERRUPT')}\n+#define KVM_FRESH _IO(KVMIO, 0xf1)\n${known('KVM_GET_MSRS')}"     || FdKind.VCPU    | "the vCPU's, like its neighbors KVM_INTERRUPT and KVM_GET_MSRS in the header" | 'vm'
        'the neighbors of a pair'        | "${known('KVM_GET_XCRS')}\n+/* Available with KVM_CAP_XCRS */\n+#define KVM_FRESH _IO(KVMIO, 0xf1)\n+#define KVM_GLAD \\\n+\t_IOR(KVMIO, 0xf2, __u64)\n \n${known('KVM_SET_XCRS')}" || FdKind.VCPU | "the vCPU's, like its neighbors KVM_GET_XCRS and KVM_SET_XCRS in the header" | 'vm'
        'neighbors that differ'          | "${known('KVM_INTERRUPT')}\n+#define KVM_FRESH _IO(KVMIO, 0xf1)\n${known('KVM_CREATE_VCPU')}"  || FdKind.VM      | "the VM's"                                             | 'vcpu'
        'a neighbor of both descriptors' | "${known('KVM_ENABLE_CAP')}\n+#define KVM_FRESH _IO(KVMIO, 0xf1)\n${known('KVM_ENABLE_CAP')}"  || FdKind.VM      | "the VM's"                                             | 'vcpu'
        'no neighbor beside it'          | "${known('KVM_INTERRUPT')}\n+struct kvm_fresh { __u64 a; };\n+#define KVM_FRESH _IO(KVMIO, 0xf1)\n${known('KVM_GET_MSRS')}" || FdKind.VM | "the VM's"                          | 'vcpu'
    }

    private static String known(String ioctl) {
        " #define $ioctl _IO(KVMIO, 0x01)"
    }

    @Sample(verify = 8)
    def "#language: a script says it: #on"() {
        given:
        def board = new OnBoard('model:x86_64', language)
        def text = mail('KVM: add KVM_FRESH', 'It is new.', MACRO, '').readLines().join('\\n')

        when:
        board.run(language == Language.GROOVY ? "rfc \"$text\", on: '$on'" : "rfc(\"$text\", {on: '$on'})")

        then:
        board.board.kernel().abi().ioctl('KVM_FRESH').on() == [kind] as Set

        cleanup:
        board.close()

        where:
        language        | on       || kind
        Language.GROOVY | 'vcpu'   || FdKind.VCPU
        Language.JS     | 'vcpu'   || FdKind.VCPU
        Language.GROOVY | 'kvm'    || FdKind.SYSTEM
        Language.JS     | 'device' || FdKind.DEVICE
    }

    def "another word is rejected"() {
        given:
        def board = new OnBoard('model:x86_64')

        when:
        board.run("rfc 'any.patch', on: 'cpu'")

        then:
        def e = thrown(ScriptError)
        e.message == "on: must be 'kvm', 'vm', 'vcpu' or 'device', not cpu"

        cleanup:
        board.close()
    }
}
