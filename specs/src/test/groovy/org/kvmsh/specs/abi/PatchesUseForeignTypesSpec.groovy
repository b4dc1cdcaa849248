package org.kvmsh.specs.abi

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.patch.PatchError
import org.kvmsh.bindings.abi.patch.PatchReader
import spock.lang.Specification

/** A struct that needs a type of other headers than KVM's is left out; the rest of the patch is read. */
class PatchesUseForeignTypesSpec extends Specification {
    private static final String GOOD = 'struct kvm_glad { __u64 a; };\n#define KVM_GLAD _IOW(KVMIO, 0xf5, struct kvm_glad)\n'

    private static String added(String text) {
        text.readLines().collect { "+$it\n" }.join()
    }

    private static String fresh(String member) {
        "struct kvm_fresh {\n\t__u64 gpa;\n#define KVM_FRESH_FLAG 4\n\t$member\n};\n"
    }

    def "#member: the struct is left out, with a warning"() {
        given:
        def patch = PatchReader.read(added(fresh(member) + GOOD), Abi.of('x86_64'))

        expect:
        patch.structs()*.name() == ['kvm_glad']
        patch.ioctls()*.name() == ['KVM_GLAD']
        patch.constants().collectEntries { [(it.name()): it.value()] } == [KVM_FRESH_FLAG: 4]
        patch.warnings()[0] == "line 1: struct kvm_fresh is skipped: it needs $needed, which neither the patch nor the ABI of x86_64 defines".toString()

        where:
        member                           || needed
        'struct list_head list;'         || 'struct list_head'
        'union nowhere x;'               || 'union nowhere'
        'struct nowhere x[3];'           || 'struct nowhere'
        'struct { struct nowhere a; } b;' || 'struct nowhere'
        'spinlock_t lock;'               || 'spinlock_t'
        'pid_t a, b;'                    || 'pid_t'
        'char name[NAME_MAX];'           || 'NAME_MAX'
        '__u8 a[sizeof(struct nowhere)];' || 'struct nowhere'
    }

    def "what needs the struct is left out too"() {
        given:
        def patch = PatchReader.read(added(fresh('pid_t pid;') +
                'struct kvm_outer {\n\tstruct kvm_fresh inner;\n};\n#define KVM_OUTER _IOW(KVMIO, 0xf6, struct kvm_outer)\n' + GOOD), Abi.of('arm64'))

        expect:
        patch.structs()*.name() == ['kvm_glad']
        patch.ioctls()*.name() == ['KVM_GLAD']
        patch.warnings().take(3) == ['line 1: struct kvm_fresh is skipped: it needs pid_t, which neither the patch nor the ABI of arm64 defines',
                                     'line 6: struct kvm_outer is skipped: it needs struct kvm_fresh, which is skipped',
                                     'line 9: KVM_OUTER is skipped: it needs struct kvm_outer, which is skipped']
    }

    def "a patch is rejected if #what"() {
        when:
        PatchReader.read(added(text), Abi.of('x86_64'))

        then:
        def e = thrown(PatchError)
        e.message == message

        where:
        what                          | text                                                                                   || message
        'it has nothing else'         | 'struct kvm_fresh {\n\tpid_t pid;\n};\n'                                               || 'line 2: no type pid_t'
        'its only ioctl needs it'     | 'struct kvm_fresh {\n\tpid_t pid;\n};\n#define KVM_CAP_FRESH 900\n#define KVM_FRESH _IOW(KVMIO, 0xf5, struct kvm_fresh)\n' || 'line 2: no type pid_t'
        'a line is not C'             | "struct kvm_fresh {\n\t__u32 x\n};\n$GOOD".toString()                                  || "line 3: unexpected '}'; expected ';' or ','"
    }

    def "the names of the guest's interface are read: #file"() {
        given:
        def patch = PatchReader.read("--- a/$file\n+++ b/$file\n@@ -10,1 +10,${1 + lines.readLines().size()} @@\n #define KVM_X 1\n" + added(lines), Abi.of('x86_64'))

        expect:
        patch.constants()*.name() == constants
        patch.structs()*.name() == structs

        where:
        file                                   | lines                                                                    || constants               | structs
        'include/uapi/linux/kvm_para.h'        | '#define KVM_HC_FRESH 77\n'                                              || ['KVM_HC_FRESH']        | []
        'include/linux/kvm_para.h'             | '#define KVM_HC_FRESH 77\nvoid kvm_fresh(void)\n{\n}\n'                  || ['KVM_HC_FRESH']        | []
        'arch/x86/include/uapi/asm/kvm_para.h' | '#define MSR_KVM_FRESH 0x4b564d77\nstruct kvm_fresh_time { __u64 a; };\n' || ['MSR_KVM_FRESH']      | ['kvm_fresh_time']
        'arch/x86/include/asm/kvm_para.h'      | '#define KVM_FEATURE_FRESH 29\n#ifdef CONFIG_FRESH\nvoid f(void);\n'      || ['KVM_FEATURE_FRESH']   | []
    }

    def "a macro is new if a patch changes only its further line"() {
        given:
        def patch = PatchReader.read('--- a/include/uapi/linux/kvm.h\n+++ b/include/uapi/linux/kvm.h\n@@ -10,3 +10,3 @@\n #define KVM_FRESH_MASK \\\n-\t(1 << 3)\n+\t(1 << 4)\n #define KVM_X 1\n', Abi.of('x86_64'))

        expect:
        patch.constants().collectEntries { [(it.name()): it.value()] } == [KVM_FRESH_MASK: 16]
    }
}
