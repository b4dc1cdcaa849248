package org.kvmsh.specs.abi

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.FdKind
import org.kvmsh.bindings.abi.Command
import org.kvmsh.bindings.abi.patch.Patch
import org.kvmsh.bindings.abi.patch.PatchError
import org.kvmsh.bindings.abi.patch.PatchReader
import org.kvmsh.specs.kit.KernelHeaders
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import spock.lang.Specification
import spock.lang.TempDir

class PatchWarningsSpec extends Specification {
    private static final String TDX = 'arch/x86/include/uapi/asm/kvm.h'
    private static final String GENERIC = 'include/uapi/linux/kvm.h'

    @TempDir
    Path folder

    private static String diff(String file, String... lines) {
        def text = lines.collect { it =~ /^[-+ ]/ ? it : "+$it" }
        "diff --git a/$file b/$file\n--- a/$file\n+++ b/$file\n@@ -1,${1 + text.count { !it.startsWith('+') }} +1,${1 + text.count { !it.startsWith('-') }} @@\n #define X\n" +
                text.join('\n') + '\n'
    }

    private static Patch read(String text, String table) {
        PatchReader.read(text, Abi.of(table))
    }

    def "a name that an earlier patch defines is named with that patch, not with the headers: #how"() {
        given:
        def first = PatchReader.read('Subject: [PATCH] KVM: First\nDate: Mon, 1 Jun 2026 10:00:00 +0000\n\n+#define KVM_FRESH _IOW(KVMIO, 0xf3, __u64)\n+#define KVM_CAP_FRESH 900\n', Abi.of('x86_64'))
        def second = PatchReader.read(added.collect { "+#define $it\n" }.join(), first.abi(), FdKind.VM)

        expect:
        second.warnings() - 'the patch defines no ioctl' == warnings

        where:
        how                         | added                                                             || warnings
        'a capability renumbered'   | ['KVM_CAP_FRESH 901']                                             || ['KVM_CAP_FRESH is 901 in this patch and 900 in [PATCH] KVM: First, 2026-06-01']
        'a capability of its value' | ['KVM_CAP_GLAD 900']                                              || ['capability 900 is KVM_CAP_FRESH in [PATCH] KVM: First, 2026-06-01, but KVM_CAP_GLAD in this patch']
        'a capability moved away'   | ['KVM_CAP_FRESH 901', 'KVM_CAP_GLAD 900']                         || ['KVM_CAP_FRESH is 901 in this patch and 900 in [PATCH] KVM: First, 2026-06-01']
        'an ioctl renumbered'       | ['KVM_FRESH _IOW(KVMIO, 0xf4, __u64)']                            || ['KVM_FRESH is 0x4008aef4 in this patch and 0x4008aef3 in [PATCH] KVM: First, 2026-06-01']
        'an ioctl of its number'    | ['KVM_GLAD _IOW(KVMIO, 0xf3, __u64)']                             || ['0x4008aef3 is KVM_FRESH in [PATCH] KVM: First, 2026-06-01, but KVM_GLAD in this patch']
        'an ioctl of number 0xf3'   | ['KVM_GLAD _IOW(KVMIO, 0xf3, __u32)']                             || ['number 0xf3 of KVM_GLAD is used by KVM_FRESH in [PATCH] KVM: First, 2026-06-01']
        'an ioctl moved away'       | ['KVM_FRESH _IO(KVMIO, 0xf4)', 'KVM_GLAD _IO(KVMIO, 0xf3)']       || ['KVM_FRESH is 0xaef4 in this patch and 0x4008aef3 in [PATCH] KVM: First, 2026-06-01']
        'a capability of headers'   | ['KVM_CAP_NR_VCPUS 901']                                          || ['KVM_CAP_NR_VCPUS is 901 in this patch and 9 in the ABI of x86_64']
    }

