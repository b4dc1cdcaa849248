package org.kvmsh.specs.guest

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.FdKind
import org.kvmsh.bindings.abi.Struct
import org.kvmsh.bindings.kernel.NotModelled
import org.kvmsh.bindings.kvm.Argument
import org.kvmsh.bindings.kvm.KvmFile
import org.kvmsh.dsl.arch.Architecture
import org.kvmsh.dsl.plan.step.Bringup
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

/**
 * A snapshot has all state that the kernel returns: whatever a call can set of a VM, its vCPUs and its devices comes back, or `missing` names the call.
 * Each word is changed to a value that the kernel takes, saved, replaced by an earlier snapshot, and restored. A move into a new VM carries it too.
 */
@Timeout(300)
class SnapshotsAreWholeSpec extends Specification {
    private static final String ARM = 'memory at: 0x40000000, size: 64.KB; vcpu(0) { start 0x40000000 }; vcpu(1) { start 0x40000000 }'

    /** A machine with every in-kernel device that the board has. */
    private static final Map<String, String> MACHINES = [
        'kvm'             : 'vm { memory at: 0, size: 64.KB; irqchip; pit; cpuid; vcpu(0) { real 0x1000 }; vcpu(1) { real 0x1000 } }',
        'model:x86_64'    : 'vm { memory at: 0, size: 64.KB; cpuid; vcpu(0) { real 0x1000 }; vcpu(1) { real 0x1000 } }',
        'model:arm-vgicv2': "vm { $ARM }",
        'qemu:x86_64'     : 'vm { memory at: 0, size: 64.KB; irqchip; pit; cpuid; vcpu(0) { real 0x1000 }; vcpu(1) { real 0x1000 } }',
        'qemu:arm64'      : "vm { $ARM; vgic dist: 0x8000000, cpu: 0x8010000, api: 'attributes' }",
        'qemu:arm64-gicv3': "vm { $ARM; vgic dist: 0x8000000, redist: 0x80a0000; device(KVM_DEV_TYPE_ARM_VGIC_ITS) { attr group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: KVM_VGIC_ITS_ADDR_TYPE, value: 0x8080000, size: 8 } }",
        'qemu:ppc64'      : 'vm { platform SPAPR; memory at: 0, size: 64.KB; xics; vcpu(0) { start 0x1000 } }',
        'qemu:riscv64'    : 'vm { memory at: 0x80000000, size: 64.KB; vcpu(0) { start 0x80000000 }; vcpu(1) { start 0x80000000 }; aia imsic: 0x28000000, aplic: 0xc000000 }'
    ]

    /** What setting changes by itself, or is another view of what is tested, with the reason. */
    private static final Map<String, String> EXCUSED = [
        'KVM_GET_PIT'               : 'KVM_GET_PIT2 without the flags',
        'KVM_GET_XSAVE2'            : 'KVM_GET_XSAVE, longer with AMX',
        'KVM_GET_FPU'               : 'in KVM_GET_XSAVE',
        'KVM_GET_DIRTY_LOG'         : 'no setter; reading clears it',
        'KVM_GET_SUPPORTED_HV_CPUID': "the board's",
    ]
    private static final int BATCH = 32
    /** As many as a snapshot has room for: a kernel may return that number, and zeros behind the vCPU's own entries. */
    private static final int CPUID_ENTRIES = 256
    private static final List<Long> FLIPS = [1L, 0xf0L, 0x3000L, 0xffffffffL, 0x80000000L]
    /** How many words are tried of each group of calls, always the same ones, evenly over its values and each value's words: more in CI, most with all rows. */
    private static final int SAMPLE = Integer.getInteger('words', Boolean.getBoolean('whole') && !Boolean.getBoolean('sampled') ? 128 : 16)
    /** How many of a device's attributes of a group KVM_HAS_DEVICE_ATTR is asked for, evenly over those that the group may have. */
    private static final int ASKED = 8 * SAMPLE

    @AutoCleanup
    OnBoard on

    private Bringup made
    private Abi abi

    /** A value of some bytes that the kernel returns and takes. */
    private static class Value {
        String name
        /** Of a struct. */
        Struct layout
        Closure<byte[]> get
        Closure<Boolean> set

        byte[] read() { get.call() }
    }

    private static class Change {
        Value value
        int offset
        int width
        byte[] now
        /** The whole value when it was saved, and when that was. */
        byte[] whole
        long saved
    }

