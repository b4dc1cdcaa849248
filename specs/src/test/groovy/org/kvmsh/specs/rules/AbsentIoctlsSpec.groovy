package org.kvmsh.specs.rules

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.FdKind
import org.kvmsh.bindings.kernel.Errno
import org.kvmsh.bindings.kvm.Argument
import org.kvmsh.bindings.kvm.rules.AbsentIoctls
import org.kvmsh.bindings.kvm.rules.AbsentIoctls.Presence
import org.kvmsh.bindings.kvm.rules.Facts
import org.kvmsh.bindings.text.TsvTable
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

/** An ioctl that the kernel lacks is refused with one rule, which says so; the table of absent ioctls is the kernel's. */
@Timeout(300)
class AbsentIoctlsSpec extends Specification {
    private static final List<String> BOARDS = RuleEvidence.BOARDS.values().flatten()
    private static final List<String[]> ROWS = TsvTable.rows(AbsentIoctls, 'absent.tsv')
    /** An address that no process can read: a kernel that reads the argument answers EFAULT. */
    private static final long UNREADABLE = -1L

    @Shared
    Map<String, OnBoard> boards = [:]

    def cleanupSpec() {
        boards.values()*.close()
    }

    private OnBoard on(String name) {
        Needed.orSkip(name == 'kvm' ? 'kvm:x86_64' : name)
        boards.computeIfAbsent(name) { name == 'kvm' ? new OnBoard(name) : new OnBoard(EmulatedBoards.open(name)) }
    }

    private static Facts facts(OnBoard on, int fd) {
        def kernel = on.board.kernel()
        def check = kernel.abi().ioctl('KVM_CHECK_EXTENSION').request()
        [capability: { String name -> kernel.abi().hasConstant(name) ? Math.max(0, kernel.ioctl(fd, check, kernel.abi().constant(name))) : 0 },
         pageSize: { kernel.pageSize() }, release: { kernel.release() }] as Facts
    }

    def "#board: an ioctl with an unreadable argument is answered EFAULT only if the table says that the kernel has it"() {
        given:
        def on = on(board)
        def abi = on.board.kernel().abi()
        def kvm = on.board.kvm()
        def vm = kvm.createVm(0).get()
        def vcpu = vm.createVcpu(0, kvm.vcpuMmapSize().get()).get()
        def facts = facts(on, vm.fd())
        def probed = abi.ioctls().findAll { it.struct() != null && it.name() != 'KVM_SET_SIGNAL_MASK' }.collectMany { ioctl ->
            [(FdKind.SYSTEM): kvm, (FdKind.VM): vm, (FdKind.VCPU): vcpu].findAll { it.key in ioctl.on() }.collect { kind, file ->
                [ioctl.name(), kind, AbsentIoctls.presence(abi, ioctl, kind, facts), -on.board.kernel().ioctl(file.fd(), ioctl.request(), UNREADABLE)]
            }
        }

        expect: 'what the kernel reads is present'
        probed.findAll { it[3] == Errno.EFAULT.number() && it[2] != Presence.PRESENT && !refusesAll(board, it) } == []

        and: 'what is absent has the errno of the table'
        probed.findAll { it[2] == Presence.ABSENT }.findAll { name, kind, presence, errno -> errno != answer(abi, kind) && errno != Errno.EFAULT.number() && !refusesAll(board, [name, kind]) } == []

        and: 'few are neither'
        probed.count { it[2] == Presence.UNKNOWN } <= 2

        cleanup:
        [vcpu, vm]*.close()

        where:
        board << BOARDS
    }

    /** A case that reads its argument before it refuses each call. */
    private static boolean refusesAll(String board, List<?> probed) {
        ROWS.any { (it[0] == 'stub' || it[0] == 'case' && it.length > 5) && RuleEvidence.BOARDS.find { arch, names -> board in names }.key.toString() in it[1].split(',') && probed[0] in it[3].split(',') }
    }

    private static int answer(Abi abi, FdKind kind) {
        Errno.valueOf(ROWS.find { it[0] == 'answer' && abi.arch().toString() in it[1].split(',') && kind.name().toLowerCase() in it[2].split(',') }[3]).number()
    }

    def "each row names ioctls, capabilities and devices of the headers"() {
        given:
        def abis = Abi.tables().collect { Abi.of(it) }
        def known = { name -> abis.any { it.hasIoctl(name) || it.hasConstant(name) } || Abi.rfc('ppc64').with { it.hasIoctl(name) || it.hasConstant(name) } }

        expect:
        ROWS.findAll { it[0] in ['case', 'stub'] }.collectMany { it[3].split(',') as List }.findAll { !known(it) } == []
        ROWS.findAll { it[0] == 'case' && it[4].startsWith('KVM_CAP_') }.collectMany { it[4].replaceFirst('<.*', '').split('\\|') as List }.findAll { !known(it) } == []
        ROWS.findAll { it[0] == 'device' }.collectMany { it[2].split(',') as List }.findAll { !known(it) } == []
        ROWS.findAll { it[0] == 'unreported' }.collectMany { it[1].split(',') as List }.findAll { !known(it) } == []
        ROWS*.getAt(0).unique().sort() == ['answer', 'case', 'device', 'stub', 'unreported']
    }

