package org.kvmsh.specs.rules

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.FdKind
import org.kvmsh.bindings.kernel.Errno
import org.kvmsh.bindings.kernel.HeapRegion
import org.kvmsh.bindings.kvm.rules.Facts
import org.kvmsh.bindings.kvm.rules.Request
import org.kvmsh.bindings.kvm.rules.Rulebook
import org.kvmsh.bindings.kvm.state.CallRequest
import org.kvmsh.bindings.kvm.state.VmState
import org.kvmsh.bindings.text.TsvTable
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

/** An errno of an attribute means what its device, group and attribute make of it, and not what another one's would. */
@Timeout(600)
class AttributesHaveRulesOfTheirOwnSpec extends Specification {
    private static final int VM = 3
    private static final int DEVICE = 4

    @Shared
    Map<String, OnBoard> boards = [:]

    def cleanupSpec() {
        boards.values()*.close()
    }

    private static CallRequest request(Abi abi, String call, FdKind on, Map<String, Number> fields) {
        def struct = abi.ioctl(call).struct()
        def region = new HeapRegion(0x1000, new byte[struct.size()], abi.order())
        fields.each { name, value -> region.put(struct.field(name).offset(), struct.field(name).bytes(), value.longValue()) }
        new CallRequest(call, on, abi, 0, struct, region)
    }

    /** The explanations for an errno of a call on an attribute. */
    private static String rule(String table, String call, String made, String group, Object attr, String errno) {
        def abi = Abi.of(table)
        def isDevice = made.startsWith('KVM_DEV_TYPE_')
        def vm = new VmState(0)
        if (isDevice) {
            vm.took(request(abi, 'KVM_CREATE_DEVICE', FdKind.VM, [type: abi.constant(made), fd: DEVICE]), VM, 0)
        }
        def asked = request(abi, call, isDevice ? FdKind.DEVICE : FdKind.valueOf(made), [group: abi.constant(group), attr: attr instanceof String ? abi.constant(attr) : attr])
        def facts = [capability: { String name -> 0 }, pageSize: { 0x1000 }, release: { null }] as Facts
        Rulebook.diagnose(new Request(asked, vm, isDevice ? vm.part(DEVICE) : null, facts), Errno.of(errno).number()).inWords()?.minus('may apply: ')
    }