    def "a new name of a list has a value that another one has: #added"() {
        given:
        def text = added.contains('#define') ? added : "$context\n+\t$added,\n"
        def hunk = text.readLines()
        def patch = PatchReader.read("--- a/$header\n+++ b/$header\n@@ -1,${hunk.count { !it.startsWith('+') }} +1,${hunk.size()} @@ $head\n" + hunk.join('\n') + '\n', Abi.of(table))

        expect:
        patch.warnings() - 'the patch defines no ioctl' == warnings

        where:
        table     | header                                | head                          | context                                                                  | added                                 || warnings
        'riscv64' | 'arch/riscv/include/uapi/asm/kvm.h'   | 'enum KVM_RISCV_ISA_EXT_ID {' | ' \tKVM_RISCV_ISA_EXT_ZACAS,'                                            | 'KVM_RISCV_ISA_EXT_FRESH'             || ['ISA extension 54 is KVM_RISCV_ISA_EXT_SSCOFPMF in the ABI of riscv64, but KVM_RISCV_ISA_EXT_FRESH in this patch']
        'riscv64' | 'arch/riscv/include/uapi/asm/kvm.h'   | 'x'                           | ''                                                                       | '+#define KVM_RISCV_SBI_EXT_FRESH 3'  || ['SBI extension 3 is KVM_RISCV_SBI_EXT_RFENCE in the ABI of riscv64, but KVM_RISCV_SBI_EXT_FRESH in this patch']
        'arm64'   | 'arch/arm64/include/uapi/asm/kvm.h'   | 'x'                           | ''                                                                       | '+#define KVM_DEV_ARM_VGIC_GRP_FRESH 8' || ['VGIC group 8 is KVM_DEV_ARM_VGIC_GRP_ITS_REGS in the ABI of arm64, but KVM_DEV_ARM_VGIC_GRP_FRESH in this patch']
        'x86_64'  | 'include/uapi/linux/kvm.h'            | 'x'                           | ''                                                                       | '+#define KVM_DEV_TYPE_FRESH 3'       || ['device type 3 is KVM_DEV_TYPE_XICS in the ABI of x86_64, but KVM_DEV_TYPE_FRESH in this patch']
        'x86_64'  | 'include/uapi/linux/kvm.h'            | 'x'                           | ''                                                                       | '+#define KVM_DEV_TYPE_FRESH 17'      || []
        'x86_64'  | 'include/uapi/linux/kvm.h'            | 'x'                           | ''                                                                       | '+#define KVM_DEV_ARM_VGIC_GRP_X 8'   || []
    }

    def "additions for other architectures are skipped on #table, with a warning"() {
        given:
        def patch = read(diff(GENERIC, '#define KVM_X86_FRESH _IOW(KVMIO, 0xf1, struct kvm_x86_fresh)', '#define KVM_ARM_FRESH _IOW(KVMIO, 0xf2, struct kvm_arm_fresh)',
                '#define KVM_FRESH _IO(KVMIO, 0xf3)') +
                diff('arch/x86/include/uapi/asm/kvm.h', 'struct kvm_x86_fresh { __u64 a; };') +
                diff('arch/arm64/include/uapi/asm/kvm.h', 'struct kvm_arm_fresh { __u64 a, b; };'), table)

        expect:
        patch.ioctls()*.name() == [own, 'KVM_FRESH']
        patch.warnings()[0] == "skipping the patch's additions for $other: this is the ABI of $table"
        patch.warnings()[1] == warning

        where:
        table    | own             | other   | warning
        'x86_64' | 'KVM_X86_FRESH' | 'arm64' | 'line 7: KVM_ARM_FRESH is skipped: it needs struct kvm_arm_fresh of arm64'
        'arm64'  | 'KVM_ARM_FRESH' | 'x86'   | 'line 6: KVM_X86_FRESH is skipped: it needs struct kvm_x86_fresh of x86'
    }

    def "a macro that needs a struct of another architecture is left out"() {
        expect:
        read(diff(GENERIC, '#define KVM_FRESH _IO(KVMIO, 0xf3)', '#define KVM_GET_PIT_AGAIN _IOR(KVMIO, 0xf4, struct kvm_pit_state2)'), 'riscv64').warnings()[0] ==
                'line 7: KVM_GET_PIT_AGAIN is skipped: it needs struct kvm_pit_state2 of x86_64'
    }

