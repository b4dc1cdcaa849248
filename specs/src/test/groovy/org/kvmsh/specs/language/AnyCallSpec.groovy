package org.kvmsh.specs.language

import org.kvmsh.bindings.board.Board
import org.kvmsh.bindings.board.Boards
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.LocalAgent
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import java.nio.file.Files
import java.nio.file.Path

/** Regression tests make invalid calls: by number, on the wrong descriptor, with any pointer. The kernel answers. */
class AnyCallSpec extends Specification {
    static final String MACHINE = 'm = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 } }; v = m.vcpu(0); buffer = kvm.allocate 4096'
    static final List<String> BOARDS = ['kvm', 'model:x86_64', 'agent', 'qemu:x86_64']
    /** Of struct kvm_userspace_memory_region. */
    static final String BYTES = 'bytes = new byte[32]; java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(0, 7).putLong(8, 0x100000).putLong(16, 4096).putLong(24, own)'
    /** A kernel that has no such ioctl: x86.c and kvm_main.c have ENOTTY of a VM, and EINVAL of the others. */
    static final List<List<String>> REFUSED = [
        ["another descriptor's ioctl, by its name", 'kvm.ioctl KVM_RUN', 'EINVAL'],
        ["another descriptor's ioctl, by its number", 'm.ioctl 0xae80, 0', 'ENOTTY'],
        ["another descriptor's ioctl, with its struct", 'm.ioctl KVM_GET_REGS, rip: 1', 'ENOTTY'],
        ["the VM's on a vCPU", 'v.ioctl KVM_CREATE_VCPU, 3', 'EINVAL'],
        ['a number that is no ioctl', 'kvm.ioctl 0xaeff', 'EINVAL'],
        ['a number that is no ioctl, with a value', 'm.ioctl 0xaeff, 5', 'ENOTTY'],
        ['a number that is no ioctl, with memory', 'm.ioctl 0xc010aeff, buffer', 'ENOTTY'],
        ['a size that is not the struct\'s', 'v.ioctl 0x8091ae81, buffer', 'EINVAL'],
        ['the null pointer', 'v.ioctl KVM_GET_REGS, 0', 'EFAULT'],
        ['the null pointer by number', 'v.ioctl 0x8090ae81, 0', 'EFAULT'],
        ['a pointer to where nothing is', 'v.ioctl KVM_GET_SREGS, 0x1000', 'EFAULT'],
        ['a pointer to what the kernel reads', 'v.ioctl KVM_SET_REGS, 0x1000', 'EFAULT'],
        ['a pointer of the kernel\'s', 'v.ioctl KVM_GET_REGS, 0xffff800000000000', 'EFAULT'],
        ['the last address', 'v.ioctl KVM_SET_SREGS, -1', 'EFAULT'],
    ]

    @AutoCleanup
    OnBoard on

    @TempDir
    Path folder

    @Sample(verify = 8)
    def "#board: the kernel answers, and attempt and expect catch the errno"() {
        given:
        on = open(board)
        on.run(MACHINE)

        expect:
        REFUSED.each { what, call, errno ->
            assert on.run("attempt { $call }").toString() == errno, what
            on.run("expect(errno: $errno) { $call }")
        }

        where:
        board << BOARDS
    }

    @Sample(verify = 4)
    def "#board: a script's own memory is passed to the kernel and back"() {
        given:
        on = open(board)
        on.run(MACHINE)

        expect:
        on.run('v.ioctl KVM_GET_REGS, buffer') == 0
        on.run('buffer.bytes(128, 8)').toString() == '00 10 00 00 00 00 00 00'
        on.run('v.ioctl 0x8090ae81, buffer.address + 8') == 0
        on.run('buffer.bytes(136, 8)').toString() == '00 10 00 00 00 00 00 00'
        on.run('buffer.write(128, [0, 0x20, 0, 0, 0, 0, 0, 0] as byte[]); v.ioctl KVM_SET_REGS, buffer; v.regs.rip') == 0x2000
        on.run('b = new byte[144]; v.ioctl KVM_GET_REGS, b; b[129]') == 0x20
        on.run('few = [7] as byte[]; v.ioctl KVM_GET_REGS, few; few.length') == 1
        on.run('m.ioctl 0xae03, KVM_CAP_USER_MEMORY') == 1
        on.run('(v.ioctl 0x8090ae81).rip') == 0x2000

        when: 'a slot created like this'
        on.run('ram = m.allocate 4096; buffer.write(0, new byte[64]); slot = new byte[32]')
        on.run('java.nio.ByteBuffer.wrap(slot).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(0, 7).putLong(8, 0x100000).putLong(16, 4096).putLong(24, ram.address)')
        on.run('m.ioctl KVM_SET_USER_MEMORY_REGION, slot; ram.write 0, [42] as byte[]')

        then: 'is guest memory like any other'
        on.run('m.mem(0x100000, 4).u32(0)') == 42

        where:
        board << BOARDS
    }

