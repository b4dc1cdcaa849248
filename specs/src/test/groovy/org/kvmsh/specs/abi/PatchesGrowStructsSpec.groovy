package org.kvmsh.specs.abi

import java.nio.file.Path
import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.Struct
import org.kvmsh.bindings.abi.patch.Patch
import org.kvmsh.bindings.abi.patch.PatchError
import org.kvmsh.bindings.abi.patch.PatchReader
import org.kvmsh.bindings.abi.patch.PatchText
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.PatchedTree
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir

class PatchesGrowStructsSpec extends Specification {
    /** Structs as long as they are in the kernel's header, so that hunks do not show where they begin. */
    private static final String BEFORE = '''\
        #ifndef __LINUX_KVM_H
        #define __LINUX_KVM_H
        #include <linux/types.h>
        #define KVMIO 0xAE

        struct kvm_userspace_memory_region2 {
        \t__u32 slot;
        \t__u32 flags;
        \t__u64 guest_phys_addr;
        \t__u64 memory_size; /* bytes */
        \t__u64 userspace_addr; /* start of the userspace allocated memory */
        \t__u64 guest_memfd_offset;
        \t__u32 guest_memfd;
        \t__u32 pad1;
        \t__u64 pad2[14];
        };

        struct kvm_dirty_log {
        \t__u32 slot;
        \t__u32 padding1;
        \tunion {
        \t\tvoid __user *dirty_bitmap; /* one bit per page */
        \t\t__u64 padding2;
        \t};
        };

        struct kvm_irq_routing_entry {
        \t__u32 gsi;
        \t__u32 type;
        \t__u32 flags;
        \t__u32 pad;
        \tunion {
        \t\tstruct kvm_irq_routing_irqchip irqchip;
        \t\tstruct kvm_irq_routing_msi msi;
        \t\tstruct kvm_irq_routing_s390_adapter adapter;
        \t\tstruct kvm_irq_routing_hv_sint hv_sint;
        \t\tstruct kvm_irq_routing_xen_evtchn xen_evtchn;
        \t\t__u32 pad[8];
        \t} u;
        };

        #define KVM_SET_USER_MEMORY_REGION2 _IOW(KVMIO, 0x49, \\
        \t\t\t\t\t struct kvm_userspace_memory_region2)
        #define KVM_GET_DIRTY_LOG         _IOW(KVMIO,  0x42, struct kvm_dirty_log)

        #endif
        '''.stripIndent()

    @TempDir
    Path folder

    static Map<String, List<Integer>> layout(Struct struct) {
        struct.members().collectEntries { [(it.name()): [it.offset(), it.bytes() * it.count()]] }
    }

    static List<List> structs(Patch patch) {
        patch.structs().findAll { !it.name().contains('.') }.collect { [it.name(), it.size(), layout(it)] }
    }

    static Patch hunk(String table, String head, String... lines) {
        def text = lines.toList()
        PatchReader.read("""\
            diff --git a/include/uapi/linux/kvm.h b/include/uapi/linux/kvm.h
            --- a/include/uapi/linux/kvm.h
            +++ b/include/uapi/linux/kvm.h
            @@ -100,${text.count { !it.startsWith('+') }} +100,${text.count { !it.startsWith('-') }} @@ $head
            """.stripIndent() + text.join('\n') + '\n', Abi.of(table))
    }

    private static boolean grows(String table, Struct struct) {
        try {
            def last = struct.members()[-1].name()
            hunk(table, "struct ${struct.name()} {", " \t__u64 $last;", '+\t__u64 fresh_one;', ' };').abi().struct(struct.name()).has('fresh_one')
        } catch (PatchError e) {
            false
        }
    }

    @Needs('git')
    @Sample(verify = 8)
    def "#what, as in the header after git am"() {
        given:
        def tree = new PatchedTree(folder, BEFORE)
        tree.commit('KVM: Grow', [(PatchedTree.HEADER): change(BEFORE)])
        def mail = tree.mails("-U$context")
        def patch = PatchReader.read(mail, Abi.of('x86_64'))
        def applied = PatchReader.read(tree.applied(mail), Abi.of('x86_64'))

        expect:
        structs(patch) == structs(applied)
        patch.ioctls().collect { [it.name(), it.request()] }.sort() == applied.ioctls().collect { [it.name(), it.request()] }.sort()
        patch.constants()*.name() == applied.constants()*.name()
        patch.grown() == grown.collectEntries { struct, names -> [(struct): names as Set] }
        patch.warnings().findAll { it.contains('left out') } == []

        where:
        [[what, grown, change], context] << [[
            ['a field in the place of padding, beside a flag', [kvm_userspace_memory_region2: ['userfault_bitmap', 'pad2']],
             { it.replace('\t__u64 pad2[14];\n', '\t__u64 userfault_bitmap;\n#define KVM_MEM_FAULTING (1UL << 9)\n\t__u64 pad2[13];\n') }],
            ['a field in the place of another', [kvm_dirty_log: ['first_page']], { it.replace('__u32 padding1;', '__u32 first_page;') }],
            ['a field at the end', [kvm_dirty_log: ['num_pages']], { it.replace('padding2;\n\t};\n', 'padding2;\n\t};\n\t__u64 num_pages;\n') }],
            ['a larger member of a union without a name', [kvm_dirty_log: ['wide']], { it.replace('\t\t__u64 padding2;\n', '\t\t__u64 padding2;\n\t\t__u64 wide[3];\n') }],
            ['a struct in a union with a name', [kvm_irq_routing_entry: ['fresh']],
             { it.replace('\t\t__u32 pad[8];\n', '\t\tstruct {\n\t\t\t__u32 a;\n\t\t\t__u64 b;\n\t\t} fresh;\n\t\t__u32 pad[8];\n') }],
            ['two fields at two places', [kvm_userspace_memory_region2: ['second', 'first']],
             { it.replace('\t__u32 flags;\n\t__u64 guest', '\t__u32 flags;\n\t__u32 second;\n\t__u64 guest').replace('\t__u32 guest_memfd;\n', '\t__u32 guest_memfd;\n\t__u8 first:3;\n') }],
        ], [1, 3, 8]].combinations()
    }

