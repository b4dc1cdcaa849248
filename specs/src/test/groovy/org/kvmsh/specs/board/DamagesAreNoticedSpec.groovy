package org.kvmsh.specs.board

import java.util.concurrent.ConcurrentHashMap
import org.kvmsh.bindings.damage.Damage
import org.kvmsh.bindings.damage.DamageKind
import org.kvmsh.bindings.damage.DamagingKernel
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.Shared
import spock.lang.Specification

class DamagesAreNoticedSpec extends Specification {
    private static final String HALTED = 'def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: "f4"; vcpu(0) { real 0x1000 } }; def c = m.vcpu(0)\n'
    private static final String REGS = HALTED + '''
        [0x1234, 0x4321].each { n -> def r = c.ioctl KVM_GET_REGS; r.r15 = n; c.ioctl KVM_SET_REGS, r; expect { c.ioctl(KVM_GET_REGS).r15 == n } }'''
    private static final String MSR = HALTED + '''
        c.ioctl KVM_SET_MSRS, struct('kvm_msrs', entries: [[index: 0x174, data: 0x77]])
        expect { c.ioctl(KVM_GET_MSRS, struct('kvm_msrs', entries: [[index: 0x174]])).entries[0].data == 0x77 }'''
    private static final String TAKEN = HALTED + 'expect(errno: EEXIST) { m.ioctl KVM_CREATE_VCPU, 0 }'
    private static final String ANSWERS = '''
        expect { kvm.ioctl(KVM_GET_VCPU_MMAP_SIZE) % 0x1000 == 0 }
        expect { kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_USER_MEMORY) == 1 }
        expect { kvm.ioctl(KVM_CHECK_EXTENSION, 0xffff) == 0 }'''
    // in al, 0x10; out 0x11, al; out 0x12, al; hlt
    private static final String PORTS = '''
        def got = []
        def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: "e4 10 e6 11 e6 12 f4"; vcpu(0) { real 0x1000 }
          on(io: 0x10) { 7 }; on(io: 0x11) { e -> got << e.value }; on(io: 0x12) { e -> got << e.value + 1 } }
        expect { m.run(within: 10.s).exit == hlt }
        expect { got == [7, 8] }'''
    // mov $0x2000, %ax; mov %ax, %ds; movb $0x55, 0x1000; hlt
    private static final String LOG = '''
        def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: "b8 00 20 8e d8 c6 06 00 10 55 f4"; vcpu(0) { real 0x1000 } }
        m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 1, flags: KVM_MEM_LOG_DIRTY_PAGES, guest_phys_addr: 0x20000, memory_size: 16.KB, userspace_addr: m.allocate(16.KB).address
        expect { m.run(within: 10.s).exit == hlt }
        def log = m.allocate(8)
        m.ioctl KVM_GET_DIRTY_LOG, slot: 1, dirty_bitmap: log
        expect { log.bytes(0, 1)[0] == 2 }'''
    private static final String SLOT = HALTED + '''
        def size = 16.KB, host = m.allocate(16.KB).address
        m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 1, guest_phys_addr: 0x20000, memory_size: size, userspace_addr: host
        expect(errno: EEXIST) { m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 2, guest_phys_addr: 0x23000, memory_size: size, userspace_addr: host }
        m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 1, guest_phys_addr: 0x20000, memory_size: 0, userspace_addr: host
        m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 2, guest_phys_addr: 0x23000, memory_size: size, userspace_addr: host'''
    private static final String SIGNAL = HALTED + '''
        c.run.immediate_exit = 1
        expect(errno: EINTR) { c.ioctl KVM_RUN, 0 }
        expect { c.regs.rip == 0x1000 }'''
    private static final String ONE_REG = '''
        def m = vm { memory at: 0x40000000, size: 64.KB; vcpu(0) { start 0x40000000 } }
        [0x1234, 0x4321].each { n -> m.regs.x7 = n; expect { m.regs.x7 == n } }'''
    private static final String RESET = '''
        def m = vm { memory at: 0x40000000, size: 64.KB; vcpu(0) { start 0x40000000 } }
        m.regs.x7 = 0x1234
        m.vcpu(0).ioctl KVM_ARM_VCPU_INIT, target: m.ioctl(KVM_ARM_PREFERRED_TARGET).target, features: [1L << KVM_ARM_VCPU_PSCI_0_2]
        expect { m.regs.x7 == 0 }'''
    private static final String ATTRIBUTE = '''
        def m = vm { device('KVM_DEV_TYPE_ARM_VGIC_V2') { attr group: 'KVM_DEV_ARM_VGIC_GRP_NR_IRQS', value: 96, size: 4 } }
        expect(errno: EINVAL) { vm { device('KVM_DEV_TYPE_ARM_VGIC_V2') { attr group: 'KVM_DEV_ARM_VGIC_GRP_NR_IRQS', value: 97, size: 4 } } }
        expect(errno: EBUSY) { vm { device('KVM_DEV_TYPE_ARM_VGIC_V2') { attr group: 'KVM_DEV_ARM_VGIC_GRP_NR_IRQS', value: 96, size: 4; attr group: 'KVM_DEV_ARM_VGIC_GRP_NR_IRQS', value: 96, size: 4 } } }'''