    def "a known number is shown with its name in the trace and in errors, and an unknown one as a number"() {
        given:
        on = open('model:x86_64')
        on.run(MACHINE)
        def calls = []
        on.board.kernel().tell { calls << it.name() }

        when:
        on.run('m.ioctl 0xae03, 3; attempt { m.ioctl 0xaeff }; v.ioctl 0x8090ae81')

        then:
        calls == ['KVM_CHECK_EXTENSION', 'ioctl 0xaeff', 'KVM_GET_REGS']

        when:
        on.run(text)

        then:
        def e = thrown(ScriptError)
        ([e.message] + e.notes()).join('\n').contains(message)

        where:
        text                              || message
        'm.ioctl 0xae80, 0'               || 'KVM_RUN on the VM failed with ENOTTY (25, Inappropriate ioctl for device)\n  rule: KVM_RUN is issued on the vCPU, not on the VM'
        'kvm.ioctl 0xaeff'                || 'ioctl 0xaeff on /dev/kvm failed with EINVAL (22, Invalid argument)\n  rule: the headers of Linux 7.2.13 have no ioctl with this number on /dev/kvm'
        'v.ioctl 0x8090ae81, 0'           || 'KVM_GET_REGS on the vCPU failed with EFAULT'
    }

    def "an argument that cannot be right is refused before the call: #text"() {
        given:
        on = open('model:x86_64')
        on.run(MACHINE)

        when:
        on.run(text)

        then:
        def e = thrown(ScriptError)
        ([e.message] + e.notes()).join('\n').contains(message)

        where:
        text                                           || message
        'm.ioctl 0xaeff, cap: 1'                       || 'pass a number, memory from allocate, or bytes, as in ioctl 0xaeff, 0'
        'm.ioctl 0x1000000000ae80, 0'                  || 'the number of an ioctl has 32 bits'
        'v.ioctl KVM_GET_REGS, kvm.allocate(16)'       || 'KVM_GET_REGS copies 144 bytes, but this memory has only 16\nallocate more: kvm.allocate 144'
        'm.ioctl KVM_SET_USER_MEMORY_REGION, "x"'      || 'takes the fields of struct kvm_userspace_memory_region'
    }

    def "#board: no call writes into memory of kvmsh or its agent: #call"() {
        given:
        on = open(board)
        on.run(MACHINE)
        def line = on.board.kernel().files().read('/proc/self/maps').readLines().find { it.contains(' rw-p ') }

        when:
        on.run(call.replace('OWN', "0x${line.split('-')[0]}"))

        then:
        def e = thrown(ScriptError)
        e.message.contains(' would write 1')
        e.message.contains(", into the calling process's memory")

        where:
        [board, call] << [BOARDS - 'model:x86_64', ['v.ioctl KVM_GET_REGS, OWN', 'm.ioctl KVM_GET_DIRTY_LOG, slot: 0, dirty_bitmap: OWN']].combinations()
    }

    @Sample(verify = 2)
    def "#board: no guest gets memory of kvmsh or its agent: #how"() {
        given:
        on = open(board)
        on.run(MACHINE)
        def line = on.board.kernel().files().read('/proc/self/maps').readLines().find { it.contains(' rw-p ') }
        on.run("own = 0x${line.split('-')[0]}; slot = [slot: 7, guest_phys_addr: 0x100000, memory_size: 4096, userspace_addr: own]")

        when:
        on.run(call)

        then:
        def e = thrown(ScriptError)
        e.message.startsWith('struct kvm_userspace_memory_region.userspace_addr would let the guest write 4096 bytes at 0x')
        e.message.endsWith(", in the calling process's memory")
        e.notes() == ['pass memory that the script allocated: def ram = m.allocate 4096, and userspace_addr: ram.address']

        where:
        [board, [how, call]] << [BOARDS - 'model:x86_64', [
            ['fields', 'm.ioctl KVM_SET_USER_MEMORY_REGION, slot'],
            ['a struct', "m.ioctl KVM_SET_USER_MEMORY_REGION, struct(slot, 'kvm_userspace_memory_region')"],
            ['bytes', "$BYTES; m.ioctl KVM_SET_USER_MEMORY_REGION, bytes"],
            ['memory', "$BYTES; buffer.write(0, bytes); m.ioctl KVM_SET_USER_MEMORY_REGION, buffer"],
            ['a step', 'vm { ioctl KVM_SET_USER_MEMORY_REGION, slot }'],
        ]].combinations()
    }

