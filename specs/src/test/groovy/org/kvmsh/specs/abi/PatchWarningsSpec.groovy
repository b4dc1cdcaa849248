package org.kvmsh.specs.abi

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.patch.Patch
import org.kvmsh.bindings.abi.patch.PatchError
import org.kvmsh.bindings.abi.patch.PatchReader
import org.kvmsh.specs.kit.KernelHeaders
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import spock.lang.Specification
import spock.lang.TempDir

class PatchWarningsSpec extends Specification {
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

    def "what a patch adds for other architectures is skipped on #table, and said"() {
        given:
        def patch = read(diff(GENERIC, '#define KVM_X86_FRESH _IOW(KVMIO, 0xf1, struct kvm_x86_fresh)', '#define KVM_ARM_FRESH _IOW(KVMIO, 0xf2, struct kvm_arm_fresh)',
                '#define KVM_FRESH _IO(KVMIO, 0xf3)') +
                diff('arch/x86/include/uapi/asm/kvm.h', 'struct kvm_x86_fresh { __u64 a; };') +
                diff('arch/arm64/include/uapi/asm/kvm.h', 'struct kvm_arm_fresh { __u64 a, b; };'), table)

        expect:
        patch.ioctls()*.name() == [own, 'KVM_FRESH']
        patch.warnings()[0] == "what the patch adds for $other is skipped: this is the ABI of $table"
        patch.warnings()[1] == warning

        where:
        table    | own             | other   | warning
        'x86_64' | 'KVM_X86_FRESH' | 'arm64' | 'line 7: KVM_ARM_FRESH needs struct kvm_arm_fresh of arm64; it is left out'
        'arm64'  | 'KVM_ARM_FRESH' | 'x86'   | 'line 6: KVM_X86_FRESH needs struct kvm_x86_fresh of x86; it is left out'
    }

    def "a macro that needs a struct of another architecture's table is left out"() {
        expect:
        read(diff(GENERIC, '#define KVM_FRESH _IO(KVMIO, 0xf3)', '#define KVM_GET_PIT_AGAIN _IOR(KVMIO, 0xf4, struct kvm_pit_state2)'), 'riscv64').warnings()[0] ==
                'line 7: KVM_GET_PIT_AGAIN needs struct kvm_pit_state2 of x86_64; it is left out'
    }

    @Needs(['headers', 'diff'])
    def "the difference between this machine's kvm.h and the newest one reads over #table, and its numbers are the table's"() {
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

        where: 'the table of arm is of the last kernel that had a KVM there'
        table << Abi.tables() - 'arm'
    }

    def "#file has the name of KVM's header and is none for user space"() {
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
        patch.warnings()[0] == "line 7: $type is a type of the kernel's own; read as __$type"

        where:
        type << ['u8', 'u16', 'u32', 'u64', 's32']
    }

    def "the document says #parameters, the macro #macro"() {
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
        '_IOWR' | '(in/out)' | 'ppc64'       || ['KVM_FRESH is for ppc64 by the document; reading it over the ABI of arm64']
    }

    def "a patch that adds nothing says what it is: #kinds"() {
        when:
        read(files.collect { file, lines -> diff(file, *lines) }.join(), 'x86_64')

        then:
        def e = thrown(PatchError)
        e.message.endsWith("the patch adds nothing to KVM's ABI: it only changes $kinds, in ${files.keySet().join(', ')}")

        where:
        kinds                         | files
        'the build'                   | ['arch/x86/kvm/Kconfig': ['config KVM_FRESH'], 'arch/x86/kvm/Makefile': ['obj-y += fresh.o']]
        'documentation'               | ['Documentation/virt/kvm/locking.rst': ['A lock.']]
        'comments'                    | ['include/uapi/linux/kvm.h': ['/* said better */']]
        'what it removes'             | ['include/uapi/linux/kvm.h': ['-#define KVM_OLD 1']]
        'comments and documentation'  | ['include/uapi/linux/kvm.h': ['/* said better */'], 'Documentation/virt/kvm/api.rst': ['A word.']]
    }
}
