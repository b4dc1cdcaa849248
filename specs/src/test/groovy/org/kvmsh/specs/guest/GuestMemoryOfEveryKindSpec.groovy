package org.kvmsh.specs.guest

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.board.Boards
import org.kvmsh.bindings.kernel.HugePagePools
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Planned
import org.kvmsh.specs.kit.Sample
import org.opentest4j.TestAbortedException
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class GuestMemoryOfEveryKindSpec extends Specification {
    static final Map<String, Integer> CAPABLE = Planned.X86 + [KVM_CAP_READONLY_MEM: 1, KVM_CAP_GUEST_MEMFD: 1, KVM_CAP_NR_MEMSLOTS: 3]

    @TempDir
    Path folder

    @AutoCleanup
    OnBoard on

    def "memory #said is planned as #text"() {
        expect:
        Planned.on('x86_64', CAPABLE + more) { memory([at: 0, size: 0x10000] + said) }.readLines() == (type ? ["KVM_CREATE_VM type $type".toString()] : ['KVM_CREATE_VM type 0']) + [text]

        where:
        said                        | more                              | type || text
        [:]                         | [:]                               | 0    || 'KVM_SET_USER_MEMORY_REGION at 0x0, 64 KiB'
        [readonly: false]           | [:]                               | 0    || 'KVM_SET_USER_MEMORY_REGION at 0x0, 64 KiB'
        [readonly: true]            | [:]                               | 0    || 'KVM_SET_USER_MEMORY_REGION at 0x0, 64 KiB, KVM_MEM_READONLY'
        [log: true]                 | [:]                               | 0    || 'KVM_SET_USER_MEMORY_REGION at 0x0, 64 KiB, KVM_MEM_LOG_DIRTY_PAGES'
        [readonly: true, log: true] | [:]                               | 0    || 'KVM_SET_USER_MEMORY_REGION at 0x0, 64 KiB, KVM_MEM_READONLY, KVM_MEM_LOG_DIRTY_PAGES'
        [guestMemfd: true]          | [KVM_CAP_GUEST_MEMFD_FLAGS: 3]    | 0    || 'KVM_CREATE_GUEST_MEMFD, KVM_SET_USER_MEMORY_REGION2 at 0x0, 64 KiB'
        [guestMemfd: true]          | [KVM_CAP_VM_TYPES: 3]             | 1    || 'KVM_CREATE_GUEST_MEMFD, KVM_SET_USER_MEMORY_REGION2 at 0x0, 64 KiB'
    }

    @Sample(verify = 4)
    def "memory that no kernel, or not this one, accepts is refused in the plan: #message"() {
        when:
        Planned.on('x86_64', capabilities, block)

        then:
        ScriptError e = thrown()
        ([e.message] + e.notes()).join('\n').contains(message)

        where:
        capabilities | block                                                                    || message
        CAPABLE      | ({ memory at: 0, size: 0 })                                              || 'guest memory size must be a nonzero multiple of 4 KiB, not 0'
        CAPABLE      | ({ memory at: 0, size: 5000 })                                           || 'memory_size 0x1388 is not a multiple of the page size'
        CAPABLE      | ({ memory at: 0, size: -4096 })                                          || 'must be a nonzero multiple of 4 KiB'
        CAPABLE      | ({ memory at: 100, size: 4096 })                                         || 'guest_phys_addr 0x64 is not a multiple of the page size'
        CAPABLE      | ({ memory at: -4096, size: 4096 })                                       || 'exceeds 64 bits'
        CAPABLE      | ({ memory at: 0x7ffffffffffff000, size: 0x2000 })                        || 'above the highest guest physical address'
        CAPABLE      | ({ memory at: 0, size: 1L << 43 })                                       || 'is more than 2^31 - 1 pages'
        CAPABLE      | ({ memory at: 0, size: 1L << 46 })                                       || 'is more than 2^31 - 1 pages'
        CAPABLE      | ({ memory at: 0, size: 1L << 62; memory at: 1L << 62, size: 1L << 62 })  || 'is more than 2^31 - 1 pages'
        CAPABLE      | ({ memory at: 0, size: 1G << 63 })                                       || 'multiple of 4 KiB, not 9223372036854775808'
        CAPABLE      | ({ memory at: 0, size: Long.MAX_VALUE })                                || 'is not a multiple of the page size, 4 KiB'
        CAPABLE      | ({ memory at: 0, size: 8192; memory at: 4096, size: 4096 })              || 'overlaps memslot 0, 0x0 to 0x1fff'
        CAPABLE      | ({ 4.times { memory at: it * 4096, size: 4096 } })                       || 'slot 3 is not less than KVM_CAP_NR_MEMSLOTS, 3'
        CAPABLE      | ({ memory at: 0, size: 4096, readonly: 1 })                              || 'readonly: must be true or false'
        Planned.X86  | ({ memory at: 0, size: 4096, readonly: true })                           || 'KVM_MEM_READONLY needs KVM_CAP_READONLY_MEM, which this board does not support'
        Planned.X86  | ({ memory at: 0, size: 4096, guestMemfd: true })                         || 'guestMemfd: needs KVM_CAP_GUEST_MEMFD, which board '
        CAPABLE      | ({ memory at: 0, size: 4096, guestMemfd: true })                         || 'reports 0x0 and 0x0'
        CAPABLE      | ({ memory at: 0, size: 4096, guestMemfd: true, readonly: true })         || 'cannot be combined with readonly:'
        CAPABLE      | ({ memory at: 0, size: 4096, huge: true })                               || 'has no huge pages'
        CAPABLE      | ({ memory at: 0, size: 4096, huge: 3 })                                  || 'a power-of-two page size'
        CAPABLE      | ({ memory at: 0, size: 4096, huge: 0x200000 })                           || 'cannot back this memory with 2 MiB huge pages'
        CAPABLE      | ({ memory at: 0, size: 4096, huge: 4096, file: '/proc/version' })        || 'huge: and file: are mutually exclusive'
        CAPABLE      | ({ memory at: 0, size: 4096, file: '/no/such/file' })                    || 'no such file: /no/such/file'
        CAPABLE      | ({ memory at: 0, size: 4096, file: '/' })                                || '/ is a directory'
    }

    def "on #board memory starts as a copy of a file and is zeroed beyond it, and the file does not change"() {
        given:
        Needed.orSkip(board)
        def file = Files.write(folder.resolve('image'), 'abc'.bytes)
        on = new OnBoard(board)

        when:
        def memory = on.run("m = vm { memory at: 0, size: 8.KB; memory at: 0x10000, size: $size, file: '$file'; load at: 0x10001, hex: '78' }; [m.dis(0x10000, 4), m.dis(0x10ffc, 4)]")

        then:
        memory.collect { it.instructions()*.bytes()*.toList().flatten().take(4) } == [[0x61, 0x78, 0x63, 0], [0] * 4]
        Files.readString(file) == 'abc'

        where:
        [board, size] << [OnBoard.x86(), ['4.KB', '64.KB']].combinations()
    }

    @Needs('kvm')
    def "a file gives memory its size, and may be larger than the memory"() {
        given:
        def file = Files.write(folder.resolve('image'), new byte[5000])
        on = new OnBoard('kvm')

        expect:
        on.run("vm { memory at: 0, file: '$file' }").toString().contains('8 KiB at 0x0')
        on.run("vm { memory at: 0, size: 4.KB, file: '$file' }").toString().contains('4 KiB at 0x0')
    }

    @Needs('kvm')
    def "with log: the kernel records which pages the guest wrote"() {
        given:
        on = new OnBoard('kvm')

        expect:
        on.run('''
            m = vm { memory at: 0, size: 64.KB, log: true; load at: 0x1000, hex: 'c6 06 00 30 07 f4'; vcpu(0) { real 0x1000 } }     // movb [0x3000], 7; hlt
            m.run until: hlt
            log = m.allocate 8
            m.ioctl KVM_GET_DIRTY_LOG, slot: 0, dirty_bitmap: log
            log.bytes(0, 1)[0] & 8
        ''') == 8
    }

    def "free huge pages are counted before they are requested: #why"() {
        given:
        def pages = new HugePagePools(['2048kB': [nr_hugepages: 8L, free_hugepages: free as long, resv_hugepages: reserved as long]], 2 << 20)

        expect:
        pages.whyNot(8 << 20, page) == why

        where:
        free | reserved | page    || why
        4    | 0        | 2 << 20 || null
        4    | 1        | 2 << 20 || '4 are needed, but only 3 are free; as root: echo 9 > /sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages'
        0    | 0        | 2 << 20 || '4 are needed, but only 0 are free; as root: echo 12 > /sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages'
        4    | 0        | 1 << 20 || 'its kernel has no pool of that size; available pools: 2048kB'
    }

    @Needs('kvm')
    def "a guest runs in huge pages if there are any"() {
        given:
        def pages = new Boards(System.getenv()).open('kvm').withCloseable { it.kernel().hugePages() }
        def whyNot = pages.whyNot(pages.usual(), pages.usual())
        if (whyNot != null) {
            throw new TestAbortedException("no huge pages: $whyNot")
        }
        on = new OnBoard('kvm')

        expect:
        on.run("m = vm { memory at: 0, size: ${pages.usual()}, huge: true; load at: 0x1000, hex: 'f4'; vcpu(0) { real 0x1000 } }; m.run(until: hlt).exits()") == 1
    }

    @Needs('kvm')
    def "missing huge pages are refused with how to reserve them"() {
        given:
        on = new OnBoard('kvm')

        when:
        on.run('vm { memory at: 0, size: 1.GB * 1024, huge: 2.MB }')

        then:
        ScriptError e = thrown()
        e.message ==~ /(?s).*cannot back this memory with 2 MiB huge pages: .*/
    }
}
