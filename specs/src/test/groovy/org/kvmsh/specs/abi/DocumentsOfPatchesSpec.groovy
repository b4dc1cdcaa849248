package org.kvmsh.specs.abi

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.FdKind
import org.kvmsh.bindings.abi.patch.Patch
import org.kvmsh.bindings.abi.patch.PatchError
import org.kvmsh.bindings.abi.patch.PatchReader
import spock.lang.Specification

/** Documents as patches write them: sections of two ioctls, broken code, and devices. */
class DocumentsOfPatchesSpec extends Specification {
    private static String hunk(String file, String text) {
        "--- a/$file\n+++ b/$file\n@@ -10,2 +10,${2 + text.readLines().size()} @@\n #define KVM_A 1\n" + text.readLines().collect { "+$it\n" }.join() + ' #define KVM_B 1\n'
    }

    private static String api(String text) {
        hunk('Documentation/virt/kvm/api.rst', text)
    }

    private static final String HEADER = hunk('include/uapi/linux/kvm.h',
            'struct kvm_fresh { __u64 a; };\n#define KVM_GET_FRESH _IOR(KVMIO, 0xf5, struct kvm_fresh)\n#define KVM_SET_FRESH _IOW(KVMIO, 0xf6, struct kvm_fresh)\n')

    def "the section '#heading' is of both ioctls"() {
        given:
        def patch = PatchReader.read(api("4.99 $heading\n\n:Type: vcpu ioctl\n:Parameters: struct kvm_fresh (in)\n:Returns: 0 on success, -1 on error\n:Errors:\n\n  EBUSY  the vCPU has run\n\nThey are new.\n") + HEADER, Abi.of('x86_64'))

        expect:
        patch.ioctls().collectEntries { [(it.name()): [it.on(), it.data().name()]] } ==
                [KVM_GET_FRESH: [[FdKind.VCPU] as Set, 'OUT'], KVM_SET_FRESH: [[FdKind.VCPU] as Set, 'IN']]
        ['KVM_GET_FRESH', 'KVM_SET_FRESH'].every { patch.help()[it].errors() == [EBUSY: 'the vCPU has run'] }
        patch.warnings().empty

        where:
        heading << ['KVM_SET_FRESH/KVM_GET_FRESH', 'KVM_GET_FRESH, KVM_SET_FRESH', 'KVM_GET_FRESH and KVM_SET_FRESH', 'KVM_GET/SET_FRESH', 'KVM_GET_FRESH / KVM_SET_FRESH']
    }

    def "an ioctl below 'ioctls for fds returned by KVM_CREATE_…' is a device's"() {
        given:
        def patch = PatchReader.read(hunk('include/uapi/linux/kvm.h', '/* ioctls for fds returned by KVM_CREATE_FRESH */\n#define KVM_SET_FRESH _IOW(KVMIO, 0xf1, __u64)\n#define KVM_GET_FRESH _IOW(KVMIO, 0xf2, __u64)\n'), Abi.of('ppc64'))

        expect:
        patch.ioctls()*.on().unique() == [[FdKind.DEVICE] as Set]
        patch.warnings().empty
    }

    def "#what in a document"() {
        given:
        def patch = PatchReader.read(api("4.99 KVM_FRESH\n\n:Type: vm ioctl\n\n$code\nIt ends well.\n") + header, Abi.of('x86_64'))

        expect:
        patch.ioctls()*.name() == ['KVM_FRESH']
        patch.structs()*.name() == structs
        patch.warnings() == warnings

        where:
        what                                 | code                                                                                       | header || structs       | warnings
        'a macro of two lines'               | '#define KVM_FRESH \\\n\t_IOW(KVMIO, 0xf5, struct kvm_regs)\n'                              | ''     || []            | []
        'a struct that is cut by text'       | 'struct kvm_old {\n\t__u32 a;\n\nText follows.\n\n#define KVM_FRESH _IO(KVMIO, 0xf5)\n'      | ''     || []            | ['line 9: struct kvm_old is skipped: the document shows only a part of it']
        'a struct of which members are left' | 'struct kvm_old {\n\t__u32 a;\n\t...\n};\n\n#define KVM_FRESH _IO(KVMIO, 0xf5)\n'            | ''     || []            | ['line 9: struct kvm_old is skipped: the document shows only a part of it']
        'a struct that the header only names' | 'struct kvm_fresh {\n\t__u32 a;\n};\n'                                                    | hunk('include/uapi/linux/kvm.h', '#define KVM_FRESH _IOW(KVMIO, 0xf5, struct kvm_fresh)\n') || ['kvm_fresh'] | []
    }

    def "the errors of a device's attribute are those of KVM_SET_DEVICE_ATTR: #what"() {
        given:
        def patch = PatchReader.read(hunk("Documentation/virt/kvm/devices/$file", text) + hunk('include/uapi/linux/kvm.h', '#define KVM_FRESH_ATTR 5\n'), Abi.of('arm64'))

        expect:
        patch.help()['KVM_SET_DEVICE_ATTR'].errors() == errors

        where:
        what       | file          | text                                                                                                                                                                                       || errors
        'a table'  | 'vcpu.rst'    | '1.5 ATTRIBUTE: KVM_FRESH_ATTR\n-----\n\n:Returns:\n\n\t =======  ========\n\t -ENODEV  no PMU\n\t -ENXIO   not configured as\n\t \t  required\n\t =======  ========\n\nText.\n'             || [ENODEV: 'KVM_FRESH_ATTR: no PMU', ENXIO: 'KVM_FRESH_ATTR: not configured as required']
        'a list'   | 'arm-vgic.txt' | '  KVM_FRESH_ATTR (rw, 32-bit)\n  Attributes:\n    A value.\n  Errors:\n    -EINVAL: Value is out of range\n    -EBUSY: Value is set\n'                                                       || [EINVAL: 'KVM_FRESH_ATTR: Value is out of range', EBUSY: 'KVM_FRESH_ATTR: Value is set']
        'a sentence' | 'vm.txt'    | '1.1. ATTRIBUTE: KVM_FRESH_ATTR\nParameters: none\nReturns: -EBUSY if a vcpu is already defined, otherwise 0\n'                                                                            || [EBUSY: 'KVM_FRESH_ATTR: a vcpu is already defined']
    }
}
