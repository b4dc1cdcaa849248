package org.kvmsh.specs.abi

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.Direction
import org.kvmsh.bindings.abi.FdKind
import org.kvmsh.bindings.abi.patch.Patch
import org.kvmsh.bindings.abi.patch.PatchError
import org.kvmsh.bindings.abi.patch.PatchReader
import org.kvmsh.specs.kit.KernelHeaders
import org.kvmsh.specs.kit.KernelMails
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import spock.lang.Specification

class PatchReaderSpec extends Specification {
    private static final String PLATFORM = 'KVM_PPC_SET_PLATFORM'

    static Patch own(String name, String table) {
        PatchReader.read(Kvmsh.ROOT.resolve("scripts/rfc/${name}.patch").toFile().getText('UTF-8'), Abi.of(table))
    }

    static String hex(int request) {
        Integer.toHexString(request)
    }

    static Map<String, Integer> offsets(struct) {
        struct.members().collectEntries { [(it.name()): it.offset()] }
    }

    @Needs('seeds')
    def "the mail of KVM_PPC_SET_PLATFORM"() {
        when:
        def patch = PatchReader.read(KernelMails.text('000'), Abi.of('ppc64'))
        def ioctl = patch.ioctls()[0]

        then:
        patch.ioctls()*.name() == [PLATFORM]
        hex(ioctl.request()) == '4008aeaa'
        ioctl.on() == [FdKind.VM] as Set
        ioctl.data() == Direction.IN
        ioctl.capability() == '-'
        offsets(ioctl.struct()) == [platform: 0, guest_arch: 2, flags: 4]
        ioctl.struct().size() == 8
        patch.constants().collectEntries { [(it.name()): it.value()] } == [KVM_PPC_PV_NONE: 0L, KVM_PPC_PV_KVM: 1L, KVM_PPC_PV_SPAPR: 2L, KVM_PPC_CROSS_ARCH: 1L]
        patch.title().startsWith('[RFC PATCH 17/17] KVM: PPC: ') && patch.author().startsWith('Paul Mackerras') && patch.date() == '2011-06-29'

        and:
        def help = patch.help()[PLATFORM]
        [help.section(), help.architectures(), help.returns()] == ['4.64', 'powerpc', '0, or -1 on error']
        help.text().startsWith('This is used by userspace to tell KVM') && help.text().endsWith('with errno == EINVAL if not.')
        and: 'the document and the macro disagree, and its number has been reused since'
        patch.warnings() == ['the document says that the argument of KVM_PPC_SET_PLATFORM is (in), but _IOR says that it is (out)',
                             'number 0xaa of KVM_PPC_SET_PLATFORM is used by KVM_DIRTY_TLB, KVM_PPC_GET_HTAB_FD in the ABI of ppc64']
    }