    // out %al, $0x60; out %al, $0x61
    private static final String INTERRUPTS = '''
        def m = vm { ioctl KVM_CREATE_IRQCHIP; memory at: 0, size: 64.KB; load at: 0x1000, hex: "e6 60 e6 61"; vcpu(0) { real 0x1000 } }
        def pending = { m.ioctl(KVM_GET_IRQCHIP, struct('kvm_irqchip', chip_id: KVM_IRQCHIP_PIC_MASTER)).chip.pic.irr }
        m.irq gsi: 1
        expect { pending() == 2 }
        m.nmi()
        expect { m.vcpu(0).ioctl(KVM_GET_VCPU_EVENTS).nmi.pending == 1 }
        m.irqfd(gsi: 3).signal()
        def end = System.nanoTime() + 10_000_000_000L
        while (pending() != 10 && System.nanoTime() < end) sleep 5
        expect { pending() == 10 }
        def told = m.ioeventfd io: 0x60, length: 1
        m.run until: io, within: 20.s
        expect { told.count == 1 }'''

    private static final List X86 = ['model:x86_64', 'kvm']
    private static final List ARM = ['model:arm-vgicv2']
    /** The boards, a script that checks a thing, and damages of that thing. */
    private static final List ROWS = [
            [X86, REGS, ['KVM_SET_REGS:dropped', 'KVM_SET_REGS.r15:lost', 'KVM_SET_REGS.r15:flipped', 'KVM_GET_REGS:dropped', 'KVM_GET_REGS.r15:read-zero',
                         'KVM_GET_REGS.r15:read-flipped', 'KVM_GET_REGS.r15:read-stale']],
            [X86, MSR, ['KVM_SET_MSRS[0x174].data:lost', 'KVM_SET_MSRS[0x174].data:flipped', 'KVM_GET_MSRS[0x174].data:read-zero', 'KVM_GET_MSRS[0x174].data:read-flipped']],
            [X86, TAKEN, ['KVM_CREATE_VCPU:EEXIST-accepted', 'KVM_CREATE_VCPU:EEXIST-renamed']],
            [X86, ANSWERS, ['KVM_GET_VCPU_MMAP_SIZE:returned-more', 'KVM_CHECK_EXTENSION[KVM_CAP_USER_MEMORY]:returned-0', 'KVM_CHECK_EXTENSION[KVM_CAP_USER_MEMORY]:returned-more',
                            'KVM_CHECK_EXTENSION[0xffff]:returned-1']],
            [X86, PORTS, ['KVM_EXIT_IO:completion-lost', 'KVM_EXIT_IO.port:read-flipped', 'KVM_EXIT_IO.port:read-stale', 'KVM_EXIT_IO.exit_reason:read-zero', 'KVM_EXIT_IO.data:read-flipped',
                          'KVM_EXIT_HLT.exit_reason:read-flipped']],
            [X86, LOG, ['KVM_GET_DIRTY_LOG:bit-lost', 'KVM_GET_DIRTY_LOG:bit-extra', 'KVM_GET_DIRTY_LOG:dropped', 'KVM_SET_USER_MEMORY_REGION.flags:lost']],
            [X86, SLOT, ['KVM_SET_USER_MEMORY_REGION:deletion-dropped', 'KVM_SET_USER_MEMORY_REGION.memory_size:lost']],
            [X86, SIGNAL, ['KVM_RUN.immediate_exit:lost']],
            [ARM, ONE_REG, ['KVM_SET_ONE_REG[0x603000000010000e].value:lost', 'KVM_SET_ONE_REG[0x603000000010000e]:dropped', 'KVM_GET_ONE_REG[0x603000000010000e].value:read-stale']],
            [ARM, RESET, ['KVM_ARM_VCPU_INIT:repeat-dropped']],
            [ARM, ATTRIBUTE, ['KVM_SET_DEVICE_ATTR[5,3,0x0]:EINVAL-accepted', 'KVM_SET_DEVICE_ATTR[5,3,0x0].value:flipped', 'KVM_SET_DEVICE_ATTR[5,3,0x0]:dropped']],
            [['kvm'], INTERRUPTS, ['KVM_IRQ_LINE:dropped', 'KVM_NMI:dropped', 'KVM_IRQFD:swallowed', 'KVM_IOEVENTFD:swallowed']],
    ]
    @Shared
    Map<String, OnBoard> boards = [:]

