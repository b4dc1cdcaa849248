package org.kvmsh.specs.language

import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.LocalAgent
import org.kvmsh.specs.kit.Needed
import spock.lang.Specification
import spock.lang.Timeout

/** Operations on KVM's descriptors: statistics as names and numbers, and the calls that any file has. */
@Timeout(1200)
class DescriptorsSpec extends Specification {
    private static final String X86 = '''
        def m = vm {
          memory at: 0, size: 64.KB
          load at: 0x1000, hex: 'e6 80 e2 fc f4'   // out 0x80, al; loop; hlt
          on(io: 0x80) { }
          vcpu(0) { real 0x1000; regs rcx: 50 }
        }
    '''
    private static final String ARM64 = '''
        def m = vm {
          memory at: 0x40000000, size: 64.KB
          load at: 0x40000000, hex: '02 00 00 b9 42 04 00 71 c1 ff ff 54 22 00 00 b9'   // next: str w2, [x0]; subs w2, w2, #1; b.ne next; str w2, [x1]
          on(mmio: 0xd0000) { }
          vcpu(0) { start 0x40000000; regs x0: 0xd0000, x1: 0xe0000, x2: 50 }
        }
    '''

    def "statistics of a VM and a vCPU on #board: all that the descriptor describes, and what a run adds"() {
        given:
        Needed.orSkip(*needs(board))

        when:
        def result = Kvmsh.runShared('-q', '-b', named(board), '-e', """
            $guest
            def before = m.vcpu(0).stats
            println m.run(within: 60.s)
            def more = m.vcpu(0).stats.since(before)
            println more.value('$exits') >= 51 ? 'counted' : more
            println before.all.every { it.type in ['cumulative', 'instant', 'peak', 'linear_hist', 'log_hist'] }
            println more.named('halt_poll_success_ns').unit
            println more.named('halt_wait_hist').values.size()
            def header = m.descriptor(m.ioctl(KVM_GET_STATS_FD)).read(24, at: 0)
            println m.stats.all.size() == header[8]
            println m.stats.id.startsWith('kvm-')
            println m.stats.all*.name.contains('remote_tlb_flush')
        """)

        then:
        result.err == ''
        result.out.readLines().findAll { !it.startsWith(' ') }.takeRight(7) == ['counted', 'true', '10^-9 seconds', '32', 'true', 'true', 'true']

        where:
        board         | guest | exits
        'kvm:x86_64'  | X86   | 'exits'
        'exec:'       | X86   | 'exits'
        'qemu:x86_64' | X86   | 'exits'
        'qemu:arm64'  | ARM64 | 'exits'
    }

    def "an unknown statistic, or statistics of another VM, are refused in #language"() {
        given:
        Needed.orSkip('kvm:x86_64')

        when:
        def result = Kvmsh.run('-q', '-b', 'kvm:x86_64', '--lang', language, '-e', text)

        then:
        result.status == 1
        result.err.readLines().any { it.contains(message) }

        where:
        language | text                                                                        || message
        'groovy' | 'def m = vm { vcpu(0) { } }; m.vcpu(0).stats.value "exitz"'                 || 'did you mean \'exits\'?'
        'js'     | 'let m = vm({vcpu: {}}); m.vcpu(0).stats.value("exitz")'                    || 'did you mean \'exits\'?'
        'groovy' | 'def m = vm { vcpu(0) { } }; m.vcpu(0).stats.since(m.stats)'                || 'these statistics are for kvm-'
    }

    def "read, write, poll, map, fstat and fallocate on a descriptor, and their refusals, on #board"() {
        given:
        Needed.orSkip(*needs(board))

        when: 'of statistics, which are read-only and cannot be mapped, and of an eventfd'
        def result = Kvmsh.runShared('-q', '-b', named(board), '-e', """
            $X86
            def stats = m.descriptor(m.ioctl(KVM_GET_STATS_FD))
            println stats.read(4) == stats.read(4, at: 0)
            println stats.read(4, at: 4) == stats.read(4)
            println stats.stat().size
            println attempt { stats.write 'x'.bytes }
            println attempt { stats.write 'x'.bytes, at: 0 }
            println attempt { stats.map 4.KB }
            println attempt { stats.fallocate offset: 0, length: 4.KB }
            println attempt { m.descriptor(-1).read 4 }
            def event = m.ioeventfd io: 0x61, length: 1
            def file = m.descriptor(event.fd)
            println file.poll(1.ms)
            println file.write([3, 0, 0, 0, 0, 0, 0, 0] as byte[])
            println file.poll(60.s)
            println file.read(8)
            println attempt { file.read 8 }
        """)

        then:
        result.err == ''
        result.out.readLines().takeRight(13) == ['true', 'true', '0', 'EBADF', 'ESPIPE', 'EACCES', 'EBADF', 'EBADF', '[]', '8', '[in]', '[3, 0, 0, 0, 0, 0, 0, 0]', 'EAGAIN']

        where:
        board << BOARDS
    }

