package org.kvmsh.specs.language

import org.kvmsh.bindings.kvm.KvmException
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import org.opentest4j.TestAbortedException
import spock.lang.AutoCleanup
import spock.lang.Specification

class IoctlByNameSpec extends Specification {
    static final String HALTS = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 f4'; vcpu(0) { real 0x1000; regs rax: 41 } }"

    @AutoCleanup
    OnBoard on

    def "#board: an ioctl that returns a number gives the number"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)

        expect:
        on.run('kvm.ioctl(KVM_GET_API_VERSION)') == 12
        on.run('kvm.ioctl KVM_CHECK_EXTENSION, KVM_CAP_USER_MEMORY') == 1
        on.run("kvm.ioctl('KVM_GET_VCPU_MMAP_SIZE')") == 0x3000

        where:
        board << OnBoard.x86()
    }

    def "#board: an ioctl that fills a struct gives the struct, with its fields by name"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(HALTS)

        expect:
        on.run('m.vcpu(0).ioctl(KVM_GET_SREGS).cr0') == 0x60000010
        on.run('m.vcpu(0).ioctl(KVM_GET_SREGS).cs.limit') == 0xffff
        on.run('m.vcpu(0).ioctl(KVM_GET_REGS).rip') == 0x1000
        on.run('m.vcpu(0).ioctl(KVM_GET_SREGS).interrupt_bitmap') == [0, 0, 0, 0]
        on.run('m.vcpu(0).ioctl(KVM_GET_REGS).toString()').contains('rip: 0x1000')

        where:
        board << OnBoard.x86()
    }

    def "#board: memory that a script allocated is put into a slot by its address"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(HALTS)

        expect:
        on.run('ram = m.allocate 64.KB; m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 1, guest_phys_addr: 0x100000, memory_size: 64.KB, userspace_addr: ram') == 0
        on.run('m.run until: hlt; m.regs.rax') == 42

        where:
        board << OnBoard.x86()
    }

    def "#board: calls inside vm { } and vcpu { } are steps like any other"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)

        when:
        on.run('''m = vm {
            memory at: 0, size: 64.KB
            ioctl KVM_SET_TSS_ADDR, 0xfffbd000
            vcpu(0) { real 0x1000; ioctl KVM_SET_REGS, rip: 0x2000, rflags: 2 }
        }''')

        then:
        on.steps.any { it.contains('KVM_SET_REGS rdx: 0x0, rip: 0x2000, other fields unchanged = 0') }
        on.run('m.regs.rip') == 0x2000

        where:
        board << OnBoard.x86()
    }

    @Needs('kvm')
    def "lists are written to and read from flexible arrays, sized as the kernel requests"() {
        given:
        on = new OnBoard('kvm')
        on.run(HALTS)

        when:
        def cpuid = on.run('c = kvm.ioctl(KVM_GET_SUPPORTED_CPUID)')

        then:
        cpuid.get('nent') == cpuid.get('entries').size()
        cpuid.get('entries').size() > 0
        on.run('m.vcpu(0).ioctl KVM_SET_CPUID2, entries: c.entries.take(2).collect { [function: it.function, index: it.index, flags: it.flags, eax: it.eax] }') == 0
        on.run('m.vcpu(0).ioctl(KVM_GET_CPUID2).entries.find { it.function == 0 }.eax == c.entries.find { it.function == 0 }.eax')
        on.run('kvm.ioctl(KVM_GET_MSR_INDEX_LIST).indices.size() == kvm.ioctl(KVM_GET_MSR_INDEX_LIST).nmsrs')
        on.run('m.vcpu(0).ioctl(KVM_SET_MSRS, entries: [[index: 0x174, data: 0x1234]]); m.vcpu(0).ioctl(KVM_GET_MSRS, entries: [[index: 0x174]]).entries[0].data') == 0x1234
    }

    @Needs('kvm')
    def "a list that is longer than the given capacity is the kernel's E2BIG"() {
        given:
        on = new OnBoard('kvm')

        when:
        on.run('kvm.ioctl KVM_GET_SUPPORTED_CPUID, nent: 1')

        then:
        def e = thrown(ScriptError)
        e.cause instanceof KvmException
        e.message.startsWith('KVM_GET_SUPPORTED_CPUID on /dev/kvm failed with E2BIG')
    }

    @Needs('kvm')
    def "a pointer gets memory of the call's size, and the result is the field's value"() {
        given:
        on = new OnBoard('kvm')
        on.run(HALTS)
        on.run('id = KVM_REG_X86 | KVM_REG_SIZE_U64 | (KVM_X86_REG_TYPE_MSR << 32) | 0x174')
        if (on.run('attempt { m.vcpu(0).ioctl KVM_GET_ONE_REG, id: id }')) {
            throw new TestAbortedException('this kernel has no one-regs of x86, which came with Linux 6.18')
        }

        expect:
        on.run('m.vcpu(0).ioctl KVM_SET_ONE_REG, id: id, value: 0x1234') == 0
        on.run('m.vcpu(0).ioctl(KVM_GET_ONE_REG, id: id).value') == 0x1234
        on.run('m.vcpu(0).ioctl KVM_SET_ONE_REG, id: id, addr: [0x21, 0x43, 0, 0, 0, 0, 0, 0] as byte[]') == 0
        on.run('m.vcpu(0).ioctl(KVM_GET_ONE_REG, id: id).addr') == 0x4321
    }

    @Needs('kvm')
    def "a created device is its own scope and is closed with its machine"() {
        given:
        on = new OnBoard('kvm')
        on.run(HALTS)
        try {
            on.run('d = m.ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_VFIO')
        } catch (ScriptError e) {
            throw new TestAbortedException("this kernel has no VFIO device for KVM: $e.message")
        }

        expect:
        on.run('m.deviceFd(d.fd).ioctl KVM_HAS_DEVICE_ATTR, group: KVM_DEV_VFIO_FILE, attr: KVM_DEV_VFIO_FILE_ADD') == 0

        when:
        on.run('m.close()')

        then:
        !new File("/proc/self/fd/${on.run('d.fd')}").exists()
    }

    def "a proposal is called by its name like any ioctl"() {
        given:
        on = new OnBoard('model:rfc')

        expect:
        on.run('m = vm { }; m.ioctl KVM_PPC_SET_PLATFORM, platform: KVM_PPC_PV_SPAPR, guest_arch: 206') == 0
        on.run('m.ioctl(KVM_ALLOCATE_RMA).rma_size') == 128 << 20
    }

    def "a descriptor returned in a struct is the result, and is closed with its machine: #where"() {
        given:
        on = new OnBoard('model:rfc')

        expect: 'the pool has four areas, and each is free again when its machine is closed'
        5.times { on.run("m = $text; m.close()") }
        on.run('vm { }.ioctl(KVM_ALLOCATE_RMA).answer') > 0

        where:
        where              | text
        'on a machine'     | 'vm { }; m.ioctl KVM_ALLOCATE_RMA'
        'inside vm { }'    | 'vm { ioctl KVM_ALLOCATE_RMA }'
    }

    @Sample(verify = 4)
    def "unknown names are refused before a system call, with the nearest name: #text"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run(HALTS)
        def calls = []
        on.board.kernel().tell { calls << it }

        when:
        on.run(text)

        then:
        def e = thrown(ScriptError)
        ([e.message] + e.notes()).join('\n').contains(message)
        calls == []

        where:
        text                                                                    || message
        'kvm.ioctl KVM_GET_API_VERSIN'                                          || 'did you mean \'KVM_GET_API_VERSION\'?'
        "kvm.ioctl 'KVM_GET_API_VERSIN'"                                        || 'did you mean \'KVM_GET_API_VERSION\'?'
        'm.ioctl KVM_SET_USER_MEMORY_REGION, slott: 1'                          || 'did you mean \'slot\'?'
        'm.ioctl KVM_SET_USER_MEMORY_REGION, slot: 0x100000000'                 || 'slot has 32 bits'
        'm.ioctl KVM_SET_USER_MEMORY_REGION, slot: "x"'                         || 'must be an integer'
        'm.vcpu(0).ioctl KVM_SET_SREGS, cs: 1'                                  || 'kvm_sregs.cs is a struct kvm_segment'
        'm.vcpu(0).ioctl KVM_SET_SREGS, cs: [bas: 1]'                           || 'did you mean \'base\'?'
        'm.vcpu(0).ioctl KVM_SET_SREGS, interrupt_bitmap: [1, 2, 3, 4, 5]'      || 'has 4 elements, but 5 were given'
        'm.vcpu(0).ioctl KVM_SET_SREGS, interrupt_bitmap: 1'                    || 'is an array: pass a list'
        'KVM_CAP_USER_MEMRY'                                                    || 'did you mean \'KVM_CAP_USER_MEMORY\'?'
    }
}