    @Needs(['headers', 'diff'])
    def "the diff between this machine's kvm.h and the newest one reads over #table with the same numbers"() {
        given:
        def older = Path.of('/usr/include/linux/kvm.h')
        def newer = KernelHeaders.folder().toPath().resolve('include/linux/kvm.h')
        if (!Files.isRegularFile(older) || Files.readString(older) == Files.readString(newer)) {
            Needed.orSkip('an older kvm.h of linux-libc-dev')
        }
        def process = new ProcessBuilder('diff', '-up', '--label', "a/$GENERIC", '--label', "b/$GENERIC", older.toString(), newer.toString()).start()
        def text = process.inputStream.getText('UTF-8')
        def abi = Abi.of(table)
        def patch = read(text, table)

        expect:
        patch.ioctls().findAll { abi.hasIoctl(it.name()) && abi.ioctl(it.name()).request() != it.request() }*.name() == []
        patch.constants().findAll { abi.hasConstant(it.name()) && abi.constant(it.name()) != it.value() }*.name() == []
        patch.structs().findAll { abi.hasStruct(it.name()) && abi.struct(it.name()).size() != it.size() }*.name() == []
        patch.ioctls().size() > 5

        where: 'the table of arm is of the last kernel with KVM on 32-bit ARM'
        table << Abi.tables() - 'arm'
    }

    def "#file has the name of a KVM header but is not a uapi header"() {
        expect:
        read(diff(file, 'TRACE_EVENT(kvm_fresh,', '\tTP_PROTO(int vcpu)') + diff(GENERIC, '#define KVM_CAP_FRESH 4000'), 'x86_64').constants()*.name() == ['KVM_CAP_FRESH']

        where:
        file << ['include/trace/events/kvm.h', 'arch/arm64/include/asm/trace/kvm.h']
    }

    def "#type is the kernel's own type, and is read as __#type"() {
        when:
        def patch = read(diff(GENERIC, 'struct kvm_fresh {', "\t$type first;", '\t__u64 last;', '};'), 'x86_64')

        then:
        patch.structs()[0].field('first').type() == type
        patch.warnings()[0] == "line 7: $type is a kernel-internal type; read as __$type"

        where:
        type << ['u8', 'u16', 'u32', 'u64', 's32']
    }

    def "#macro is a macro of the kernel's own, and is read as #exported"() {
        when:
        def patch = read(diff(GENERIC, "#define KVM_FRESH_BITS $macro"), 'x86_64')

        then:
        patch.constants()*.value() == [value]
        patch.warnings()[0] == "line 6: $name is a kernel-internal macro; read as $exported"

        where:
        macro               | name         | exported        || value
        'BIT(4)'            | 'BIT'        | '_BITUL'        || 16L
        '(BIT_ULL(40) | 1)' | 'BIT_ULL'    | '_BITULL'       || (1L << 40) + 1
        'GENMASK(7, 4)'     | 'GENMASK'    | '__GENMASK'     || 0xf0L
    }

    def "a constant that needs a name of another header is left out if the patch has other definitions"() {
        given:
        def patch = read(diff(GENERIC, '#define KVM_FRESH_MIN __FRESH_MIN', '#define KVM_FRESH_DEFAULT ((struct kvm_fresh){ .a = 1 })', '#define KVM_FRESH _IO(KVMIO, 0xf3)'), 'x86_64')

        expect:
        patch.ioctls()*.name() == ['KVM_FRESH']
        patch.constants() == []
        patch.warnings()[0] == 'line 6: skipped: KVM_FRESH_MIN needs __FRESH_MIN, which neither the patch nor the ABI of x86_64 defines'
    }

    def "a struct that differs from the patch's context is unchanged: #struct"() {
        given:
        def patch = read(diff(GENERIC, '#define KVM_FRESH_FLAG 8').readLines().join('\n') + "\n@@ -100,4 +102,5 @@ struct $struct {\n" +
                [*before.collect { " $it" }, *removed.collect { "-$it" }, *added.collect { "+$it" }, ' };'].join('\n') + '\n', 's390x')

        expect:
        patch.structs() == []
        patch.constants()*.name() == ['KVM_FRESH_FLAG']
        patch.warnings()[0] == "struct $struct keeps the layout it has in the ABI of s390x: the patch removes $gone, which the struct does not have"

        where: 'one whose reserved bytes are now in a union, one whose padding now has a name'
        struct                         | before              | removed                | added                                       || gone
        'kvm_s390_mem_op'              | ['\t__u64 buf;', '\t__u8 ar;'] | ['\t__u8 reserved[31];'] | ['\t__u8 reserved21[3];', '\t__u32 sida_offset;'] || 'reserved[31]'
        'kvm_userspace_memory_region2' | ['\t__u64 memory_size;', '\t__u64 userspace_addr;'] | ['\t__u64 pad[16];'] | ['\t__u64 gmem_offset;', '\t__u64 rest[15];'] || 'pad'
    }