    def "the ioctl of a struct that grows gets another number, and its summary names the new member"() {
        when:
        def patch = hunk('x86_64', 'struct kvm_dirty_log {', ' \t\t__u64 padding2;', ' \t};', '+\t__u64 num_pages;', ' };', ' ')

        then:
        patch.ioctls().collect { [it.name(), Integer.toHexString(it.request())] } == [['KVM_GET_DIRTY_LOG', '4018ae42']]
        layout(patch.abi().struct('kvm_dirty_log')).num_pages == [16, 8]
        PatchText.summary(patch).contains('  struct kvm_dirty_log, 24 bytes, with num_pages')
        patch.warnings() == ['KVM_GET_DIRTY_LOG is 0x4018ae42 in this patch and 0x4010ae42 in the ABI of x86_64']
    }

    def "an exit's struct is added to kvm_run's union, in every hunk that git can produce: #how"() {
        when:
        def patch = hunk('arm64', head, *lines)
        def run = patch.abi().struct('kvm_run')

        then:
        run.size() == Abi.of('arm64').struct('kvm_run').size()
        run.field('fresh.nr').offset() == 32
        layout(run).findAll { name, place -> name != 'fresh' } == layout(Abi.of('arm64').struct('kvm_run'))
        patch.warnings() == ['the patch defines no ioctl']

        where:
        how                                    | head               | lines
        'after the last exit'                  | 'struct kvm_run {' | [' \t\t\t__u64 gprs[32];', ' \t\t} osi;', '+\t\tstruct {', '+\t\t\t__u64 nr;', '+\t\t} fresh;', ' \t\t/* Fix the size of the union. */', ' \t\tchar padding[256];']
        'with an end that it shares'           | 'struct kvm_run {' | [' \t\tstruct {', '+\t\t\t__u64 nr;', '+\t\t} fresh;', '+\t\tstruct {', ' \t\t\t__u64 gprs[32];', ' \t\t} osi;']
        'with a flag of its own'               | 'struct kvm_run {' | [' \t\t} osi;', '+\t\tstruct {', '+#define KVM_FRESH_FLAG (1ULL << 3)', '+\t\t\t__u64 nr;', '+\t\t} fresh;', ' \t\tchar padding[256];']
        'and no head that tells the struct'    | ''                 | [' \t\t} osi;', '+\t\tstruct {', '+\t\t\t__u64 nr;', '+\t\t} fresh;', ' \t\tchar padding[256];']
    }

    def "members that a patch puts into a union or a struct of their own are not there twice: #how"() {
        when:
        def patch = hunk('x86_64', 'struct kvm_dirty_tlb {', *lines)

        then:
        patch.abi().struct('kvm_dirty_tlb').size() == size
        layout(patch.abi().struct('kvm_dirty_tlb')) == layout

        where: 'the ABI has __u64 bitmap; __u32 num_dirty'
        how                   | lines                                                                                                                                            || size | layout
        'a union'             | [' \t__u64 bitmap;', '-\t__u32 num_dirty;', '+\tunion {', '+\t\t__u32 num_dirty;', '+\t\t__u64 fresh;', '+\t};', ' };']                        || 16   | [bitmap: [0, 8], num_dirty: [8, 4], fresh: [8, 8]]
        'a struct'            | ['-\t__u64 bitmap;', '-\t__u32 num_dirty;', '+\tstruct {', '+\t\t__u64 bitmap;', '+\t\t__u32 num_dirty;', '+\t} fresh;', ' };']                || 16   | [fresh: [0, 16]]
        'a union, one stays'  | ['-\t__u64 bitmap;', '+\tunion {', '+\t\t__u64 bitmap;', '+\t\t__u8 fresh[8];', '+\t};', ' \t__u32 num_dirty;', ' };']                         || 16   | [bitmap: [0, 8], fresh: [0, 8], num_dirty: [8, 4]]
    }

    def "a nested struct that grows moves the members after it"() {
        when:
        def patch = hunk('x86_64', 'struct kvm_segment {', ' \t__u8  avl;', '+\t__u64 fresh;', ' \t__u8  unusable;', ' \t__u8  padding;', ' };')

        then:
        layout(patch.abi().struct('kvm_segment')).fresh == [24, 8]
        patch.abi().struct('kvm_sregs').field('es').offset() - patch.abi().struct('kvm_sregs').field('ds').offset() == patch.abi().struct('kvm_segment').size()
        patch.ioctls()*.name().containsAll(['KVM_GET_SREGS', 'KVM_SET_SREGS'])
    }

    @Sample(verify = 8)
    def "a member can be added at the end of each struct of #table that the table has in full"() {
        given:
        def structs = Abi.of(table).structs().findAll { !it.name().contains('.') && !it.union && !it.members().empty && it.members()[-1].count() != 0 }

        expect:
        structs.findAll { struct -> !grows(table, struct) }*.name() == except

        where:
        table << Abi.tables()
        // Its bit fields without a name are in no table.
        except = table == 's390x' ? ['kvm_s390_vm_cpu_uv_feat'] : []
    }
}