    @Needs('seeds')
    def "the mail of KVM_SET_DEVICE_ADDRESS"() {
        when:
        def patch = PatchReader.read(KernelMails.text('003'), Abi.of('arm64'))
        def ioctl = patch.ioctls()[0]

        then:
        patch.ioctls()*.name() == ['KVM_SET_DEVICE_ADDRESS']
        hex(ioctl.request()) == '4010aeaa'
        ioctl.on() == [FdKind.VM] as Set
        ioctl.capability() == 'KVM_CAP_SET_DEVICE_ADDR'
        offsets(ioctl.struct()) == [id: 0, addr: 8]
        ioctl.struct().size() == 16
        patch.constants().collectEntries { [(it.name()): it.value()] } == [
                KVM_DEVICE_TYPE_SHIFT: 0L, KVM_DEVICE_TYPE_MASK: 0xffffL, KVM_DEVICE_ID_SHIFT: 16L, KVM_DEVICE_ID_MASK: -0x10000L,
                KVM_ARM_DEVICE_VGIC_V2: 0L, KVM_VGIC_V2_ADDR_TYPE_DIST: 0L, KVM_VGIC_V2_ADDR_TYPE_CPU: 1L, KVM_CAP_SET_DEVICE_ADDR: 84L]
        patch.capabilities()*.name() == ['KVM_CAP_SET_DEVICE_ADDR']
        patch.date() == '2012-10-22'

        and:
        patch.help()['KVM_SET_DEVICE_ADDRESS'].errors() == [
                ENODEV: 'The device id is unknown', ENXIO: 'Device not supported on current system',
                EEXIST: 'Address already set', E2BIG: 'Address outside guest physical address space']
        patch.errnoRules().readLines().first() ==
                'errno\tKVM_SET_DEVICE_ADDRESS:ENODEV\tThe device id is unknown\t[PATCH v3 01/13] KVM: ARM: Introduce KVM_SET_DEVICE_ADDRESS ioctl, 2012-10-22'

        and:
        patch.warnings() == [
                'the document says KVM_CAP_SET_DEVICE_ADDRESS but the header says KVM_CAP_SET_DEVICE_ADDR',
                'capability 84 is KVM_CAP_PPC_HTAB_FD in the ABI of arm64, but KVM_CAP_SET_DEVICE_ADDR in this patch',
                '0x4010aeaa is KVM_DIRTY_TLB in the ABI of arm64, but KVM_SET_DEVICE_ADDRESS in this patch']
        PatchReader.read(KernelMails.text('003'), Abi.of('ppc64')).warnings().any { it.contains('number 0xaa of KVM_SET_DEVICE_ADDRESS is used by KVM_PPC_GET_HTAB_FD') }
    }

    @Needs('seeds')
    def "the mail of KVM_ALLOCATE_RMA has only documentation: its number is in the headers, or in another mail's context line"() {
        when:
        def patch = PatchReader.read(mails.collect { KernelMails.text(it) }.join(), Abi.of('ppc64'))
        def ioctl = patch.ioctls().find { it.name() == 'KVM_ALLOCATE_RMA' }

        then:
        hex(ioctl.request()) == '4008aea9'
        ioctl.data() == Direction.OUT
        ioctl.capability() == 'KVM_CAP_PPC_RMA'
        offsets(ioctl.struct()) == [rma_size: 0]
        ioctl.origin() == 'KVM: PPC: Allocate RMAs (Real Mode Areas) at boot for use by guests, aa04b4cc5be6, 2011-06-29'
        patch.help()['KVM_ALLOCATE_RMA'].returns() == 'file descriptor for mapping the allocated RMA'
        patch.help()['KVM_ALLOCATE_RMA'].text().contains('The size of the RMA in bytes (which is')
        patch.ioctls()*.name().contains(PLATFORM) == both

        where:
        mails          | both
        ['004']        | false
        ['004', '000'] | true
    }

    @Needs('seeds')
    def "over an ABI without the ioctl, its number comes from the context line of the other mail, not from the documentation"() {
        when:
        def alone = PatchReader.read(KernelMails.text('004'), Abi.of('arm64'))
        def both = PatchReader.read(KernelMails.text('004') + KernelMails.text('000'), Abi.of('arm64'))

        then:
        alone.ioctls().empty
        alone.structs()*.name() == ['kvm_allocate_rma']
        alone.warnings().any { it.contains("describes KVM_ALLOCATE_RMA, but neither the patch's headers nor the ABI of arm64 defines its number") }
        hex(both.ioctls().find { it.name() == 'KVM_ALLOCATE_RMA' }.request()) == '8008aea9'
    }

    @Needs('seeds')
    def "a review folded into one line: the header it quotes is read, and contains no ioctl"() {
        when:
        def patch = PatchReader.read(KernelMails.text('002'), Abi.of('ppc64'))

        then:
        patch.ioctls().empty
        offsets(patch.structs()[0]) == [platform: 0, guest_arch: 2, flags: 4]
        patch.constants()*.name() == ['KVM_PPC_PV_NONE', 'KVM_PPC_PV_KVM', 'KVM_PPC_PV_SPAPR', 'KVM_PPC_CROSS_ARCH']
        patch.warnings() == ['the patch defines no ioctl']
    }