    def "a field that the ABI already has is named, and changes nothing"() {
        given:
        def patch = read(diff(GENERIC, '#define KVM_FRESH_FLAG 8') + '@@ -100,3 +102,4 @@ struct kvm_userspace_memory_region2 {\n \t__u64 userspace_addr;\n+\t__u64 guest_memfd_offset;\n' +
                ' \t__u32 guest_memfd;\n \t__u32 pad1;\n', 'x86_64')

        expect:
        patch.grown() == [kvm_userspace_memory_region2: ['guest_memfd_offset'] as Set]
        patch.structs()*.members() == [Abi.of('x86_64').struct('kvm_userspace_memory_region2').members()]
        patch.ioctls() == []
    }

    def "an #if line may be replaced by another whose #endif is outside of the hunk"() {
        expect:
        read(diff(GENERIC, '-#ifndef __ARM_KVM_H__', '#ifndef __ARM64_KVM_SHARED_H__', '#define KVM_CAP_FRESH 4000'), 'arm64').constants()*.name() == ['KVM_CAP_FRESH']
    }

    def "#file is a KVM header on #table"() {
        expect:
        read(diff(file, '#define KVM_FRESH_FLAG 8'), table).constants()*.name() == ['KVM_FRESH_FLAG']

        where: 'copies in QEMU and kvmtool, a header that kvm.h includes, one shared by another architecture'
        file                                       | table
        'linux-headers/asm-s390/kvm.h'             | 's390x'
        'arm64/include/asm/kvm.h'                  | 'arm64'
        'arm/aarch64/include/asm/kvm.h'            | 'arm64'
        'powerpc/include/asm/kvm.h'                | 'ppc64'
        'arch/arm64/include/uapi/asm/kvm_sdei.h'   | 'arm64'
        'include/uapi/arch/arm64/asm/kvm.h'        | 'arm64'
    }

    def "#why"() {
        when:
        read(text, 'x86_64')

        then:
        def e = thrown(PatchError)
        e.message == message

        where:
        why                                   | text || message
        'code and an #include define nothing' | diff('virt/kvm/kvm_main.c', 'int fresh;') + diff(GENERIC, '#include <linux/fresh.h>') ||
                "line 4: the patch adds nothing to KVM's ABI: it changes code, and defines nothing in include/uapi/linux/kvm.h"
        'a merge has two parents'             | 'diff --cc include/uapi/linux/kvm.h\n--- a/include/uapi/linux/kvm.h\n+++ b/include/uapi/linux/kvm.h\n@@@ -1,1 -1,1 +1,2 @@@ x\n  #define X\n++#define KVM_CAP_FRESH 4000\n' ||
                'line 1: this is a combined merge diff, which git am cannot apply; expected a diff against one parent, as printed by git show -m'
    }

    def "flags and kinds of an exit are not exit reasons: #name"() {
        expect:
        read(diff(GENERIC, "#define $name 1"), 'arm64').warnings() == clashes + ['the patch defines no ioctl']

        where:
        name                        | clashes
        'KVM_EXIT_FAIL_ENTRY_FRESH' | []
        'KVM_EXIT_HYPERV_FRESH'     | []
        'KVM_EXIT_FRESH'            | ['exit reason 1 is KVM_EXIT_EXCEPTION in the ABI of arm64, but KVM_EXIT_FRESH in this patch']
    }