    @Sample(verify = 2)
    def "#board: a guest gets memory that the script allocated, and a read-only or deleted slot may name any memory"() {
        given:
        on = open(board)
        on.run(MACHINE)
        def line = on.board.kernel().files().read('/proc/self/maps').readLines().find { it.contains(' rw-p ') }
        on.run("own = 0x${line.split('-')[0]}; ram = m.allocate 8192; slot = [slot: 7, guest_phys_addr: 0x100000, memory_size: 4096]")

        expect:
        on.run(call) == 0

        where:
        [board, call] << [BOARDS - 'model:x86_64', [
            'm.ioctl KVM_SET_USER_MEMORY_REGION, slot + [userspace_addr: ram.address]',
            'm.ioctl KVM_SET_USER_MEMORY_REGION, slot + [userspace_addr: ram.address + 4096]',
            'm.ioctl KVM_SET_USER_MEMORY_REGION, slot + [userspace_addr: ram]',
            'm.ioctl KVM_SET_USER_MEMORY_REGION, slot + [userspace_addr: own, flags: KVM_MEM_READONLY]',
            'm.ioctl KVM_SET_USER_MEMORY_REGION, slot + [userspace_addr: ram]; m.ioctl KVM_SET_USER_MEMORY_REGION, slot + [memory_size: 0, userspace_addr: own]',
        ]].combinations()
    }

    def "#board: memory of kvmsh is protected after 1,200 mappings"() {
        given:
        on = open(board)
        on.run(MACHINE)
        def kernel = on.board.kernel()
        int fd = kernel.open(Files.write(folder.resolve('mapped'), new byte[4096]).toString())
        (1..1200).each { kernel.map(fd, 4096, 0) }
        def maps = kernel.files().read('/proc/self/maps')
        def stack = maps.readLines().find { it.contains('[stack]') }

        expect:
        maps.indexOf('[stack]') > 1 << 16

        when:
        on.run("v.ioctl KVM_GET_REGS, 0x${stack.split('-')[0]}")

        then:
        def e = thrown(ScriptError)
        e.message.contains(", into the calling process's memory")

        cleanup:
        kernel?.close(fd)

        where:
        board << ['kvm', 'agent']
    }

    def "JavaScript makes the same calls: #call"() {
        given:
        on = new OnBoard('model:x86_64', Language.JS)
        on.run('m = vm(v => { v.memory({at: 0, size: 0x10000}); v.vcpu(0, c => c.real(0x1000)) }); v = m.vcpu(0); buffer = kvm.allocate(4096)')

        expect:
        on.run("String($call)").toString() == answer

        where:
        call                                                                           || answer
        'attempt(() => m.ioctl(0xae80, 0)) == ENOTTY'                                  || 'true'
        'attempt(() => kvm.ioctl(KVM_RUN)) == EINVAL'                                  || 'true'
        'attempt(() => v.ioctl(KVM_GET_REGS, 0)) == EFAULT'                            || 'true'
        'attempt(() => v.ioctl(KVM_GET_REGS, 0xffff800000000000n)) == EFAULT'          || 'true'
        'v.ioctl(0x8090ae81, buffer.address + 8n)'                                     || '0'
        'v.ioctl(KVM_GET_REGS, new Uint8Array(144))'                                   || '0'
        'v.ioctl(0x8090ae81).rip'                                                      || '4096'
        'm.ioctl(0xae03, KVM_CAP_USER_MEMORY)'                                         || '1'
    }

    def "a file is checked, and makes the same calls"() {
        given:
        def file = Files.writeString(folder.resolve('calls.groovy'), "def ${MACHINE.replace('; v =', '; def v =').replace('; buffer', '; def buffer')}\n"
                + REFUSED.collect { what, call, errno -> "expect(errno: $errno) { $call }" }.join('\n'))

        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', file.toString())

        then:
        result.err == ''
        result.out.contains("${REFUSED.size()} expectations held")
    }

    def "inside vm { } calls are steps, refused before a machine is created unless an errno is expected: #text"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', '-e', text)

        then:
        (result.out + result.err).contains(shown)

        where:
        text                                                                  || shown
        'vm { ioctl KVM_GET_REGS }'                                           || 'KVM_GET_REGS on the VM would fail with ENOTTY'
        'vm { ioctl 0xae80 }'                                                 || 'KVM_RUN on the VM would fail with ENOTTY'
        'expect(errno: ENOTTY) { vm { ioctl 0xae80 } }'                       || '1 expectation held'
        'expect(errno: ENOTTY) { vm { ioctl 0xaeff, 1 } }'                    || '1 expectation held'
        'expect(errno: EFAULT) { vm { vcpu(0) { ioctl KVM_SET_REGS, 0 } } }'  || '1 expectation held'
    }

    private static OnBoard open(String name) {
        if (name == 'agent') {
            Needed.orSkip('kvm', 'agent')
            return new OnBoard(new Boards(System.getenv()).open("exec:${LocalAgent.program()} -"))
        }
        Needed.orSkip(name)
        Board board = name.startsWith('qemu:') ? EmulatedBoards.open(name) : new Boards(System.getenv()).open(name)
        new OnBoard(board)
    }
}