    @Sample(verify = 8)
    def "what can be set comes back with a snapshot, or is named as missing: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("m = $machine; null")
        made = on.run('m').@made
        abi = made.kernel().abi()
        on.run('base = m.snapshot(); null')
        def groups = groups()
        def counts = [all: 0, values: 0, words: 0, tried: 0, changed: 0, returned: 0, named: 0, carried: 0]
        def lost = []

        when:
        groups.each { name, values ->
            def changes = []
            def some = evenly(values, SAMPLE)
            counts.all += values.size()
            counts.values += some.size()
            some.each { value ->
                def words = words(value)
                def tried = evenly(words, Math.max(1, SAMPLE.intdiv(some.size())))
                counts.words += words.size()
                counts.tried += tried.size()
                tried.each { change ->
                    if (flip(change)) {
                        changes << change
                    }
                    if (changes.size() == BATCH) {
                        lost.addAll(proved(name, changes, counts))
                        changes.clear()
                    }
                }
            }
            lost.addAll(proved(name, changes, counts))
        }
        println "$board: tried ${counts.tried} of the ${counts.words} words of ${counts.values} of the ${counts.all} values that ${groups.size()} groups of calls return; ${counts.changed} took another value: " +
                "${counts.returned} came back with the snapshot, ${counts.named} are named as missing; ${counts.carried} were carried by a move"

        then:
        lost == []
        counts.changed >= 10