    def "the document has #parameters, the macro #macro"() {
        given:
        def patch = read(diff(GENERIC, "#define KVM_FRESH $macro(KVMIO, 0xf3, __u64)") + diff('Documentation/virt/kvm/api.rst', '4.200 KVM_FRESH', '===============', '',
                ":Architectures: $architectures", ':Type: vm ioctl', ":Parameters: u64 value $parameters", ':Returns: 0', '', 'Something.'), 'arm64')

        expect:
        patch.warnings() == warnings

        where:
        macro   | parameters | architectures || warnings
        '_IOW'  | '(in)'     | 'all'         || []
        '_IOR'  | '(out)'    | 'arm64, x86'  || []
        '_IOR'  | '(in)'     | 'all'         || ['the document says that the argument of KVM_FRESH is (in), but _IOR says that it is (out)']
        '_IOW'  | '(out)'    | 'arm'         || ['the document says that the argument of KVM_FRESH is (out), but _IOW says that it is (in)']
        '_IOWR' | '(in/out)' | 'ppc64'       || ['KVM_FRESH is documented for ppc64; using the ABI of arm64']
    }

    def "a patch that adds nothing is described by what it changes: #kinds"() {
        when:
        read(files.collect { file, lines -> diff(file, *lines) }.join(), 'x86_64')

        then:
        def e = thrown(PatchError)
        e.message.endsWith("the patch adds nothing to KVM's ABI: it only $kinds, in ${files.keySet().join(', ')}")

        where:
        kinds                         | files
        'changes the build'           | ['arch/x86/kvm/Kconfig': ['config KVM_FRESH'], 'arch/x86/kvm/Makefile': ['obj-y += fresh.o']]
        'changes documentation'       | ['Documentation/virt/kvm/locking.rst': ['A lock.']]
        'changes comments'            | ['include/uapi/linux/kvm.h': ['/* said better */']]
        'removes lines'               | ['include/uapi/linux/kvm.h': ['-#define KVM_OLD 1']]
        'changes comments and documentation' | ['include/uapi/linux/kvm.h': ['/* said better */'], 'Documentation/virt/kvm/api.rst': ['A word.']]
        'changes the build and removes lines' | ['arch/x86/kvm/Kconfig': ['config KVM_FRESH'], 'include/uapi/linux/kvm.h': ['-#define KVM_OLD 1']]
    }

    def "the argument of an ioctl is #type, a type of the kernel's own"() {
        given:
        def patch = read(diff(GENERIC, "#define KVM_FRESH _IOWR(KVMIO, 0xf1, $type)"), 'x86_64')

        expect:
        patch.ioctls()[0].request() == (0xc000aef1 | bytes << 16) as int
        patch.warnings()[0] == "line 6: $type is a kernel-internal type; read as __$type"

        where:
        [type, bytes] << ['u', 's'].collectMany { sign -> [1, 2, 4, 8].collect { ["$sign${it * 8}".toString(), it] } }
    }

    def "a struct of the ABI is declared with another layout: #how"() {
        expect:
        read(diff(GENERIC, "struct kvm_irq_level { $members };"), 'x86_64').warnings().contains("struct kvm_irq_level has a different layout: $told in the ABI of x86_64".toString())

        where: 'the ABI has union { __u32 irq; __s32 status; }; __u32 level'
        how               | members                                                     || told
        'a larger one'    | 'union { __u32 irq; __s32 status; }; __u32 level[2];'       || '12 bytes in this patch, 8 bytes'
        'a renamed one, larger' | 'union { __u32 irq; __s32 status; }; __u64 high;'       || '16 bytes in this patch, 8 bytes'
        'another type'    | 'union { __u32 irq; __s32 status; }; __s32 level;'          || 's32 level at offset 4 in this patch, u32 level at offset 4'
        'one more field'  | 'union { __u32 irq; __s32 status; }; __u32 level; __u8 a[];' || 'u8 a[0] at offset 8 in this patch, no further field'
        'one field less'  | 'union { __u32 irq; }; __u32 level;'                        || 'u32 level at offset 4 in this patch, s32 status at offset 0'
    }

