package org.kvmsh.specs.guest

import org.kvmsh.bindings.abi.Arch
import org.kvmsh.bindings.kernel.Errno
import org.kvmsh.bindings.kernel.ForwardingKernel
import org.kvmsh.bindings.kernel.Kernel
import org.kvmsh.bindings.kernel.Region
import org.kvmsh.bindings.kvm.Kvm
import org.kvmsh.dsl.arch.Architecture
import org.kvmsh.dsl.bits.BitField
import org.kvmsh.dsl.bits.BitLayout
import org.kvmsh.dsl.bits.HardwarePart
import org.kvmsh.dsl.bits.NamedBits
import org.kvmsh.dsl.bits.NamedRegister
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

/** Control registers, interrupt controllers, XSAVE and CPUID with the names of their bits: each bit is shown, and what is shown is the kernel's. */
@Timeout(600)
class BitsHaveNamesSpec extends Specification {
    static final List<Arch> ARCHITECTURES = [Arch.X86_64, Arch.ARM64, Arch.RISCV64, Arch.PPC64]

    @AutoCleanup
    OnBoard on

    @Sample(verify = 16)
    def "each bit alone is shown by its name or as a number, and changes by it alone: #arch #register"() {
        given:
        def zero = new NamedRegister(layout, 0G)

        expect:
        (0..<layout.bits()).every { bit ->
            def value = 1G << bit
            def one = new NamedRegister(layout, value)
            def field = layout.fields().find { it.mask().testBit(bit) }
            def change = NamedBits.of('b', [one]).diff(NamedBits.of('a', [zero])).toString().split(', ') as List
            def back = NamedBits.of('a', [zero]).diff(NamedBits.of('b', [one])).toString().split(', ') as List
            assert layout.fields().empty ? one.toString().strip().endsWith(value.toString(16)) : total(layout, one.names) == value
            assert layout.fields().every { it.mask().testBit(bit) == (one.get(it.name()) != 0) }
            if (layout.fields().empty) {
                assert change == ["$register: 0x0 -> 0x${value.toString(16)}"]
            } else if (field == null) {
                assert one.names.last() == "0x${value.toString(16)}"
                assert change.drop(1) == ["+0x${value.toString(16)}"] && back.drop(1) == ["-0x${value.toString(16)}"]
            } else if (field.width() == 1 && field.values().isEmpty()) {
                assert field.name() in one.names
                assert change.drop(1) == ["+${field.name()}"] && back.drop(1) == ["-${field.name()}"]
            } else {
                assert one.names.any { it.startsWith("${field.name()}=") }
                assert change.size() == 2 && change[1] ==~ /${field.name()} \S+ -> \S+/ && back.size() == 2
            }
            true
        }

        where:
        [arch, layout] << ARCHITECTURES.collectMany { arch -> Architecture.of(arch).layouts().collect { [arch, it] } }
        register = layout.register()
    }

    @Sample(verify = 2)
    def "each value of a field is shown with the rest: #arch #register #field"() {
        expect:
        [0G, layout.bits() == 0 ? 0G : (1G << layout.bits()) - 1].every { around ->
            each.values().keySet().every { value ->
                def bits = (around.andNot(each.mask())) | (new BigInteger(Long.toUnsignedString(value)) << each.low())
                def read = new NamedRegister(layout, bits)
                assert total(layout, read.names) == bits
                assert read.get(each.name()) == value
                assert "$field=${each.values()[value]}".toString() in read.names
                true
            }
        }

        where:
        [arch, layout, each] << ARCHITECTURES.collectMany { arch ->
            Architecture.of(arch).layouts().collectMany { layout -> layout.fields().findAll { !it.values().isEmpty() }.collect { [arch, layout, it] } }
        }
        register = layout.register()
        field = each.name()
    }