        where:
        board << MACHINES.keySet()
        machine = MACHINES[board]
    }

    def "a snapshot of before a run comes back after it, with the CPUID that the guest's CR4 has changed: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("""m = vm { cpuid; memory at: 0, size: 64.KB; load at: 0x1000, hex: '0f 20 e0 48 0d 00 00 04 00 0f 22 e0 f4'; vcpu(0) { long64 0x1000, tables: 0x2000 } }""")

        when:
        on.run('before = m.snapshot(); m.run until: hlt; after = m.snapshot(); m.restore before')

        then:
        on.run('m.reg("cr4") & 1 << 18') == 0

        when:
        on.run('m.restore after')

        then:
        on.run('m.reg("cr4") & 1 << 18') == 1 << 18

        where:
        board << ['kvm', 'qemu:x86_64']
    }

    /** Saves, goes back, restores: what is not as it was when it was saved and not named as missing. */
    private List<String> proved(String group, List<Change> changes, Map counts) {
        if (changes.empty) {
            return []
        }
        // A latched INIT is carried out by KVM_GET_MP_STATE, a snapshot or not (arch/x86/kvm/x86.c).
        made.vcpus().values().each { vcpu -> Argument.of(vcpu.kernel(), 'kvm_mp_state').withCloseable { vcpu.ioctl('KVM_GET_MP_STATE', it) } }
        changes.each { it.whole = it.value.read(); it.saved = System.nanoTime(); it.now = part(it.whole, it) }
        counts.changed += changes.size()
        def failed = []
        def missing = on.run('changed = m.snapshot(); changed.missing').join('\n')
        failed.addAll(moved(group, changes, counts))
        try {
            on.run('m.restore(base)')
        } catch (e) {
            failed << "$group: going back: $e.message ${e.respondsTo('notes') ? e.notes() : ''}".toString()
        }
        try {
            on.run('m.restore(changed)')
        } catch (e) {
            failed << "$group: $e.message ${e.respondsTo('notes') ? e.notes() : ''}".toString()
        }
        changes.each { change ->
            def read = change.value.read(), after = part(read, change)
            if (after == change.now || hasRunOn(change, read)) {
                counts.returned++
            } else if (missing.readLines().any { it.contains(group) && (change.value.layout == null || it.contains(field(change))) }) {
                counts.named++
            } else {
                failed << "$group ${change.value.name} at $change.offset: ${change.now.encodeHex()} came back as ${after?.encodeHex()}".toString()
            }
        }
        try {
            on.run('m.restore(base)')
        } catch (e) {
            failed << "$group: after it: $e.message ${e.respondsTo('notes') ? e.notes() : ''}".toString()
        }
        failed
    }

    /** The upper half of a clock in nanoseconds, whose lower half runs: it is not earlier than it was saved, and no later than the time since says. */
    private boolean hasRunOn(Change change, byte[] read) {
        def clock = change.value.layout?.fields()?.find { it.bytes() == 8 && it.name() == 'clock' && it.offset() <= change.offset && change.offset < it.offset() + 8 }
        if (clock == null || read == null) {
            return false
        }
        def at = { byte[] bytes -> java.nio.ByteBuffer.wrap(bytes).order(abi.order()).getLong(clock.offset()) }
        def ran = at(read) - at(change.whole)
        ran >= 0 && ran <= System.nanoTime() - change.saved
    }

    /** The same in a new VM: what is not as it was and not named as missing. */
    private List<String> moved(String group, List<Change> changes, Map counts) {
        def moved
        try {
            moved = on.run('m.moved()')
        } catch (e) {
            return ["$group: moving: $e.message ${e.respondsTo('notes') ? e.notes() : ''}".toString()]
        }
        def named = moved.missing.join('\n')
        def failed = moved.differences.collect { "$group: a move: $it".toString() }
        changes.each { change ->
            def after = part(change.value.read(), change)
            boolean runs = change.value.layout != null && moved.running.any { it.endsWith('.' + field(change)) }
            if (after == change.now || runs) {
                counts.carried++
            } else if (!named.readLines().any { it.contains(group) && (change.value.layout == null || it.contains(field(change))) }) {
                failed << "$group ${change.value.name} at $change.offset: ${change.now.encodeHex()} is ${after?.encodeHex()} after a move".toString()
            }
        }
        failed
    }

    /** The last part of a field's name. */
    private static String field(Change change) {
        change.value.layout.fields().findAll { it.offset() <= change.offset }.max { it.offset() }.name().replaceFirst(/.*\./, '').replaceFirst(/\[.*/, '')
    }

    /** At most so many of a list, with the same distance between them. */
    private static <T> List<T> evenly(List<T> all, int most) {
        all.size() <= most ? all : (0..<most).collect { all[(int) ((2L * it + 1) * all.size()).intdiv(2 * most)] }
    }

    private static byte[] part(byte[] bytes, Change change) {
        bytes == null ? null : Arrays.copyOfRange(bytes, change.offset, change.offset + change.width)
    }

    /** Those that do not run by themselves. */
    private List<Change> words(Value value) {
        def one = value.read()
        if (one == null) {
            return []
        }
        sleep 1
        def other = value.read()
        int width = Math.min(4, one.length)
        if (one.length <= 8 && one != other) {
            return []
        }
        (0..<one.length.intdiv(width)).collect { new Change(value: value, offset: it * width, width: width) }.findAll { part(one, it) == part(other, it) }
    }

    /** Whether the kernel takes another value of a word. */
    private boolean flip(Change change) {
        def before = change.value.read()
        if (before == null) {
            return false
        }
        FLIPS.any { flip ->
            byte[] wanted = before.clone()
            for (int i = 0; i < change.width; i++) {
                int shift = abi.order() == java.nio.ByteOrder.LITTLE_ENDIAN ? i : change.width - 1 - i
                wanted[change.offset + i] = (byte) (wanted[change.offset + i] ^ (flip >> 8 * shift & 0xff))
            }
            wanted != before && taken(change.value, wanted) && part(change.value.read(), change) != part(before, change)
        }
    }

    /** A model does not take what it does not model. */
    private static boolean taken(Value value, byte[] wanted) {
        try {
            value.set(wanted)
        } catch (NotModelled ignored) {
            false
        }
    }

    /** All that the kernel returns of this machine, by the call or the group of attributes. */
    private Map<String, List<Value>> groups() {
        Map<String, List<Value>> groups = new LinkedHashMap<>()
        abi.ioctls().findAll { it.name().contains('GET_') && !(it.name() in EXCUSED) }.each { ioctl ->
            def set = ioctl.name().replace('GET_', 'SET_')
            if (abi.hasIoctl(set)) {
                ioctl.on().findAll { it in [FdKind.VM, FdKind.VCPU] }.each { kind ->
                    def values = files(kind).collectMany { values(ioctl.name(), set, it) }
                    if (values) {
                        groups.merge(ioctl.name(), values) { a, b -> a + b }
                    }
                }
            }
        }
        made.vm().devices().each { fd, type -> attributes(made.vm().device(fd), type).each { name, values -> groups.merge(name, values) { a, b -> a + b } } }
        groups
    }

    private List<KvmFile> files(FdKind kind) {
        kind == FdKind.VM ? [made.vm()] : made.vcpus().values() as List
    }

    private List<Value> values(String get, String set, KvmFile file) {
        switch (get) {
            case 'KVM_GET_MSRS': return made.msrIndices().collect { msr(file, it) }
            case 'KVM_GET_ONE_REG': return oneRegs(file)
            case 'KVM_GET_DEVICE_ATTR': return []
            case 'KVM_GET_IRQCHIP': return made.vm().hasIrqchip() && abi.hasConstant('KVM_IRQCHIP_IOAPIC') ? (0..2).collect { chip -> struct(get, set, file, 0) { it.set('chip_id', chip) } } : []
            case 'KVM_GET_CPUID2': return [struct(get, set, file, CPUID_ENTRIES * 40) { it.set('nent', CPUID_ENTRIES) }]
            case 'KVM_GET_NESTED_STATE':
                int size = made.capability('KVM_CAP_NESTED_STATE')
                return size == 0 ? [] : [struct(get, set, file, size) { it.set('size', size) }]
        }
        def layout = abi.ioctl(get).struct()
        if (layout != null) {
            return layout.size() == 0 ? [] : [struct(get, set, file, 0) { it }]
        }
        [new Value(name: "of ${file.kind()}", get: { def got = file.ioctl(get, 0L); got.ok() ? java.nio.ByteBuffer.allocate(4).order(abi.order()).putInt(got.get()).array() : null },
                set: { byte[] now -> file.ioctl(set, (long) java.nio.ByteBuffer.wrap(now).order(abi.order()).int).ok() })]
    }

    private Value struct(String get, String set, KvmFile file, int tail, Closure prepared) {
        Struct layout = abi.ioctl(get).struct()
        new Value(name: "of ${file.kind()}", layout: layout, get: {
            Argument.of(file.kernel(), layout, tail).withCloseable { prepared(it); file.ioctl(get, it).ok() ? it.region().bytes(0, layout.size() + tail) : null }
        }, set: { byte[] now ->
            Argument.of(file.kernel(), layout, tail).withCloseable { it.region().write(0, now); file.ioctl(set, it).ok() }
        })
    }

    private Value msr(KvmFile file, long index) {
        def with = { byte[] value ->
            def argument = Argument.of(file.kernel(), abi.struct('kvm_msrs'), abi.struct('kvm_msr_entry').size()).set('nmsrs', 1).set('entries[0].index', index)
            if (value != null) {
                argument.region().write(abi.struct('kvm_msrs').size() + 8, value)
            }
            argument
        }
        new Value(name: "MSR 0x${Long.toHexString(index)}", get: {
            with(null).withCloseable { def got = file.ioctl('KVM_GET_MSRS', it); got.ok() && got.get() == 1 ? it.region().bytes(abi.struct('kvm_msrs').size() + 8, 8) : null }
        }, set: { byte[] now -> with(now).withCloseable { def got = file.ioctl('KVM_SET_MSRS', it); got.ok() && got.get() == 1 } })
    }

    private List<Value> oneRegs(KvmFile vcpu) {
        listed(vcpu).collect { id ->
            int bytes = 1 << ((id & abi.constant('KVM_REG_SIZE_MASK')) >>> abi.constant('KVM_REG_SIZE_SHIFT'))
            def call = { String name, byte[] value ->
                Argument.of(vcpu.kernel(), Struct.scalar('u8'), bytes - 1L).withCloseable { held ->
                    if (value != null) {
                        held.region().write(0, value)
                    }
                    Argument.of(vcpu.kernel(), 'kvm_one_reg').withCloseable { one ->
                        def done = vcpu.ioctl(name, one.set('id', id).set('addr', held.region().address()), held.region())
                        done.ok() ? held.region().bytes(0, bytes) : null
                    }
                }
            }
            new Value(name: "0x${Long.toHexString(id)}", get: { call('KVM_GET_ONE_REG', null) }, set: { byte[] now -> call('KVM_SET_ONE_REG', now) != null })
        }
    }

    private List<Long> listed(KvmFile vcpu) {
        def unlisted = Architecture.of(abi).snapshotOrder(abi).unlisted()
        if (unlisted) {
            return unlisted
        }
        long n = Argument.of(vcpu.kernel(), 'kvm_reg_list').withCloseable { vcpu.ioctl('KVM_GET_REG_LIST', it); it.get('n') }
        n == 0 ? [] : Argument.of(vcpu.kernel(), abi.struct('kvm_reg_list'), n * 8).withCloseable { list ->
            vcpu.ioctl('KVM_GET_REG_LIST', list.set('n', n)).get()
            (0..<n).collect { list.get("reg[$it]") }
        }
    }

    /** Of each group of a device's attributes those that KVM_HAS_DEVICE_ATTR has, for each vCPU. */
    private Map<String, List<Value>> attributes(KvmFile device, long type) {
        def v2 = type == (abi.hasConstant('KVM_DEV_TYPE_ARM_VGIC_V2') ? abi.constant('KVM_DEV_TYPE_ARM_VGIC_V2') : -1)
        def v3 = type == (abi.hasConstant('KVM_DEV_TYPE_ARM_VGIC_V3') ? abi.constant('KVM_DEV_TYPE_ARM_VGIC_V3') : -1)
        def aia = type == (abi.hasConstant('KVM_DEV_TYPE_RISCV_AIA') ? abi.constant('KVM_DEV_TYPE_RISCV_AIA') : -1)
        Map<String, List<Long>> ranges = [:]
        if (v2) {
            ranges['KVM_DEV_ARM_VGIC_GRP_DIST_REGS'] = (0L..<0x400L).collect { it * 4 }
            ranges['KVM_DEV_ARM_VGIC_GRP_CPU_REGS'] = (0L..<0x40L).collect { it * 4 }
        } else if (v3) {
            ranges['KVM_DEV_ARM_VGIC_GRP_DIST_REGS'] = (0L..<0x1c40L).collect { it * 4 }
            ranges['KVM_DEV_ARM_VGIC_GRP_REDIST_REGS'] = ((0L..<0x20L) + (0x4000L..<0x4310L)).collect { it * 4 }
            ranges['KVM_DEV_ARM_VGIC_GRP_LEVEL_INFO'] = (0L..<4L).collect { it * 32 }
            ranges['KVM_DEV_ARM_VGIC_GRP_CPU_SYSREGS'] = [[4, 6, 0]].plus((0..7).collectMany { op2 -> [8, 9, 12].collect { [12, it, op2] } }).collect { 3L << 14 | it[0] << 7 | it[1] << 3 | it[2] as long }
        } else if (aia) {
            ranges['KVM_DEV_RISCV_AIA_GRP_APLIC'] = (0L..<0xd00L).collect { it * 4 }
            ranges['KVM_DEV_RISCV_AIA_GRP_IMSIC'] = (0x70L..0x72L) + (0x80L..0xffL)
        }
        ranges.collectEntries { group, offsets ->
            def of = aia && group.endsWith('APLIC') ? [0L] : aia ? made.vcpus().keySet().collect { (long) it << abi.constant('KVM_DEV_RISCV_AIA_IMSIC_ISEL_BITS') } : made.vcpus().keySet().collect { (long) it << 32 }
            [group, evenly([of, offsets].combinations().collect { (long) (it[0] | it[1]) }, ASKED).findAll { has(device, group, it) }.collect { attribute(device, type, group, it) }]
        }
    }

    private boolean has(KvmFile device, String group, long attr) {
        Argument.of(device.kernel(), 'kvm_device_attr').withCloseable { device.ioctl('KVM_HAS_DEVICE_ATTR', it.set('group', abi.constant(group)).set('attr', attr)).ok() }
    }

    private Value attribute(KvmFile device, long type, String group, long attr) {
        int bytes = abi.attributeBytes(FdKind.DEVICE, type, abi.constant(group), attr)
        def call = { String name, byte[] value ->
            Argument.of(device.kernel(), Struct.scalar('u64'), 0).withCloseable { held ->
                if (value != null) {
                    held.region().write(0, value)
                }
                Argument.of(device.kernel(), 'kvm_device_attr').withCloseable { argument ->
                    device.ioctl(name, argument.set('group', abi.constant(group)).set('attr', attr).set('addr', held.region().address()), held.region()).ok() ? held.region().bytes(0, bytes) : null
                }
            }
        }
        new Value(name: "0x${Long.toHexString(attr)}", get: { call('KVM_GET_DEVICE_ATTR', null) }, set: { byte[] now -> call('KVM_SET_DEVICE_ATTR', now) != null })
    }
}