    def "a refusal that is read after its VM was closed states no rule as certain: #board"() {
        given:
        def on = on(board)
        def kernel = on.board.kernel()
        def vm = on.board.kvm().createVm(0).get()

        when: 'the kernel has KVM_ENABLE_CAP and KVM_CREATE_VCPU, whatever a closed descriptor answers'
        def refused = [vm.ioctl('KVM_CREATE_VCPU', 1L << 31), Argument.of(kernel, 'kvm_enable_cap').withCloseable { vm.ioctl('KVM_ENABLE_CAP', it.set('cap', 9999)) }]*.refusal()
        vm.close()

        then:
        refused.every { it.diagnosis().violations().empty && it.details().any { line -> line.contains('may') } }

        where:
        board << BOARDS
    }

    def "#board: #text is refused because #rule"() {
        given:
        def on = on(board)

        when:
        def said = on.run("def m = vm { memory at: 0, size: 64.KB; vcpu 0 }\ndef r = refusal { m.$text }\nm.close()\nr").toString().readLines()

        then:
        said.findAll { it.startsWith('  rule: ') } == ["  rule: $rule" as String]
        said.every { !it.contains('may') }

        where:
        [board, text, rule] << [
            ['qemu:x86_64', 'vcpu(0).ioctl KVM_PRE_FAULT_MEMORY, gpa: 0, size: 0x1000', 'KVM_CAP_PRE_FAULT_MEMORY is 0: this kernel lacks the ioctl (arch/x86/kvm/x86.c:kvm_arch_vcpu_ioctl)'],
            ['qemu:x86_64', 'vcpu(0).ioctl KVM_GET_REG_LIST, n: 0', 'KVM_CAP_ONE_REG is 0: this kernel lacks the ioctl (arch/x86/kvm/x86.c:kvm_arch_vcpu_ioctl)'],
            ['qemu:riscv64', 'ioctl KVM_CREATE_GUEST_MEMFD, size: 0x1000', 'riscv64 kernels have no KVM_CREATE_GUEST_MEMFD on the VM (arch/riscv/kvm/vm.c:kvm_arch_vm_ioctl)'],
            ['qemu:arm64', 'ioctl KVM_SET_USER_MEMORY_REGION2, slot: 9, guest_phys_addr: 0x100000, memory_size: 0', 'KVM_CAP_USER_MEMORY2 is 0: this kernel lacks the ioctl (arch/arm64/kvm/arm.c:kvm_arch_vm_ioctl)'],
            ['qemu:arm64', 'ioctl KVM_SET_MEMORY_ATTRIBUTES, address: 0, size: 0x1000', 'arm64 kernels have no KVM_SET_MEMORY_ATTRIBUTES on the VM (arch/arm64/kvm/arm.c:kvm_arch_vm_ioctl)'],
            ['qemu:arm64', 'vcpu(0).ioctl KVM_INTERRUPT, irq: 0', 'arm64 kernels have no KVM_INTERRUPT on the vCPU (arch/arm64/kvm/arm.c:kvm_arch_vcpu_ioctl)'],
            ['qemu:arm64', 'vcpu(0).ioctl KVM_TRANSLATE, linear_address: 0', 'arm64 kernels do not implement KVM_TRANSLATE (arch/arm64/kvm/guest.c:kvm_arch_vcpu_ioctl_translate)'],
            ['qemu:ppc64', 'vcpu(0).ioctl KVM_GET_REG_LIST, n: 0', 'ppc64 kernels have no KVM_GET_REG_LIST on the vCPU (arch/powerpc/kvm/powerpc.c:kvm_arch_vcpu_ioctl)'],
            ['qemu:arm64', 'ioctl KVM_RESET_DIRTY_RINGS', 'KVM_CAP_DIRTY_LOG_RING is not enabled on this VM: it has no dirty rings (virt/kvm/kvm_main.c:kvm_vm_ioctl_reset_dirty_pages)'],
            ['kvm', 'ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_PAPR', 'KVM_CAP_PPC_PAPR is 0: the VM does not support it (api.rst 4.37 KVM_ENABLE_CAP)'],
            ['qemu:x86_64', 'ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_XICS', 'KVM_DEV_TYPE_XICS is a device of ppc64 kernels (virt/kvm/kvm_main.c:kvm_ioctl_create_device)'],
            ['kvm', 'vcpu(0).ioctl KVM_RUN, 1', 'the argument is 0x1, but KVM_RUN takes none (virt/kvm/kvm_main.c:kvm_vcpu_ioctl)']]
    }
}