    def "names are unique and fields do not overlap: #arch"() {
        given:
        def layouts = Architecture.of(arch).layouts()

        expect:
        !layouts.empty
        layouts.every { layout ->
            assert layout.fields()*.name().toSet().size() == layout.fields().size()
            assert layout.fields().sum(0G) { it.mask() } == layout.fields().inject(0G) { all, field -> all | field.mask() }
            assert layout.fields().every { it.low() + it.width() <= layout.bits() && it.values().keySet().every { value -> Long.compareUnsigned(value, -1L >>> (64 - it.width())) <= 0 } }
            assert layout.fields().every { it.values().values().toSet().size() == it.values().size() }
            assert layout.part() == 'lapic' || layout.fields().every { it.name() ==~ /[A-Za-z]\w*/ && !(it.name() in ['value', 'names', 'get', 'json', 'class']) }
            true
        }
        HardwarePart.values().every { part ->
            def names = part.of(layouts)*.register()
            assert names.toSet().size() == names.size()
            assert names.every { it ==~ /[A-Za-z][\w.]*/ && !(it in ['missing', 'names', 'get', 'json', 'diff', 'class']) }
            true
        }
        layouts*.part().toSet() - HardwarePart.values().collectMany { part -> part.of(layouts)*.part() } == [] as Set

        and: 'a CPUID feature is a member of cpuid itself'
        def features = HardwarePart.CPUID.of(layouts).collectMany { it.fields()*.name() }
        features.toSet().size() == features.size()

        where:
        arch << ARCHITECTURES
    }

    /** What a register holds, from the pieces that are shown. */
    private static BigInteger total(BitLayout layout, List<String> pieces) {
        pieces.sum(0G) { String piece ->
            def (name, value) = piece.contains('=') ? piece.split('=', 2) as List : [piece, null]
            BitField field = layout.fields().find { it.name() == name }
            if (field == null) {
                return new BigInteger(piece.substring(2), 16)
            }
            def named = field.values().find { it.value == value }
            def number = value == null ? 1G : named ? new BigInteger(Long.toUnsignedString(named.key)) : new BigInteger(value.substring(2), 16)
            number << field.low()
        }
    }

    @Sample(verify = 4)
    def "control registers are those that reg reads: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("m = vm { memory at: $memory, size: 64.KB; vcpu(0) { $begin } }")

        when:
        def names = on.run('m.vcpu(0).control.names.collect { it.toString() }') - ['dr6', 'dr7', 'cs', 'ds', 'es', 'fs', 'gs', 'ss', 'tr', 'ldt']

        then:
        names.size() >= least
        names.every { on.run("m.vcpu(0).control.${it}.value == m.reg('$it')") }