    @Needs('seeds')
    def "a review that quotes no header is refused with the files it changes"() {
        when:
        PatchReader.read(KernelMails.text('001'), Abi.of('ppc64'))

        then:
        def e = thrown(PatchError)
        e.line() == 71
        e.message.endsWith("the patch adds nothing to KVM's ABI: it only changes the build, in arch/powerpc/kvm/Kconfig")
    }

    def "rfc.tsv matches the project's own patches"() {
        given:
        def lines = Abi.getResourceAsStream('rfc.tsv').getText('UTF-8').readLines().findAll { !it.startsWith('#') }

        expect:
        lines == [['kvm-ppc-set-platform', 'ppc64'], ['kvm-allocate-rma', 'ppc64'], ['kvm-set-device-address', 'arm64']]
                .collectMany { name, table -> own(name, table).table().readLines() }
    }

    def "the project's own #name is #number on #table, with its errnos"() {
        when:
        def patch = own(name, table)

        then:
        patch.ioctls().collect { hex(it.request()) } == [number]
        patch.errnoRules().readLines()*.split('\t')*.getAt(1)*.replaceFirst('.*:', '') == errors
        patch.help().keySet() == patch.ioctls()*.name() as Set

        where:
        name                     | table     | number     | errors
        'kvm-ppc-set-platform'   | 'ppc64'   | '4008aeaa' | ['EINVAL', 'EFAULT']
        'kvm-ppc-set-platform'   | 'ppc64le' | '4008aeaa' | ['EINVAL', 'EFAULT']
        'kvm-allocate-rma'       | 'ppc64'   | '4008aea9' | ['ENOMEM']
        'kvm-set-device-address' | 'arm64'   | '4010aeaa' | ['ENODEV', 'ENXIO', 'EEXIST', 'E2BIG']
    }

    @Needs('seeds')
    def "the project's own #name has the structs and numbers of the mail"() {
        given:
        def mine = own(name, table)
        def mail = PatchReader.read(KernelMails.text(number), Abi.of(table))

        expect:
        mine.ioctls().collect { [it.name(), it.request(), it.on(), it.data(), it.capability()] } ==
                mail.ioctls().collect { [it.name(), it.request(), it.on(), it.data(), it.capability()] }
        mine.structs()*.members() == mail.structs()*.members()
        (mine.constants() - mine.capabilities()).collect { [it.name(), it.value()] } == (mail.constants() - mail.capabilities()).collect { [it.name(), it.value()] }

        where:
        name                     | table   | number
        'kvm-ppc-set-platform'   | 'ppc64' | '000'
        'kvm-allocate-rma'       | 'ppc64' | '004'
        'kvm-set-device-address' | 'arm64' | '003'
    }

    def "a header hunk #how"() {
        when:
        def patch = PatchReader.read(text, Abi.of('x86_64'))

        then:
        hex(patch.ioctls()[0].request()) == 'c018aef1'
        offsets(patch.structs().find { it.name() == 'kvm_new' }) == [vcpu: 0, where: 8, way: 16]
        patch.constants().find { it.name() == 'KVM_NEW_FLAG' }.value() == 8
        patch.abi().constant('KVM_NEW_FLAG') == 8

        where:
        how << ['as it is', 'with + before its lines', 'quoted in a mail']
        mark << ['', '+', '> +']
        text = '''\
            /* new */
            struct kvm_new {
                __u32 vcpu;
                __u64 where;   /* in the guest */
                enum { KVM_NEW_IN, KVM_NEW_OUT } way;
            };
            #define KVM_NEW_FLAG \\
                (1 << 3)
            #define KVM_NEW _IOWR(KVMIO, 0xf1, struct kvm_new)
            '''.stripIndent().readLines().collect { mark + it }.join('\n')
    }

