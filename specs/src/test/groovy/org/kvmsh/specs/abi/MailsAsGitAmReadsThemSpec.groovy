package org.kvmsh.specs.abi

import java.nio.file.Path
import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.FdKind
import org.kvmsh.bindings.abi.patch.Patch
import org.kvmsh.bindings.abi.patch.PatchError
import org.kvmsh.bindings.abi.patch.PatchReader
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.PatchedTree
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir

class MailsAsGitAmReadsThemSpec extends Specification {
    private static final String BEFORE = '''\
        /* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
        #ifndef __LINUX_KVM_H
        #define __LINUX_KVM_H
        #include <linux/types.h>
        #define KVMIO 0xAE

        #define KVM_CAP_IRQCHIP\t  0
        #define KVM_CAP_HLT\t  1

        struct kvm_dirty_log {
        \t__u32 slot;
        \t__u32 padding1;
        \tunion {
        \t\tvoid __user *dirty_bitmap; /* one bit per page */
        \t\t__u64 padding2;
        \t};
        };

        #define KVM_GET_DIRTY_LOG         _IOW(KVMIO,  0x42, struct kvm_dirty_log)

        #endif /* __LINUX_KVM_H */
        '''.stripIndent()
    private static final String COUNT = '''\

        /* Exits — as many as the vCPU has had since it was created, of every reason, those that the kernel handles itself too. */
        struct kvm_exit_count {
        \t__u32 reason;
        \t__u32 flags;
        \t__u64 exits;
        };

        #define KVM_GET_EXIT_COUNT         _IOWR(KVMIO,  0xf4, struct kvm_exit_count)
        '''.stripIndent()
    private static final String CODE = '''\
        long kvm_vcpu_ioctl(struct file *filp, unsigned int ioctl)
        {
        \tswitch (ioctl) {
        \tcase KVM_GET_EXIT_COUNT:
        \t\treturn 0;
        \t}
        \treturn -22;
        }
        '''.stripIndent()
    private static final String DOCUMENT = '''\
        4.200 KVM_GET_EXIT_COUNT
        ------------------------

        :Capability: KVM_CAP_EXIT_COUNT
        :Architectures: all
        :Type: vcpu ioctl
        :Parameters: struct kvm_exit_count (in/out)
        :Returns: 0 on success, < 0 on error

        Errors:

          ======     ============================
          EINVAL     there is no such exit reason
          ======     ============================

        Tells how often a vCPU has left the guest for one reason.
        '''.stripIndent()

    @TempDir
    Path folder

    private static String counting(String header) {
        header.replace('#define KVM_CAP_HLT\t  1\n', '#define KVM_CAP_HLT\t  1\n#define KVM_CAP_EXIT_COUNT 4000\n')
                .replace('\n#endif /*', "$COUNT\n#endif /*")
    }

    private PatchedTree oneCommit() {
        def tree = new PatchedTree(folder, BEFORE)
        tree.commit('KVM: Count exits — per vCPU', [(PatchedTree.HEADER): counting(BEFORE)])
        tree
    }

    private static List<List> facts(Patch patch) {
        [patch.ioctls().collect { [it.name(), it.request()] }, patch.structs().collect { [it.name(), it.size(), it.members()] },
         patch.constants().collect { [it.name(), it.value()] }.sort()]
    }

    @Needs('git')
    @Sample(verify = 4)
    def "a mail #how adds what the header has after git am"() {
        given:
        def tree = oneCommit()
        def mail = sent(tree)
        def patch = PatchReader.read(mail, Abi.of('arm64'))

        expect:
        facts(patch) == facts(PatchReader.read(tree.applied(mail), Abi.of('arm64')))
        patch.ioctls()*.name() == ['KVM_GET_EXIT_COUNT']
        patch.capabilities()*.name() == ['KVM_CAP_EXIT_COUNT']

        and: 'its header is not encoded either'
        [patch.title(), patch.author(), patch.date()] == ['[PATCH] KVM: Count exits — per vCPU', 'René Example <rene@example.org>', '2026-03-03']

        where:
        how                                    | sent
        'as git format-patch writes it'        | { PatchedTree it -> it.mails() }
        'as a part of its own'                 | { PatchedTree it -> it.mails('--attach') }
        'in quoted-printable'                  | { PatchedTree it -> PatchedTree.encoded(it.mails(), 'quoted-printable') }
        'in base64'                            | { PatchedTree it -> PatchedTree.encoded(it.mails(), 'base64') }
        'with CR LF at its ends of lines'      | { PatchedTree it -> PatchedTree.encoded(it.mails(), 'base64').replace('\n', '\r\n') }
    }