        where:
        board              | memory     | begin              | least
        'kvm'              | 0          | 'real 0x1000'      | 8
        'model:x86_64'     | 0          | 'real 0x1000'      | 8
        'model:arm-vgicv2' | 0x40000000 | 'start 0x40000000' | 10
        'qemu:x86_64'      | 0          | 'real 0x1000'      | 8
        'qemu:arm64'       | 0x40000000 | 'start 0x40000000' | 20
        'qemu:riscv64'     | 0x80000000 | 'start 0x80000000' | 10
        'qemu:ppc64'       | 0          | 'start 0'          | 2
    }

    @Sample(verify = 16)
    def "segments and debug registers are those of the kernel's structs: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run('m = vm { memory at: 0, size: 64.KB; vcpu(0) { prot32 0x1000 } }; v = m.vcpu(0)')
        on.run('s = v.ioctl KVM_GET_SREGS; s.fs.avl = 1; s.fs.dpl = 2; v.ioctl KVM_SET_SREGS, s; d = v.ioctl KVM_GET_DEBUGREGS; d.dr7 = 0x00d10703; v.ioctl KVM_SET_DEBUGREGS, d')

        expect:
        ['cs', 'ds', 'es', 'fs', 'gs', 'ss', 'tr', 'ldt'].every { segment ->
            [type: 'type', S: 's', DPL: 'dpl', P: 'present', AVL: 'avl', L: 'l', DB: 'db', G: 'g', unusable: 'unusable'].every { name, field ->
                assert on.run("v.control.${segment}.${name} == v.ioctl(KVM_GET_SREGS).${segment}.${field}")
                true
            }
        }
        on.run('v.control.dr6.value == v.ioctl(KVM_GET_DEBUGREGS).dr6 && v.control.dr7.value == v.ioctl(KVM_GET_DEBUGREGS).dr7')
        on.run('v.control.dr7.names.join(" ")') == 'L0 G0 LE GE RW0=write RW1=write LEN1=4-bytes 0x400'

        where:
        board << ['kvm', 'model:x86_64', 'qemu:x86_64']
    }

    @Sample(verify = 4)
    def "the local APIC is KVM_GET_LAPIC's page: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run('m = vm { memory at: 0, size: 64.KB; irqchip(); vcpu(0) { real 0x1000 } }; v = m.vcpu(0); before = v.lapic')

        when:
        on.run('''
            a = v.ioctl KVM_GET_LAPIC
            put = { at, value -> (0..3).each { a.regs[at + it] = ((value >> (8 * it)) & 0xff) > 127 ? ((value >> (8 * it)) & 0xff) - 256 : (value >> (8 * it)) & 0xff } }
            put 0x0f0, 0x1ff
            put 0x320, 0x20020
            put 0x350, 0x1a400
            put 0x380, 1000000000
            put 0x210, 0x00020000
            put 0x110, 0x80000000
            v.ioctl KVM_SET_LAPIC, a
        ''')

        then:
        on.run('v.lapic.svr.enabled == 1 && v.lapic.svr.vector == 0xff')
        on.run('v.lapic.timer.vector == 0x20 && v.lapic.timer.mode == 1 && v.lapic.timer.masked == 0 && v.lapic.timer.names == ["vector=0x20", "mode=periodic"]')
        on.run('v.lapic.lint0.mode == 4 && v.lapic.lint0.polarity == 1 && v.lapic.lint0.trigger == 1 && v.lapic.lint0.masked == 1')
        on.run('v.lapic.initial.value') == 1000000000
        on.run('v.lapic.irr') == [0x31]
        on.run('v.lapic.isr') == [0x3f]

        and: 'each register is the page at its offset'
        HardwarePart.LAPIC.of(Architecture.of(Arch.X86_64).layouts()).findAll { it.bits() == 32 && !(it.register() in ['current', 'ppr']) }.every {
            assert on.run("(0..3).sum { i -> ((v.ioctl(KVM_GET_LAPIC).regs[${it.at()} + i] as long) & 0xff) << (8 * i) } == v.lapic.get('${it.register()}').value")
            true
        }

        and:
        def changes = on.run('v.lapic.diff(before).toString()').lines().toList()
        'timer: 0x10000 -> 0x20020, vector 0x0 -> 0x20, -masked, mode one-shot -> periodic' in changes
        'irr: none -> 0x31, +0x31' in changes
        'svr: 0xff -> 0x1ff, +enabled' in changes
        on.run('diff(before, v.lapic).toString()').lines().filter { !it.startsWith('current') }.toList() == changes.findAll { !it.startsWith('current') }

        where:
        board << ['kvm', 'qemu:x86_64']
    }

    @Sample(verify = 4)
    def "the I/O APIC and the PICs are KVM_GET_IRQCHIP's: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run('m = vm { memory at: 0, size: 64.KB; irqchip(); vcpu(0) { real 0x1000 } }; before = m.ioapic; pics = m.pic')

        when:
        on.run('''
            c = m.ioctl KVM_GET_IRQCHIP, chip_id: KVM_IRQCHIP_IOAPIC
            c.chip.ioapic.redirtbl[4].bits = 0x030000000000a931L
            c.chip.ioapic.ioregsel = 0x10
            m.ioctl KVM_SET_IRQCHIP, c
            [KVM_IRQCHIP_PIC_MASTER, KVM_IRQCHIP_PIC_SLAVE].each { id ->
                p = m.ioctl KVM_GET_IRQCHIP, chip_id: id
                p.chip.pic.imr = 0xfb
                p.chip.pic.irq_base = 0x20 + 8 * id
                m.ioctl KVM_SET_IRQCHIP, p
            }
        ''')

        then:
        (0..23).every { pin ->
            on.run("c = m.ioctl(KVM_GET_IRQCHIP, chip_id: KVM_IRQCHIP_IOAPIC).chip.ioapic.redirtbl[$pin]; p = m.ioapic.pin$pin; p.value == c.bits && " +
                    'p.vector == c.fields.vector && p.mode == c.fields.delivery_mode && p.destination_mode == c.fields.dest_mode && p.pending == c.fields.delivery_status && ' +
                    'p.polarity == c.fields.polarity && p.remote_irr == c.fields.remote_irr && p.trigger == c.fields.trig_mode && p.masked == c.fields.mask && p.destination == c.fields.dest_id')
        }
        on.run('c = m.ioctl(KVM_GET_IRQCHIP, chip_id: KVM_IRQCHIP_IOAPIC).chip.ioapic; m.ioapic.base.value == c.base_address && m.ioapic.select.value == c.ioregsel && m.ioapic.id.value == c.id && m.ioapic.irr.value == c.irr')
        on.run('m.ioapic.pin4.vector') == 0x31
        on.run('m.ioapic.pin4.masked') == 0
        on.run('m.ioapic.diff(before).names') == ['select', 'pin4']
        [master: 'MASTER', slave: 'SLAVE'].every { name, chip ->
            on.run("c = m.ioctl(KVM_GET_IRQCHIP, chip_id: KVM_IRQCHIP_PIC_$chip).chip.pic; m.pic.${name}.names.every { m.pic.${name}.get(it).value == c.get(it) } && m.pic.${name}.names.size() == 16")
        }
        on.run('m.pic.master.imr.IRQ2') == 0
        on.run('m.pic.diff(pics).toString()').contains('slave.imr: 0x0 -> 0xfb, +IRQ8, +IRQ9, +IRQ11, +IRQ12, +IRQ13, +IRQ14, +IRQ15')

        where:
        board << ['kvm', 'qemu:x86_64']
    }

    def "the control registers are read with one call of each kind: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run('m = vm { memory at: 0, size: 64.KB; cpuid; vcpu(0) { real 0x1000 } }; v = m.vcpu(0); before = trace.size')

        expect:
        on.run('v.control.cs.P') == 1
        on.run('trace.all.drop(before).countBy { it.name }.findAll { it.value > 1 }') == [:]

        where:
        board << ['kvm', 'model:x86_64', 'qemu:x86_64']
    }

    /** A kernel that refuses KVM_GET_XSAVE, as KVM does for a guest whose registers are encrypted. */
    private static class WithoutXsave extends ForwardingKernel {
        WithoutXsave(Kernel below) {
            super(below)
        }

        @Override int ioctl(int fd, int request, Region argument, Region... reached) {
            request == abi().ioctl('KVM_GET_XSAVE').request() ? -Errno.EINVAL.number() : super.ioctl(fd, request, argument, reached)
        }
    }

    def "XSAVE that the kernel refuses has the errno, and no advice on irqchip"() {
        given:
        on = new OnBoard('model:x86_64')
        def refusing = new WithoutXsave(on.board.kernel())
        def kvm = Kvm.open(refusing, '/dev/kvm').get()
        def vm = kvm.createVm(0).get()
        def vcpu = vm.createVcpu(0, kvm.vcpuMmapSize().get()).get()

        expect:
        Architecture.of(refusing.abi()).read(HardwarePart.XSAVE, 'XSAVE', vcpu).toString() == 'XSAVE: the kernel refused KVM_GET_XSAVE: EINVAL (22, Invalid argument)'

        cleanup:
        [vcpu, vm, kvm]*.close()
    }

    def "XSAVE has the values that were set: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run('m = vm { memory at: 0, size: 64.KB; cpuid; vcpu(0) { real 0x1000 } }; v = m.vcpu(0); before = v.xsave')

        when:
        on.run('''
            x = v.ioctl KVM_GET_XSAVE
            x.region[0] = 0x0c7f       // fcw
            x.region[6] = 0x9fc0       // mxcsr
            x.region[40] = 0x11223344  // xmm0
            x.region[43] = 0x55667788
            x.region[100] = 0x1234     // xmm15
            x.region[8] = 0xabcd       // st0
            x.region[128] = 3
            v.ioctl KVM_SET_XSAVE, x
        ''')

        then:
        on.run('v.xsave.fcw.RC') == 3
        on.run('v.xsave.mxcsr.names.join(" ")') == 'DAZ IM DM ZM OM UM PM RC=nearest FZ'
        on.run('v.xsave.xmm0.value') == new BigInteger('55667788000000000000000011223344', 16)
        on.run('v.xsave.xmm15.value') == 0x1234
        on.run('v.xsave.st0.value') == 0xabcd
        on.run('v.xsave.xstate_bv.x87 == 1 && v.xsave.xstate_bv.SSE == 1')
        on.run('v.xsave.toString()').contains('xmm0        0x55667788000000000000000011223344\n')
        !on.run('v.xsave.toString()').contains('xmm1 ')
        on.run('v.xsave.diff(before).toString()').lines().anyMatch { it == 'xmm15: 0x0 -> 0x1234' }

        where:
        board << ['kvm', 'model:x86_64', 'qemu:x86_64']
    }

    def "CPUID has the entries of KVM_GET_CPUID2: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run('m = vm { memory at: 0, size: 64.KB; cpuid; vcpu(0) { real 0x1000 } }; v = m.vcpu(0); all = v.ioctl(KVM_GET_CPUID2, nent: 256, entries: [[:]] * 256)')

        expect:
        on.run('''known = v.cpuid; first = [:]; all.entries.each { first.putIfAbsent("leaf_${Long.toHexString(it.function)}${it.flags & 1 ? "_" + it.index : ""}_".toString(), it) }
            first.every { leaf, e -> ["eax", "ebx", "ecx", "edx"].every { known.get(leaf + it).value == e.get(it) } }''')
        on.run('known.names.size() == 4 * first.size() && first.size() > 2')
        on.run('v.cpuid.fpu == ((all.entries.find { it.function == 1 }.edx) & 1)')

        where:
        board << ['kvm', 'model:x86_64', 'qemu:x86_64']
    }

    def "what a machine does not have is a sentence: #board #read"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("m = vm { memory at: $memory, size: 64.KB; vcpu 0 }")

        expect:
        on.run("${read}.toString()") == says
        on.run("${read}.missing") == says
        on.run("${read}.names") == []

        when:
        on.run("${read}.id")

        then:
        def error = thrown(ScriptError)
        error.headline() == says

        where:
        board              | memory     | read              || says
        'kvm'              | 0          | 'm.vcpu(0).lapic' || 'vCPU 0, local APIC: not in the kernel (KVM_GET_LAPIC: EINVAL); irqchip inside vm { } creates it'
        'kvm'              | 0          | 'm.ioapic'        || 'I/O APIC: not in the kernel (KVM_GET_IRQCHIP: ENXIO); irqchip inside vm { } creates it'
        'kvm'              | 0          | 'm.pic'           || 'PICs: not in the kernel (KVM_GET_IRQCHIP: ENXIO); irqchip inside vm { } creates them'
        'kvm'              | 0          | 'm.vcpu(0).cpuid' || 'vCPU 0, CPUID: no entries; vm { cpuid } sets those that the board supports'
        'model:x86_64'     | 0          | 'm.vcpu(0).lapic' || 'vCPU 0, local APIC: not in the kernel (KVM_GET_LAPIC: EINVAL); irqchip inside vm { } creates it'
        'model:arm-vgicv2' | 0x40000000 | 'm.vcpu(0).lapic' || 'vCPU 0, local APIC: arm64 has none'
        'model:arm-vgicv2' | 0x40000000 | 'm.ioapic'        || 'I/O APIC: arm64 has none'
    }

    def "with a split irqchip the local APICs are in the kernel, of a running vCPU and in a handler too, and the I/O APIC is not"() {
        given: 'out 0x60, al; jmp .'
        Needed.orSkip('kvm')
        on = new OnBoard('kvm')
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 60 eb fe'; splitIrqchip 24; vcpu(0) { real 0x1000 }; vcpu(1) { real 0x1000 }; " +
                'on(io: 0x60) { e -> seen = [e.vcpu.lapic.svr.vector, e.machine.vcpu(1).lapic.id.id, e.vcpu.control.cr0.ET] } }; seen = null')
        on.run('m.start()')

        expect:
        on.run('m.vcpu(0).lapic.lint0.mode') == 7
        on.run('m.vcpu(1).lapic.toString()').startsWith('vCPU 1, local APIC:\nid        0x01000000  id=0x1\n')
        on.run('m.ioapic.missing').startsWith('I/O APIC: not in the kernel')

        when:
        on.run('long end = System.nanoTime() + 10_000_000_000L; while (seen == null && System.nanoTime() < end) { sleep 10.ms }; m.stop()')

        then:
        on.run('seen') == [0xff, 1, 1]
    }

    def "a wrong name has advice, and a wrong comparison too"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run('m = vm { memory at: 0, size: 64.KB; vcpu 0 }; c = m.vcpu(0).control')

        when:
        on.run(text)

        then:
        def error = thrown(ScriptError)
        ([error.headline()] + error.notes()).join('\n').contains(says)

        where:
        text               || says
        'c.cr9'            || 'vCPU 0, control registers: no register or bit cr9'
        'c.cr0.PQ'         || 'cr0 has no field PQ'
        'c.DPL'            || 'write: cs.DPL'
        'c.diff(m.regs)'   || 'diff takes registers read earlier, not'
        'diff(c, m.pic)'   || 'PICs: not in the kernel'
        'diff(m.regs, c)'  || 'diff'
    }
}