    def "declarations in the middle of a mail without a diff"() {
        when:
        def patch = PatchReader.read('''\
            Hello,

            what do you think of

            struct kvm_new {
                __u64 a;

                __u64 b;
            };
            #define KVM_NEW _IOW(KVMIO, 0xf1, struct kvm_new)

            for a start? Thanks.
            '''.stripIndent(), Abi.of('arm64'))

        then:
        hex(patch.ioctls()[0].request()) == '4010aef1'
    }

    def "undefined names are looked up in the ABI: constants, and structs with their sizes and alignments"() {
        when:
        def patch = PatchReader.read('''\
            struct kvm_new { __u8 first; struct kvm_irqfd fd; struct kvm_irqfd *behind; };
            #define KVM_NEW _IOW(KVMIO, 0xf0 | KVM_MEM_LOG_DIRTY_PAGES, struct kvm_new)
            #define KVM_NEW_TOO _IOR(KVMIO, 0xf3, struct kvm_regs)
            '''.stripIndent(), Abi.of('x86_64'))

        then:
        offsets(patch.structs()[0]) == [first: 0, fd: 4, behind: 40]
        patch.structs()*.name() == ['kvm_new']
        hex(patch.ioctls()[0].request()) == '4030aef1'
        hex(patch.ioctls()[1].request()) == '8090aef3'
        patch.abi().struct('kvm_new').field('fd.gsi').offset() == 8
    }

    def "casts, attributes, bit fields, flexible arrays and the macros of linux/const.h are read as in the kernel's own headers"() {
        when:
        def patch = PatchReader.read("""\
            #define KVM_NONE ((__u64)-1)
            #define KVM_BIT _BITULL(40)
            #define KVM_FIELD __GENMASK(7, 4)
            union kvm_u { __u8 b[3]; struct { __u16 x:3, y:5; }; } __packed;
            struct kvm_v { union kvm_u u; __DECLARE_FLEX_ARRAY(__u64, tail); } __aligned(16);
            static inline int kvm_helper(int x) { return x; }
            #define KVM_WORDS _IOW(KVMIO, 0xf4, __u32[4])
            #define KVM_V _IOWR(KVMIO, 0xf0, struct kvm_v)
            """.stripIndent(), Abi.of(table))

        then:
        patch.constants().collectEntries { [(it.name()): it.value()] } == [KVM_NONE: -1L, KVM_BIT: 1L << 40, KVM_FIELD: 0xf0L]
        patch.abi().struct('kvm_u').size() == 3
        offsets(patch.abi().struct('kvm_v')).tail == 8
        [patch.abi().struct('kvm_u').field('x'), patch.abi().struct('kvm_u').field('y')]*.bit() == bits
        patch.ioctls().collect { hex(it.request()) } == numbers

        where:
        table     | bits    | numbers
        'x86_64'  | [0, 3]  | ['4010aef4', 'c010aef0']
        'ppc64'   | [13, 8] | ['8010aef4', 'c010aef0']
        'ppc64le' | [0, 3]  | ['8010aef4', 'c010aef0']
    }

    def "a patch that was already applied to the headers adds only what the ABI lacks"() {
        when:
        def patch = PatchReader.read('''\
            #ifndef __LINUX_KVM_H
            #define __LINUX_KVM_H
            #include <linux/types.h>
            #define KVMIO 0xAE
            #define KVM_GET_API_VERSION _IO(KVMIO, 0x00)
            struct kvm_irqfd { __u32 fd; __u32 gsi; __u32 flags; __u32 resamplefd; __u8 pad[16]; };
            #define KVM_IRQFD _IOW(KVMIO, 0x76, struct kvm_irqfd)
            #define KVM_CAP_NEW 4000
            #define KVM_NEW _IO(KVMIO, 0xf1)
            #endif
            '''.stripIndent(), Abi.of('s390x'))

        then:
        patch.ioctls()*.name() == ['KVM_NEW']
        patch.structs().empty
        patch.constants()*.name() == ['KVM_CAP_NEW']
    }