    def "#call on #made, #group #attr: #errno is #rule"() {
        expect:
        AttributesHaveRulesOfTheirOwnSpec.rule(table, call, made, group, attr, errno) == rule

        where:
        [table, call, made, group, attr, errno, rule] << [
            ['arm64', 'KVM_SET_DEVICE_ATTR', 'KVM_DEV_TYPE_ARM_VGIC_V2', 'KVM_DEV_ARM_VGIC_GRP_DIST_REGS', 0, 'EBUSY', 'one or more vCPUs are running (devices/arm-vgic.rst KVM_DEV_ARM_VGIC_GRP_DIST_REGS)'],
            ['arm64', 'KVM_GET_DEVICE_ATTR', 'KVM_DEV_TYPE_ARM_VGIC_V2', 'KVM_DEV_ARM_VGIC_GRP_CPU_REGS', 0, 'EBUSY', 'one or more vCPUs are running (devices/arm-vgic.rst KVM_DEV_ARM_VGIC_GRP_CPU_REGS)'],
            ['arm64', 'KVM_SET_DEVICE_ATTR', 'KVM_DEV_TYPE_ARM_VGIC_V2', 'KVM_DEV_ARM_VGIC_GRP_CTRL', 'KVM_DEV_ARM_VGIC_CTRL_INIT', 'ENODEV', 'the VM has no vCPU (devices/arm-vgic.rst KVM_DEV_ARM_VGIC_GRP_CTRL)'],
            ['arm64', 'KVM_SET_DEVICE_ATTR', 'KVM_DEV_TYPE_ARM_VGIC_V3', 'KVM_DEV_ARM_VGIC_GRP_CTRL', 'KVM_DEV_ARM_VGIC_CTRL_INIT', 'EBUSY', 'another thread is creating a vCPU (arch/arm64/kvm/vgic/vgic-init.c:vgic_init)'],
            ['arm64', 'KVM_SET_DEVICE_ATTR', 'KVM_DEV_TYPE_ARM_VGIC_V3', 'KVM_DEV_ARM_VGIC_GRP_CTRL', 'KVM_DEV_ARM_VGIC_SAVE_PENDING_TABLES', 'EBUSY', 'one or more vCPUs are running (devices/arm-vgic-v3.rst KVM_DEV_ARM_VGIC_GRP_CTRL)'],
            ['arm64', 'KVM_GET_DEVICE_ATTR', 'KVM_DEV_TYPE_ARM_VGIC_V3', 'KVM_DEV_ARM_VGIC_GRP_ADDR', 'KVM_VGIC_V3_ADDR_TYPE_REDIST_REGION', 'ENOENT', 'there is no redistributor region with this index (devices/arm-vgic-v3.rst KVM_DEV_ARM_VGIC_GRP_ADDR)'],
            ['arm64', 'KVM_SET_DEVICE_ATTR', 'KVM_DEV_TYPE_ARM_VGIC_ITS', 'KVM_DEV_ARM_VGIC_GRP_CTRL', 'KVM_DEV_ARM_ITS_RESTORE_TABLES', 'EINVAL', 'the tables in guest memory contradict each other (devices/arm-vgic-its.rst KVM_DEV_ARM_VGIC_GRP_CTRL)'],
            ['arm64', 'KVM_SET_DEVICE_ATTR', 'KVM_DEV_TYPE_ARM_VGIC_V3', 'KVM_DEV_ARM_VGIC_GRP_MAINT_IRQ', 0, 'EBUSY', 'the interrupt controller is already initialized (arch/arm64/kvm/vgic/vgic-kvm-device.c:vgic_v3_set_attr)'],
            ['arm64', 'KVM_SET_DEVICE_ATTR', 'VCPU', 'KVM_ARM_VCPU_PMU_V3_CTRL', 'KVM_ARM_VCPU_PMU_V3_INIT', 'EBUSY', 'the PMU is already initialized (devices/vcpu.rst 1.2 KVM_ARM_VCPU_PMU_V3_INIT)'],
            ['arm64', 'KVM_SET_DEVICE_ATTR', 'VCPU', 'KVM_ARM_VCPU_TIMER_CTRL', 'KVM_ARM_VCPU_TIMER_IRQ_VTIMER', 'EBUSY', 'one or more vCPUs have run (devices/vcpu.rst 2 KVM_ARM_VCPU_TIMER_CTRL)'],
            ['arm64', 'KVM_SET_DEVICE_ATTR', 'VCPU', 'KVM_ARM_VCPU_PVTIME_CTRL', 'KVM_ARM_VCPU_PVTIME_IPA', 'EEXIST', "this vCPU's address is already set (devices/vcpu.rst 3.1 KVM_ARM_VCPU_PVTIME_IPA)"],
            ['arm64', 'KVM_SET_DEVICE_ATTR', 'VM', 'KVM_ARM_VM_SMCCC_CTRL', 'KVM_ARM_VM_SMCCC_FILTER', 'EBUSY', 'a vCPU of the VM has run (devices/vm.rst 6.1 KVM_ARM_VM_SMCCC_FILTER)'],
            ['arm64', 'KVM_SET_DEVICE_ATTR', 'KVM_DEV_TYPE_VFIO', 'KVM_DEV_VFIO_FILE', 'KVM_DEV_VFIO_FILE_DEL', 'ENOENT', 'the group or device has not been added (virt/kvm/vfio.c:kvm_vfio_file_del)'],
            ['x86_64', 'KVM_GET_DEVICE_ATTR', 'VCPU', 'KVM_VCPU_TSC_CTRL', 5, 'ENXIO', 'the group\'s only attribute is KVM_VCPU_TSC_OFFSET (devices/vcpu.rst 4.1 KVM_VCPU_TSC_OFFSET)'],
            ['ppc64', 'KVM_SET_DEVICE_ATTR', 'KVM_DEV_TYPE_XICS', 'KVM_DEV_XICS_GRP_CTRL', 'KVM_DEV_XICS_NR_SERVERS', 'EBUSY', 'a vCPU is already connected to the device (devices/xics.rst KVM_DEV_XICS_NR_SERVERS)'],
            ['ppc64', 'KVM_SET_DEVICE_ATTR', 'KVM_DEV_TYPE_XIVE', 'KVM_DEV_XIVE_GRP_SOURCE_CONFIG', 0x1000, 'EBUSY', 'no vCPU can take the interrupt (devices/xive.rst KVM_DEV_XIVE_GRP_SOURCE_CONFIG)'],
            ['s390x', 'KVM_SET_DEVICE_ATTR', 'VM', 'KVM_S390_VM_MEM_CTRL', 'KVM_S390_VM_MEM_LIMIT_SIZE', 'E2BIG', 'the host does not support guests with this much memory (devices/vm.rst 1.3 KVM_S390_VM_MEM_LIMIT_SIZE)'],
            ['s390x', 'KVM_GET_DEVICE_ATTR', 'KVM_DEV_TYPE_FLIC', 'KVM_DEV_FLIC_GET_ALL_IRQS', 0, 'ENOBUFS', 'out of kernel memory for the interrupts (devices/s390_flic.rst KVM_DEV_FLIC_GET_ALL_IRQS)'],
            // If no row is about the attribute, the rules for any attribute are shown.
            ['arm64', 'KVM_SET_DEVICE_ATTR', 'KVM_DEV_TYPE_ARM_VGIC_V2', 'KVM_DEV_ARM_VGIC_GRP_CTRL', 9, 'ENXIO', 'the device has no such group or attribute, or this processor does not support it (api.rst 4.80)'],
            ['x86_64', 'KVM_SET_DEVICE_ATTR', 'KVM_DEV_TYPE_VFIO', 'KVM_DEV_VFIO_FILE', 'KVM_DEV_VFIO_FILE_ADD', 'EIO', 'the VM belongs to another process, or is dead after an internal kernel error (virt/kvm/kvm_main.c)'],
            ['ppc64', 'KVM_SET_DEVICE_ATTR', 'KVM_DEV_TYPE_XICS', 'KVM_DEV_XICS_GRP_CTRL', 'KVM_DEV_XICS_NR_SERVERS', 'ENOEXEC', null],
        ]
    }