    @Needs('git')
    def "a mailbox of several patches is one proposal: later mails add the descriptor and the errnos of an earlier ioctl"() {
        given:
        def tree = oneCommit()
        tree.commit('KVM: Carry it out', ['virt/kvm/kvm_main.c': CODE])
        tree.commit('KVM: Say what it is', ['Documentation/virt/kvm/api.rst': DOCUMENT])
        tree.commit('KVM: Give it another number', [(PatchedTree.HEADER): tree.header().replace('EXIT_COUNT 4000', 'EXIT_COUNT 4001')])
        def mails = tree.mails()
        def patch = PatchReader.read(mails, Abi.of('x86_64'))

        expect:
        facts(patch) == facts(PatchReader.read(tree.applied(mails), Abi.of('x86_64')))
        patch.title() == '[PATCH 1/4] KVM: Count exits — per vCPU'
        patch.ioctls()[0].on() == [FdKind.VCPU] as Set
        patch.ioctls()[0].capability() == 'KVM_CAP_EXIT_COUNT'
        patch.abi().constant('KVM_CAP_EXIT_COUNT') == 4001
        patch.help().KVM_GET_EXIT_COUNT.errors() == [EINVAL: 'there is no such exit reason']

        and: 'a cover letter and a reply that quotes a part are not patches'
        def answer = "From rene Tue Mar  3 11:00:00 2026\nFrom: René Example <rene@example.org>\nSubject: Re: KVM\n\n" +
                tree.mails().readLines().findAll { it.startsWith('+') }.take(4).collect { "> $it" }.join('\n') + '\n\nWhy?\n'
        facts(PatchReader.read(tree.mails('--cover-letter') + answer, Abi.of('x86_64'))) == facts(patch)
    }

    def "of several versions of a patch in one text, the newest counts: #titles"() {
        given:
        def text = titles.withIndex().collect { title, i ->
            "From a Mon Jun  1 10:00:0$i 2026\nFrom: A <a@example.org>\nSubject: $title\n\nIt is new.\n---\n" +
                    "--- a/include/uapi/linux/kvm.h\n+++ b/include/uapi/linux/kvm.h\n@@ -1,1 +1,2 @@\n #define X\n+#define KVM_CAP_FRESH_${numbers[i] % 2} ${numbers[i]}\n"
        }.join()
        def patch = PatchReader.read(text, Abi.of('x86_64'))

        expect:
        patch.constants().collectEntries { [(it.name()): it.value()] } == found
        patch.warnings() - 'the patch defines no ioctl' == skipped.collect { "$it is skipped: the text also has version $newest of this patch".toString() }

        where:
        titles                                                              | numbers         || found                                          | skipped                       | newest
        ['[PATCH] KVM: One', '[PATCH v2] KVM: One']                         | [901, 903]      || [KVM_CAP_FRESH_1: 903]                         | ['[PATCH] KVM: One']          | 2
        ['[RFC v3 1/2] KVM: One', '[RFCv2 1/1] KVM: One']                   | [901, 903]      || [KVM_CAP_FRESH_1: 901]                         | ['[RFCv2 1/1] KVM: One']      | 3
        ['[PATCH v10 1/2] KVM: One', '[PATCH v9 1/2] KVM: One', '[PATCH v10 2/2] KVM: Two'] | [901, 903, 902] || [KVM_CAP_FRESH_1: 901, KVM_CAP_FRESH_0: 902] | ['[PATCH v9 1/2] KVM: One'] | 10
        ['[PATCH 1/2] KVM: One', '[PATCH 2/2] KVM: Two', '[PATCH v2 1/2] KVM: Uno', '[PATCH v2 2/2] KVM: Two'] | [901, 902, 903, 904] || [KVM_CAP_FRESH_1: 903, KVM_CAP_FRESH_0: 904] | ['[PATCH 1/2] KVM: One', '[PATCH 2/2] KVM: Two'] | 2
        ['[PATCH 1/2] KVM: One', '[PATCH v2 1/2] KVM: Two'] | [901, 902] || [KVM_CAP_FRESH_1: 901, KVM_CAP_FRESH_0: 902] | [] | 0
        ['[PATCH v2] KVM: One', '[PATCH v3] KVM: Two']                      | [901, 902]      || [KVM_CAP_FRESH_1: 901, KVM_CAP_FRESH_0: 902]   | []                            | 0
    }

    @Needs('git')
    def "the capability of an ioctl may be in a later mail"() {
        given:
        def tree = new PatchedTree(folder, BEFORE)
        tree.commit('KVM: Count exits', [(PatchedTree.HEADER): counting(BEFORE).replace('#define KVM_CAP_EXIT_COUNT 4000\n', ''), 'Documentation/virt/kvm/api.rst': DOCUMENT])
        tree.commit('KVM: Advertise it', [(PatchedTree.HEADER): counting(BEFORE)])
        def patch = PatchReader.read(tree.mails(), Abi.of('x86_64'))

        expect:
        patch.ioctls()[0].capability() == 'KVM_CAP_EXIT_COUNT'
        patch.warnings() == []
    }