    def "a struct of the ABI with other names of fields: #how"() {
        expect:
        read(diff(GENERIC, "struct kvm_$struct { $members };"), 'x86_64').warnings().findAll { it.startsWith("struct kvm_$struct") } == ["struct kvm_$struct has $told of the ABI of x86_64".toString().replace('NOW of', 'in')]

        where:
        how           | struct      | members                                             || told
        'one'         | 'irq_level' | 'union { __u32 irq; __s32 status; }; __u32 high;'   || 'the same layout with other names: high is level'
        'two'         | 'irq_level' | 'union { __u32 line; __s32 status; }; __u32 high;'  || 'the same layout with other names: line is irq, high is level'
        'in exchange' | 'irq_level' | 'union { __u32 level; __s32 status; }; __u32 irq;'  || 'a different layout: u32 level at offset 0 in this patch, u32 irq at offset 0 NOW'
    }

    def "an enumerator in the middle of an enum moves those behind it: #how"() {
        when:
        def patch = read("diff --git a/$TDX b/$TDX\n--- a/$TDX\n+++ b/$TDX\n@@ -900,${lines.count { it[0] == ' ' }} +900,${lines.size()} @@ enum kvm_tdx_cmd_id {\n${lines.join('\n')}\n", 'x86_64')

        then: 'in the ABI KVM_TDX_INIT_MEM_REGION is 3, KVM_TDX_FINALIZE_VM 4 and KVM_TDX_GET_CPUID 5'
        patch.constants().collectEntries { [(it.name() - 'KVM_TDX_'): it.value()] } == values
        patch.warnings().findAll { it.startsWith('the patch also moves') } == warnings

        where:
        how                     | lines                                                                                                             || values                                     | warnings
        'to the end'            | [' \tKVM_TDX_FINALIZE_VM,', '+\tKVM_TDX_FRESH,', ' \tKVM_TDX_GET_CPUID,', ' };']                                   || [FRESH: 5, GET_CPUID: 6]                   | []
        'and some not shown'    | [' \tKVM_TDX_INIT_MEM_REGION,', '+\tKVM_TDX_FRESH,', '+\tKVM_TDX_NEWER,', ' \tKVM_TDX_FINALIZE_VM,']              || [FRESH: 4, NEWER: 5, FINALIZE_VM: 6]       | ['the patch also moves the enumerators after KVM_TDX_FINALIZE_VM that it does not show; they keep their values of the ABI of x86_64']
        'not one with a number' | [' \tKVM_TDX_FINALIZE_VM,', '+\tKVM_TDX_FRESH,', ' \tKVM_TDX_GET_CPUID = 5,', ' };']                               || [FRESH: 5]                                 | []
        'not where it is there' | [' \tKVM_TDX_INIT_MEM_REGION,', '+\tKVM_TDX_FINALIZE_VM,', ' \tKVM_TDX_GET_CPUID,', ' };']                         || [FINALIZE_VM: 4]                           | []
    }

    def "#told is for the kernel alone: it is left out, with a warning"() {
        given:
        def patch = read(diff(GENERIC, '#define KVM_CAP_FRESH 4000', '#ifdef __KERNEL__', *lines, '#endif'), 'x86_64')

        expect:
        patch.structs() == []
        patch.constants()*.name() == ['KVM_CAP_FRESH']
        patch.warnings()[0] == "line 8: $told is skipped: it is for the kernel alone (__KERNEL__)"

        where:
        told               | lines
        'KVM_OWN'          | ['#define KVM_OWN 1']
        'struct kvm_own'   | ['struct kvm_own {', '\t__u64 a;', '};']
        'union kvm_own'    | ['union kvm_own', '{', '\t__u64 a;', '};']
        'enum kvm_own'     | ['enum kvm_own { KVM_OWN };']
        'enum'             | ['enum {', '\tKVM_OWN,', '};']
    }

    def "only the copy of a header has #line"() {
        given:
        def patch = read(diff(GENERIC, '#define KVM_FRESH_FLAG 8') + diff("tools/$GENERIC", '#define KVM_FRESH_FLAG 8', line), 'x86_64')

        expect:
        patch.constants().collectEntries { [(it.name()): it.value()] } == [KVM_FRESH_FLAG: 8L] + numbers
        patch.warnings() - 'the patch defines no ioctl' == (skipped ? ["line 13: $skipped is skipped: only the copy of the header, tools/$GENERIC, defines it".toString()] : [])

        where:
        line                        || numbers            | skipped
        '#define KVM_STALE 4'       || [KVM_STALE: 4L]    | null
        '\tKVM_STALE = 4, /* old */' || [KVM_STALE: 4L]    | null
        '\tKVM_STALE\t\t= 0x10,'    || [KVM_STALE: 16L]   | null
        '\tKVM_STALE,'              || [:]                | 'KVM_STALE'
        '#define KVM_STALE (1 << 3)' || [:]               | 'KVM_STALE'
        'struct kvm_stale {'        || [:]                | 'struct kvm_stale'
    }