    def "#board: #text: #errno is #rule"() {
        given:
        Needed.orSkip(board)
        def on = boards.computeIfAbsent(board) {
            def made = it.startsWith('qemu') ? new OnBoard(EmulatedBoards.open(it)) : new OnBoard(it)
            made.run('''m = vm { vcpu 0 }
                        mem = m.allocate 4.KB
                        all = [:]
                        made = { type -> all.computeIfAbsent(type) { m.deviceFd(m.ioctl(KVM_CREATE_DEVICE, type: it).fd) } }
                        put = { value -> mem.write(0, (0..7).collect { (value >> (8 * it)) as byte } as byte[]); mem.address }''')
            made
        }

        when:
        def said = refusal(on, text)

        then:
        said.contains("failed with $errno (")
        said.contains("\n  rule: $rule") || said.contains("\n  rule: may apply: $rule") || said.contains("\n  rule: one of these may apply\n") && said.contains("\n    $rule")

        where:
        [board, text, errno, rule] << [
            ['kvm', 'm.vcpu(0).ioctl KVM_SET_DEVICE_ATTR, group: KVM_VCPU_TSC_CTRL, attr: 5, addr: mem.address', 'ENXIO', 'the group\'s only attribute is KVM_VCPU_TSC_OFFSET'],
            ['qemu:x86_64', 'm.vcpu(0).ioctl KVM_SET_DEVICE_ATTR, group: KVM_VCPU_TSC_CTRL, attr: KVM_VCPU_TSC_OFFSET, addr: 0', 'EFAULT', 'addr is not a valid address in this process'],
            ['qemu:arm64', 'made(KVM_DEV_TYPE_ARM_VGIC_V2).ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: 77, addr: put(0x10000)', 'ENXIO', 'attr 77 is not a GICv2 address type'],
            ['qemu:arm64', 'made(KVM_DEV_TYPE_ARM_VGIC_V2).ioctl KVM_GET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_DIST_REGS, attr: 7L << 32, addr: mem.address', 'EINVAL', 'bits 32 to 39 of attr are not the index of a vCPU'],
            ['qemu:arm64', 'made(KVM_DEV_TYPE_ARM_VGIC_V2).ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_CTRL, attr: 9, addr: 0', 'ENXIO', 'the device has no such group or attribute'],
            ['qemu:arm64', 'm.vcpu(0).ioctl KVM_SET_DEVICE_ATTR, group: KVM_ARM_VCPU_PMU_V3_CTRL, attr: KVM_ARM_VCPU_PMU_V3_IRQ, addr: put(23)', 'ENODEV', 'KVM_ARM_VCPU_INIT did not request KVM_ARM_VCPU_PMU_V3'],
            ['qemu:arm64', 'm.vcpu(0).ioctl KVM_SET_DEVICE_ATTR, group: KVM_ARM_VCPU_PVTIME_CTRL, attr: KVM_ARM_VCPU_PVTIME_IPA, addr: put(1)', 'EINVAL', 'the address is not a multiple of 64'],
            ['qemu:arm64-gicv3', 'made(KVM_DEV_TYPE_ARM_VGIC_V3).ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: 77, addr: put(0x10000)', 'ENXIO', 'attr is not a GICv3 address type'],
            ['qemu:arm64-gicv3', 'm.vcpu(0).ioctl KVM_SET_DEVICE_ATTR, group: KVM_ARM_VCPU_TIMER_CTRL, attr: KVM_ARM_VCPU_TIMER_IRQ_VTIMER, addr: put(3)', 'EINVAL', 'the interrupt is not a PPI (16 to 31)'],
            ['qemu:arm64-gicv3', 'made(KVM_DEV_TYPE_ARM_VGIC_ITS).ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: 0, addr: put(0)', 'ENODEV', 'an ITS has one address, KVM_VGIC_ITS_ADDR_TYPE'],
            ['qemu:ppc64', 'made(KVM_DEV_TYPE_XICS).ioctl KVM_GET_DEVICE_ATTR, group: KVM_DEV_XICS_GRP_SOURCES, attr: 3, addr: mem.address', 'ENOENT', 'no such source: numbers are from 16'],
            ['qemu:ppc64', 'made(KVM_DEV_TYPE_XICS).ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_XICS_GRP_SOURCES, attr: 0x1000, addr: put(77)', 'EINVAL', "no vCPU connected to this device has this server number"],
            ['qemu:ppc64', 'm.vcpu(0).ioctl KVM_ENABLE_CAP, cap: KVM_CAP_IRQ_XICS, args: [-1, 0]', 'EBADF', 'args[0] is not an open descriptor of a device'],
            ['qemu:ppc64-powernv', 'made(KVM_DEV_TYPE_XIVE).ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_XIVE_GRP_SOURCE_CONFIG, attr: 0x1000, addr: put(0)', 'ENOENT', 'no such source'],
            ['qemu:ppc64-powernv', 'made(KVM_DEV_TYPE_XIVE).ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_XIVE_GRP_EQ_CONFIG, attr: 0x1000, addr: put(0)', 'ENOENT', "no vCPU connected to this device has this server number"],
        ]
    }

    def "#table: each condition of a row has a field of the call's struct, and constants of its architectures"() {
        given:
        def conditional = TsvTable.rows(Rulebook, table).findAll { it.length > 5 }

        expect:
        conditional.size() > 20
        conditional.findAll { row ->
            def abis = (Abi.tables() - 'ppc64le' - 'arm').findAll { row[2] == '*' || row[2].split(',').contains(it) }.collect { Abi.of(it) }
            !row[5].split(' ').every { condition ->
                def (subject, constants) = condition.split('=', 2)
                abis.every { abi ->
                    row[0].split(',').every { subject == 'on' || abi.ioctl(it).struct().has(subject) }
                        && constants.split(/\|/).every { it in ['vm', 'vcpu'] || abi.hasConstant(it) }
                }
            }
        }.collect { it.join(' ') } == []

        where:
        table << ['unchecked.tsv', 'attributes.tsv']
    }

    private static String refusal(OnBoard on, String text) {
        try {
            on.run(text)
            'nothing: the kernel took it'
        } catch (ScriptError e) {
            e.message
        }
    }
}