    def "a patch that inserts an exit reason, a capability and an enum constant between others"() {
        when:
        def patch = PatchReader.read('''\
            Subject: [PATCH] KVM: something new
            From: Somebody <somebody@example.org>
            Date: Tue, 3 Mar 2026 10:00:00 +0100

            diff --git a/include/uapi/linux/kvm.h b/include/uapi/linux/kvm.h
            --- a/include/uapi/linux/kvm.h
            +++ b/include/uapi/linux/kvm.h
            @@ -185,3 +185,4 @@ struct kvm_exit_snp_req_certs {
             #define KVM_EXIT_ARM_SEA          41
             #define KVM_EXIT_SNP_REQ_CERTS    43
            +#define KVM_EXIT_NEW              77
            \u0020
            @@ -480,6 +481,9 @@ struct kvm_run {
             \t\t\t__u64 gprs[32];
             \t\t} osi;
            +\t\tstruct {
            +\t\t\t__u64 nr;
            +\t\t} fresh;
             \t\t/* Fix the size of the union. */
             \t\tchar padding[256];
             \t};
            @@ -1180,6 +1184,8 @@ enum kvm_device_type {
             #define KVM_DEV_TYPE_VFIO\t\tKVM_DEV_TYPE_VFIO
             \tKVM_DEV_TYPE_ARM_VGIC_V3,
             #define KVM_DEV_TYPE_ARM_VGIC_V3\tKVM_DEV_TYPE_ARM_VGIC_V3
            +\tKVM_DEV_TYPE_FRESH,
            +#define KVM_DEV_TYPE_FRESH\tKVM_DEV_TYPE_FRESH
            \u0020
             \tKVM_DEV_TYPE_MAX,
             };
            '''.stripIndent(), Abi.of('arm64'))

        then:
        patch.constants().collectEntries { [(it.name()): it.value()] } == [KVM_EXIT_NEW: 77L, KVM_DEV_TYPE_FRESH: Abi.of('arm64').constant('KVM_DEV_TYPE_ARM_VGIC_V3') + 1]
        patch.origin() == '[PATCH] KVM: something new, 2026-03-03'
        patch.abi().struct('kvm_run').field('fresh.nr').offset() == patch.abi().struct('kvm_run').field('osi').offset()
        patch.warnings() == ['the patch defines no ioctl']
    }

    def "a patch to an architecture's header is read for that architecture only"() {
        given:
        def text = ['x86', 'arm64'].collect { """\
            diff --git a/arch/$it/include/uapi/asm/kvm.h b/arch/$it/include/uapi/asm/kvm.h
            --- a/arch/$it/include/uapi/asm/kvm.h
            +++ b/arch/$it/include/uapi/asm/kvm.h
            @@ -1,1 +1,2 @@
             #define X
            +#define KVM_OF_${it.toUpperCase()} 1
            """.stripIndent() }.join()

        expect:
        PatchReader.read(text, Abi.of('x86_64')).constants()*.name() == ['KVM_OF_X86']
        PatchReader.read(text, Abi.of('arm64')).constants()*.name() == ['KVM_OF_ARM64']
        PatchReader.read(text, Abi.of('ppc64')).warnings().contains('the patch is for x86, arm64; using the ABI of ppc64')
    }