    def cleanupSpec() {
        boards.values()*.close()
    }

    private OnBoard on(String name) {
        boards.computeIfAbsent(name) { new OnBoard("damaged:$it") }
    }

    /** Whether a script passes. */
    private static boolean passes(OnBoard board, String script) {
        try {
            board.run(script)
            true
        } catch (ScriptError e) {
            false
        }
    }

    private static DamagingKernel layerOf(OnBoard board) {
        DamagingKernel.of(board.board.kernel())
    }

    def "on #name, a script that checks the thing notices #damages.size() damages like #first, and is told which damages its calls can have"() {
        given:
        if (name == 'kvm') {
            Needed.orSkip('kvm:x86_64')
        }
        def board = on(name)
        def layer = layerOf(board)
        def told = ConcurrentHashMap.newKeySet()

        when:
        layer.tell { told << it.toString() }
        def undamaged = passes(board, script)
        layer.tell(null)

        then:
        undamaged
        damages.findAll { !(it in told) } == []

        and:
        damages.findAll {
            layer.damage(Damage.of(it))
            try {
                passes(board, script)
            } finally {
                layer.damage(null)
            }
        } == []

        and: 'the board is as it was'
        passes(board, script)

        where:
        [name, script, damages, first] << ROWS.collectMany { row -> row[0].collect { [it, row[1], row[2], row[2][0]] } }
    }

    def "the damages above are of every kind"() {
        expect:
        ROWS.collectMany { it[2] }.collect { Damage.of(it).kind() }.toSet() == DamageKind.values().toList().toSet()
    }

    def "each damage that a run on #name can have has an id that reads as it was written"() {
        given:
        def board = on(name)
        def layer = layerOf(board)
        def told = ConcurrentHashMap.newKeySet()
        layer.tell { told << it }

        when:
        passes(board, scripts)
        layer.tell(null)

        then:
        told.size() > 20
        told.every { Damage.of(it.toString()) == it }

        where:
        name               | scripts
        'model:x86_64'     | REGS
        'model:arm-vgicv2' | ONE_REG
    }

    def "#text is no damage"() {
        when:
        Damage.of(text)

        then:
        def error = thrown(IllegalArgumentException)
        error.message.contains(text) || error.message.contains('unknown damage')

        where:
        text << ['', 'KVM_SET_REGS', 'KVM_SET_REGS:', 'KVM_SET_REGS:gone', 'SET_REGS:dropped', 'KVM_SET_REGS[]:dropped']
    }

    def "a damaged board shows it, and is refused without a board, with proposals behind it, and with what is no damage"() {
        expect:
        Kvmsh.run('-b', 'damaged:model:x86_64?damage=KVM_SET_REGS.r15:lost', '-e', 'caps').with {
            status == 0 && out.startsWith('damaged:model:x86_64 (model, damaged by KVM_SET_REGS.r15:lost)')
        }
        Kvmsh.run('-b', name, '-e', '1').with { status == 2 && err.contains(why) }

        where:
        name                               | why
        'damaged:'                         | 'write damaged:BOARD?damage=ID'
        'damaged:rfc:model:x86_64'         | 'write damaged:BOARD?damage=ID'
        'damaged:model:x86_64?damage=gone' | "'gone' is not a valid damage"
        'damaged:model:none'               | 'no board model:none'
    }
}