    @Needs('git')
    def "a reply that quotes a mail reads like the mail, quoted-printable or not"() {
        given:
        def mail = oneCommit().mails()
        def answer = 'From: Somebody <somebody@example.org>\nSubject: Re: counts\n\nOn Tuesday, René wrote:\n' +
                mail.split('\n\n', 2)[1].readLines().collect { ">${it.empty ? '' : ' '}$it" }.join('\n') + '\n\nWhy not per VM?\n'

        expect:
        facts(PatchReader.read(answer, Abi.of('arm64'))) == facts(PatchReader.read(mail, Abi.of('arm64')))
        facts(PatchReader.read(PatchedTree.encoded(answer, 'quoted-printable'), Abi.of('arm64'))) == facts(PatchReader.read(mail, Abi.of('arm64')))
    }

    @Needs('git')
    def "a reply has its own title, sender and date: #how"() {
        given:
        def mail = oneCommit().mails()
        def answer = "${head.join('\n')}\n\nOn Tuesday, René wrote:\n" + mail.split('\n\n', 2)[1].readLines().collect { "> $it" }.join('\n') + '\n'
        def patch = PatchReader.read(encoded ? PatchedTree.encoded(answer, 'quoted-printable') : answer, Abi.of('arm64'))

        expect:
        patch.title() == title
        patch.author() == 'Somebody <somebody@example.org>'
        patch.date() == '2026-03-03'
        patch.origin() == "$title, 2026-03-03"

        where:
        how                                   | encoded | title                                  | head
        'as it is'                            | false   | 'Re: [PATCH v2 1/3] KVM: Count'        | ['From: Somebody <somebody@example.org>', "Subject: $title", 'Date: Tue, 3 Mar 2026 11:00:00 +0100']
        'quoted-printable'                    | true    | 'Re: [PATCH v2 1/3] KVM: Count'        | ['From: Somebody <somebody@example.org>', "Subject: $title", 'Date: Tue, 3 Mar 2026 11:00:00 +0100']
        'behind lines of the servers'         | false   | 'Re: [PATCH v2 1/3] KVM: Count'        | ['Received: from a by b; Wed, 4 Mar 2026 01:00:00 +0100', 'Date: Tue, 3 Mar 2026 11:00:00 +0100',
                                                                                                    'From: Somebody <somebody@example.org>', "Subject: $title"]
        'a title that is folded more than once' | false | 'Re: [PATCH v2 1/3] KVM: Count the exits of all vCPUs' | ['From: Somebody <somebody@example.org>',
                                                                                                    'Subject: Re: [PATCH v2 1/3] KVM:\n Count the\n\texits of all vCPUs', 'Date: Tue, 3 Mar 2026 11:00:00 +0100']
        'a folded title, quoted-printable'  | true    | 'Re: [PATCH v2 1/3] KVM: Count the exits' | ['From: Somebody <somebody@example.org>', 'Subject: Re: [PATCH v2 1/3] KVM:\n\tCount the exits',
                                                                                                    'Date: Tue, 3 Mar 2026 11:00:00 +0100']
    }

    @Needs('git')
    def "#path is a copy of the kernel's header: it counts if alone, and is a duplicate beside that header"() {
        given:
        def mail = oneCommit().mails()
        def copied = mail.replace(PatchedTree.HEADER, path)

        expect:
        facts(PatchReader.read(copied, Abi.of('ppc64'))) == facts(PatchReader.read(mail, Abi.of('ppc64')))
        facts(PatchReader.read(mail + copied.substring(copied.indexOf('\ndiff ') + 1), Abi.of('ppc64'))) == facts(PatchReader.read(mail, Abi.of('ppc64')))

        where:
        path << ['tools/include/uapi/linux/kvm.h', 'linux-headers/linux/kvm.h']
    }

    @Needs('git')
    def "an error in an encoded mail names the line of the file: #encoding"() {
        given:
        def tree = oneCommit()
        def mail = PatchedTree.encoded(tree.mails().replace('0xf4, struct kvm_exit_count', '0xf4, struct nowhere'), encoding)

        when:
        PatchReader.read(mail, Abi.of('x86_64'))

        then:
        def e = thrown(PatchError)
        e.message.contains('KVM_GET_EXIT_COUNT needs struct nowhere')
        def line = mail.readLines()[e.line() - 1]
        (encoding == 'base64' ? line.matches('[A-Za-z0-9+/]{76}') : line.startsWith('+#define KVM_GET_'))

        where:
        encoding << ['quoted-printable', 'base64']
    }
}