    def "a struct that only the document has is read to its last brace: #how"() {
        given:
        def document = """\
            4.200 KVM_FRESH
            ---------------

            :Capability: basic
            :Architectures: all
            :Type: vm ioctl
            :Parameters: struct kvm_fresh (in)
            :Returns: 0 on success, < 0 on error

            ::

              #define KVM_FRESH _IOW(KVMIO, 0xf1, struct kvm_fresh)

            STRUCT

            Does it.
            """.stripIndent().replace('STRUCT', struct.readLines().collect { "  $it" }.join('\n'))
        def lines = document.readLines()
        def patch = PatchReader.read("Subject: [PATCH] KVM: Fresh\n\n--- a/Documentation/virt/kvm/api.rst\n+++ b/Documentation/virt/kvm/api.rst\n@@ -1,1 +1,${lines.size() + 1} @@\n x\n" + lines.collect { "+$it\n" }.join(), Abi.of('x86_64'))

        expect:
        patch.structs().collectEntries { [(it.name()): it.size()] } == sizes
        offsets(patch.structs().find { it.name() == 'kvm_fresh' }) == fields

        where:
        how                     | struct                                                                                                              || sizes                              | fields
        'a union'               | 'struct kvm_fresh {\n\t__u32 slot;\n\tunion {\n\t\t__u64 huge;\n\t\t__u32 small[3];\n\t};\n};'                          || [kvm_fresh: 24]                    | [slot: 0, huge: 8, small: 8]
        'a struct with a name'  | 'struct kvm_fresh {\n\tstruct {\n\t\t__u16 a;\n\t} in;\n\t__u64 b;\n};'                                              || [kvm_fresh: 16, 'kvm_fresh.in': 2] | [in: 0, b: 8]
        'two structs'           | 'struct kvm_entry { __u8 a; };\nstruct kvm_fresh {\n\tstruct kvm_entry e;\n\t__u32 b;\n};'                             || [kvm_entry: 1, kvm_fresh: 8]       | [e: 0, b: 4]
    }

    def "if no document names the descriptor of an ioctl, the patched handler function does"() {
        when:
        def patch = PatchReader.read('''\
            diff --git a/include/uapi/linux/kvm.h b/include/uapi/linux/kvm.h
            --- a/include/uapi/linux/kvm.h
            +++ b/include/uapi/linux/kvm.h
            @@ -1,1 +1,2 @@
             #define X
            +#define KVM_NEW _IO(KVMIO, 0xf1)
            diff --git a/arch/x86/kvm/x86.c b/arch/x86/kvm/x86.c
            --- a/arch/x86/kvm/x86.c
            +++ b/arch/x86/kvm/x86.c
            @@ -1,1 +1,3 @@ long kvm_arch_vcpu_ioctl(struct file *filp,
             \tswitch (ioctl) {
            +\tcase KVM_NEW:
            +\t\tbreak;
            '''.stripIndent(), Abi.of('x86_64'))

        then:
        patch.ioctls()[0].on() == [FdKind.VCPU] as Set
        patch.ioctls()[0].data() == Direction.VALUE
    }

    def "copies of one mail that an archive keeps as one are read once; another hunk of the same struct is refused"() {
        given:
        def mail = { int line -> """\
            X-Sender: <list@example.org>
            Message-ID: <label-1@example.org>
            From: Somebody <somebody@example.org>
            Subject: [PATCH 3/4] KVM: SEV: Add labels

            ---
            diff --git a/arch/x86/include/uapi/asm/kvm.h b/arch/x86/include/uapi/asm/kvm.h
            --- a/arch/x86/include/uapi/asm/kvm.h
            +++ b/arch/x86/include/uapi/asm/kvm.h
            @@ -$line,1 +$line,5 @@
             #define X
            +struct kvm_sev_fresh_label {
            +\t__u64 label;
            +\t__u32 flags;
            +};
            """.stripIndent() }

        when:
        def patch = PatchReader.read(mail(800) + '\n' + mail(800) + '\n' + mail(800), Abi.of('x86_64'))

        then:
        patch.structs().collectEntries { [(it.name()): it.size()] } == [kvm_sev_fresh_label: 16]

        when:
        PatchReader.read(mail(800) + '\n' + mail(900), Abi.of('x86_64'))

        then:
        def e = thrown(PatchError)
        e.message.endsWith('kvm_sev_fresh_label is defined twice')
    }

    @Needs('headers')
    def "the headers that the tables come from add nothing to them: #table"() {
        expect:
        PatchReader.read(new File(KernelHeaders.folder(), 'include/linux/kvm.h').getText('UTF-8'), Abi.of(table)).table() == ''

        where:
        table << ['x86_64', 'arm64', 'ppc64', 'riscv64']
    }
}