    def "an eventfd with a time limit, on #board in #language"() {
        given:
        Needed.orSkip(*needs(board))

        when:
        def result = Kvmsh.runShared('-q', '-b', named(board), '--lang', language, '-e', language == 'js' ? '''
            let m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'e6 61 e6 61 f4'}, vcpu: {real: 0x1000}})
            let kick = m.ioeventfd({io: 0x61, length: 1})
            println(kick.waitFor(ms(1)))
            m.run({until: hlt})
            println(kick.waitFor(seconds(60)))
            println(kick.waitFor(ms(1)))''' : '''
            def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 61 e6 61 f4'; vcpu(0) { real 0x1000 } }
            def kick = m.ioeventfd io: 0x61, length: 1
            println kick.waitFor(1.ms)
            m.run until: hlt
            println kick.waitFor(60.s)
            println kick.waitFor(1.ms)''')

        then:
        result.err == ''
        result.out.readLines().takeRight(3) == ['0', '2', '0']

        where:
        [board, language] << [BOARDS, ['groovy', 'js']].combinations()
    }

    def "a guest_memfd has a size and pages that can be allocated and freed, and cannot be read or written, on #board"() {
        given:
        Needed.orSkip(*needs(board))

        when:
        def result = Kvmsh.runShared('-q', '-b', named(board), '-e', '''
            needs cap: KVM_CAP_GUEST_MEMFD
            def m = vm { memory at: 0, size: 64.KB }
            def file = m.descriptor(m.ioctl(KVM_CREATE_GUEST_MEMFD, size: 64.KB, flags: 0))
            println file.stat().size
            println attempt { file.read 8 }
            println attempt { file.write 'x'.bytes }
            println attempt { file.map 4.KB }
            println attempt { file.fallocate offset: 0, length: 4.KB }
            println attempt { file.fallocate offset: 1, length: 4.KB, keep: true, punch: true }
            println attempt { file.fallocate offset: 0, length: 0, keep: true }
            file.fallocate offset: 0, length: 8.KB, keep: true
            file.fallocate offset: 0, length: 8.KB, keep: true, punch: true
            println 'taken'
        ''')

        then:
        result.err == ''
        result.out.contains('KVM_CAP_GUEST_MEMFD') || result.out.readLines().takeRight(8) == ['0x10000', 'EINVAL', 'EINVAL', 'ENODEV', 'EOPNOTSUPP', 'EINVAL', 'EINVAL', 'taken']

        where:
        board << ['kvm:x86_64', 'exec:']
    }

    def "KVM_GET_DEVICE_ATTR returns the attribute's value: #language"() {
        given:
        Needed.orSkip('qemu:arm64')

        when:
        def result = Kvmsh.runShared('-q', '-b', 'qemu:arm64', '--lang', language, '-e', language == 'js' ? '''
            let m = vm({memory: {at: 0x40000000, size: KB(64)}})
            let gic = m.deviceFd(m.ioctl(KVM_CREATE_DEVICE, {type: KVM_DEV_TYPE_ARM_VGIC_V2}).fd)
            gic.ioctl(KVM_SET_DEVICE_ATTR, {group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: KVM_VGIC_V2_ADDR_TYPE_DIST, value: 0x8000000})
            println(gic.ioctl(KVM_GET_DEVICE_ATTR, {group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: KVM_VGIC_V2_ADDR_TYPE_DIST}).value == 0x8000000)''' : '''
            def m = vm { memory at: 0x40000000, size: 64.KB }
            def gic = m.deviceFd(m.ioctl(KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V2).fd)
            gic.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: KVM_VGIC_V2_ADDR_TYPE_DIST, value: 0x8000000
            println gic.ioctl(KVM_GET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: KVM_VGIC_V2_ADDR_TYPE_DIST).value == 0x8000000''')

        then:
        result.err == ''
        result.out.readLines().last() == 'true'

        where:
        language << ['groovy', 'js']
    }

    def "a board in QEMU has more descriptors than Linux's initial limit of 4,096"() {
        given:
        Needed.orSkip('qemu:x86_64')

        when:
        def result = Kvmsh.run('-q', '-b', 'qemu:x86_64', '-e', '''
            def m = vm { memory at: 0, size: 64.KB }
            def events = (0..<5000).collect { m.ioctl KVM_GET_STATS_FD }
            println events.size()
        ''')

        then:
        result.err == ''
        result.out.readLines().last() == '5000'
    }

    private static final List<String> BOARDS = ['kvm:x86_64', 'exec:', 'qemu:x86_64']

    private static List<String> needs(String board) {
        board == 'exec:' ? ['kvm:x86_64', 'agent:x86_64'] : [board]
    }

    private static String named(String board) {
        board == 'exec:' ? "exec:${LocalAgent.program()} -" : board
    }
}