    def "the count of an enum of commands is no command"() {
        when:
        def patch = read(diff('arch/x86/include/uapi/asm/kvm.h', 'enum kvm_fresh_id {', '\tKVM_TDX_FRESH,', '\tKVM_TDX_FRESH_NR_MAX,', '};'), 'x86_64')

        then:
        patch.constants()*.name() == ['KVM_TDX_FRESH', 'KVM_TDX_FRESH_NR_MAX']
        patch.warnings().findAll { it.contains('is a command') }*.tokenize()*.first() == ['KVM_TDX_FRESH']
    }

    def "all constants of #table that begin with #prefix are commands, but for #others"() {
        expect:
        Abi.of(table).constants(prefix).keySet().findAll { Command.of(it) == null } == others as Set
        Abi.of(table).constants(prefix).size() - others.size() == commands

        where:
        table    | prefix     || commands | others
        'x86_64' | 'KVM_SEV_' || 27       | ['KVM_SEV_NR_MAX', 'KVM_SEV_PAGE_TYPE_INVALID', 'KVM_SEV_SNP_FINISH_DATA_SIZE', 'KVM_SEV_SNP_ID_AUTH_SIZE', 'KVM_SEV_SNP_ID_BLOCK_SIZE'] + ['CPUID', 'NORMAL', 'SECRETS', 'UNMEASURED', 'ZERO'].collect { "KVM_SEV_SNP_PAGE_TYPE_$it".toString() }
        'x86_64' | 'KVM_TDX_' || 6        | ['KVM_TDX_CMD_NR_MAX', 'KVM_TDX_MEASURE_MEMORY_REGION']
        's390x'  | 'KVM_PV_'  || 11       | ['KVM_PV_DUMP_COMPLETE', 'KVM_PV_DUMP_CONFIG_STOR_STATE', 'KVM_PV_DUMP_CPU', 'KVM_PV_DUMP_INIT', 'KVM_PV_INFO_DUMP', 'KVM_PV_INFO_VM']
    }

    def "a new command of an ioctl that takes several is no ioctl: #name of #table"() {
        given:
        def patch = read("diff --git a/$file b/$file\n--- a/$file\n+++ b/$file\n@@ -900,3 +900,4 @@ enum $type {\n \t$before,\n+\t$name,\n \n \t$last,\n", table)

        expect:
        patch.constants()[0].name() == name
        patch.constants()[0].value() == Abi.of(table).constant(before) + 1
        patch.warnings().contains("$name is a command, a value of $how".toString())

        where:
        table    | file                                | type             | before                       | name             | last                 || how
        'x86_64' | 'arch/x86/include/uapi/asm/kvm.h'   | 'kvm_tdx_cmd_id' | 'KVM_TDX_GET_CPUID'          | 'KVM_TDX_FRESH'  | 'KVM_TDX_CMD_NR_MAX' || 'the field id of struct kvm_tdx_cmd, for KVM_MEMORY_ENCRYPT_OP'
        'x86_64' | 'arch/x86/include/uapi/asm/kvm.h'   | 'sev_cmd_id'     | 'KVM_SEV_SNP_LAUNCH_FINISH'  | 'KVM_SEV_FRESH'  | 'KVM_SEV_NR_MAX'     || 'the field id of struct kvm_sev_cmd, for KVM_MEMORY_ENCRYPT_OP'
        's390x'  | 'arch/s390/include/uapi/asm/kvm.h'  | 'pv_cmd_id'      | 'KVM_PV_ASYNC_CLEANUP_PERFORM' | 'KVM_PV_FRESH' | 'KVM_PV_LAST'        || 'the field cmd of struct kvm_pv_cmd, for KVM_S390_PV_COMMAND'
    }
}
