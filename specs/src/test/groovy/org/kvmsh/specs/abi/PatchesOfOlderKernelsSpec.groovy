package org.kvmsh.specs.abi

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.patch.Patch
import org.kvmsh.bindings.abi.patch.PatchError
import spock.lang.Specification

/** What such a patch was written for has changed since: names have other numbers, structs other members. */
class PatchesOfOlderKernelsSpec extends Specification {
    private static Patch hunk(String table, String head, List<String> lines) {
        PatchesGrowStructsSpec.hunk(table, head, *lines)
    }

    private static Map layout(Abi abi, String struct) {
        PatchesGrowStructsSpec.layout(abi.struct(struct))
    }

    def "an enum constant is counted from the number that the hunk shows: #how"() {
        given:
        def patch = hunk('x86_64', 'enum sev_cmd_id {', lines)

        expect:
        patch.constants().collectEntries { [(it.name()): it.value()] } == [KVM_SEV_FRESH: value]
        patch.warnings().findAll { it.contains("context") } == moved

        where:
        how                          | lines                                                                                                   || value | moved
        'the ABI has another'        | [' \tKVM_SEV_STALE = 300,', ' \tKVM_SEV_SNP_LAUNCH_START,', '+\tKVM_SEV_FRESH,', ' ', ' \tKVM_SEV_NR_MAX,', ' };'] || 302L | ["line 6: KVM_SEV_SNP_LAUNCH_START is 301 in the patch's context and 100 in the ABI of x86_64"]
        'a hexadecimal one'          | [' \tKVM_SEV_STALE = 0x100,', ' \tKVM_SEV_SNP_LAUNCH_START,', '+\tKVM_SEV_FRESH,']                        || 258L  | ["line 6: KVM_SEV_SNP_LAUNCH_START is 257 in the patch's context and 100 in the ABI of x86_64"]
        'the enum begins there'      | [' enum kvm_fresh {', ' \tKVM_SEV_SNP_LAUNCH_START,', '+\tKVM_SEV_FRESH,']                                || 1L    | ["line 6: KVM_SEV_SNP_LAUNCH_START is 0 in the patch's context and 100 in the ABI of x86_64"]
        'the ABI has the same'       | [' \tKVM_SEV_SNP_LAUNCH_START = 100,', ' \tKVM_SEV_SNP_LAUNCH_UPDATE,', '+\tKVM_SEV_FRESH,', ' ', ' \tKVM_SEV_NR_MAX,', ' };'] || 102L | []
        'it shows none'              | [' \tKVM_SEV_SNP_LAUNCH_START,', '+\tKVM_SEV_FRESH,', ' ', ' \tKVM_SEV_NR_MAX,', ' };']                    || 101L  | []
    }

    def "a union without a name is added to kvm_run, with a member that #what"() {
        given:
        def before = Abi.of('x86_64')
        def patch = hunk('x86_64', 'struct kvm_run {', [' \t\tchar padding[SYNC_REGS_SIZE_BYTES];', ' \t} s;', '+\tunion {', '+\t\tstruct {', '+#define KVM_FRESH_FLAG 8', '+\t\t\t__u64 nr;',
                                                        "+\t\t} $member;", '+\t\tchar fresh_padding[256];', '+\t};', ' };'].collect { it.toString() })

        expect:
        patch.constants()*.name() == ['KVM_FRESH_FLAG']
        layout(patch.abi(), 'kvm_run').entrySet().containsAll(layout(before, 'kvm_run').entrySet())
        patch.abi().struct('kvm_run').size() == before.struct('kvm_run').size() + more
        patch.warnings() - 'the patch defines no ioctl' == warnings

        where:
        what              | member         || more | warnings
        'is new'          | 'fresh'        || 256  | []
        'kvm_run has too' | 'memory_fault' || 0    | ['struct kvm_run keeps the layout it has in the ABI of x86_64: the patch adds memory_fault, which the struct already has']
    }

    def "a member is added that the struct has in a union without a name"() {
        when:
        hunk('x86_64', 'struct kvm_irq_level {', [' \t__u32 level;', '+\t__s32 status;', ' };'])

        then:
        def e = thrown(PatchError)
        e.message == 'the patch adds nothing that kvmsh can use; struct kvm_irq_level keeps the layout it has in the ABI of x86_64: the patch adds status, which the struct already has'
    }

    def "a struct is shown without one of its members, and grows"() {
        expect:
        hunk('x86_64', '', [' struct kvm_irq_level {', ' \tunion {', ' \t\t__u32 irq;', ' \t};', ' \t__u32 level;', '+\t__u32 fresh;', ' };'])
                .warnings().contains('struct kvm_irq_level loses status, which the ABI of x86_64 has and the patch does not remove')
    }

    def "a member is added where the ABI has another: #how"() {
        expect:
        hunk(table, "struct $struct {", lines).warnings().findAll { it.startsWith('struct') } == ["struct $struct has a different layout: $told in the ABI of $table".toString()]

        where:
        how                            | table    | struct                         | lines                                                                                 || told
        'behind one that it has'       | 's390x'  | 'kvm_s390_mem_op'              | [' \t\t\t__u8 ar;', ' \t\t\t__u8 key;', '+\t\t\t__u8 pad1[6];', '+\t\t\t__u64 fresh;']   || 'u64 fresh at offset 40 in this patch, u64 old_addr at offset 40'
        'between two that it shows'    | 'x86_64' | 'kvm_userspace_memory_region2' | [' \t__u64 guest_memfd_offset;', '+\t__u64 fresh;', ' \t__u32 pad1;']                  || 'u64 fresh at offset 40 in this patch, u32 guest_memfd at offset 40'
    }

    def "a number that is defined #where is no exit reason"() {
        expect:
        hunk('x86_64', '', lines).warnings() == ['the patch defines no ioctl']

        where:
        where                              | lines
        'in a new struct'                  | ['+struct kvm_fresh {', '+#define KVM_EXIT_FRESH 1', '+\t__u32 type;', '+};']
        'in a struct that ends in the hunk' | [' \t__u32 type;', '+#define KVM_EXIT_FRESH 1', ' };']
    }
}
