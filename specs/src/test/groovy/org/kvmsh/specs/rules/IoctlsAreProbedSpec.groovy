package org.kvmsh.specs.rules

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.FdKind
import org.kvmsh.bindings.abi.Ioctl
import org.kvmsh.bindings.board.Board
import org.kvmsh.bindings.board.Boards
import org.kvmsh.bindings.board.IoctlAnswers
import org.kvmsh.bindings.kernel.Errno
import org.kvmsh.bindings.kernel.NotModelled
import org.kvmsh.bindings.kvm.Argument
import org.kvmsh.bindings.kvm.Device
import org.kvmsh.bindings.kvm.Vm
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.Timeout

/** What {@code needs ioctl:} decides by is what a call gets: over all ioctls of the headers, on every kind of descriptor that takes one. */
@Timeout(600)
class IoctlsAreProbedSpec extends Specification {
    static final int ENOTTY = Errno.ENOTTY.negative()
    static final int EINVAL = Errno.EINVAL.negative()
    /** No header has this number. */
    static final int UNUSED = 0xaeff
    static final long UNREADABLE = -1L
    /** Longer than any struct. */
    static final long ROOM = 0x10000
    static final List<String> BOARDS = ['kvm', 'model:x86_64', 'model:arm-vgicv2', 'model:ppc-pr', 'model:power7-hv'] + EmulatedBoards.NAMES

    /** Calls that a kernel takes although the capability, which documents announce them by, is 0. */
    static final Map<String, String> TAKEN = [
            KVM_SET_TSC_KHZ      : 'KVM_CAP_TSC_CONTROL announces other frequencies than the processor has; that of the processor is always taken (arch/x86/kvm/x86.c)',
            KVM_PPC_GET_PVINFO   : 'announced for the PR variant alone; HV fills in the same (arch/powerpc/kvm/powerpc.c)',
            KVM_SMI              : 'ENOTTY on a VM whose kernel has no SMM',
            KVM_RESET_DIRTY_RINGS: 'EINVAL: each kernel knows it, the rings come with the capability (virt/kvm/kvm_main.c)',
            KVM_PPC_GET_RMMU_INFO: 'EINVAL on a processor without radix (arch/powerpc/kvm/book3s_hv.c)',
            KVM_ARM_MTE_COPY_TAGS: 'EINVAL on a board without MTE (arch/arm64/kvm/guest.c)',
    ]
    /** Calls that read their struct before they tell that they are not there. */
    static final Map<String, String> NOT_TAKEN = [
            KVM_MEMORY_ENCRYPT_REG_REGION  : 'ENOTTY on a VM without SEV (arch/x86/kvm/x86.c)',
            KVM_MEMORY_ENCRYPT_UNREG_REGION: 'ENOTTY on a VM without SEV (arch/x86/kvm/x86.c)',
            KVM_CREATE_IRQCHIP             : 'riscv64 announces KVM_CAP_IRQCHIP for its AIA, which KVM_CREATE_DEVICE makes',
    ]

    @Sample(verify = 16)
    def "on #name, the probe of each ioctl says what a call of it gets"() {
        given:
        name == 'kvm' ? Needed.orSkip('kvm') : name.startsWith('qemu:') ? EmulatedBoards.orSkip(name) : null
        Board board = name.startsWith('qemu:') ? EmulatedBoards.open(name) : new Boards(System.getenv()).open(name)
        def wrong = []
        def probed = 0

        when:
        board.kernel().abi().ioctls().each { ioctl ->
            def answers = answers(board, ioctl)
            if (answers != IoctlAnswers.UNKNOWN) {
                probed++
                def calls = ioctl.on().collectEntries { kind -> [kind, called(board, kind, ioctl)] }
                def taken = calls.values().any { it == 'taken' }
                def absent = calls.values().every { it == 'absent' }
                if (answers == IoctlAnswers.NONE && taken && !TAKEN[ioctl.name()] || answers == IoctlAnswers.KERNEL && absent && !NOT_TAKEN[ioctl.name()]) {
                    wrong << "$ioctl: $answers, and $calls"
                }
            }
        }

        then:
        wrong == []
        probed > 40

        cleanup:
        board?.close()

        where:
        name << BOARDS
    }

    def "each capability of an ioctl is one of the headers"() {
        given:
        def constants = Abi.tables().collectMany { Abi.rfc(it).constants()*.name() } as Set

        expect:
        Abi.tables().collectMany { Abi.rfc(it).ioctls() }.findAll { it.capability() != '-' && !(it.capability() in constants) }*.name().toSet() == [] as Set
    }

    /** A model may lack an ioctl that kernels like it have: it says so, and that is no answer. */
    private static IoctlAnswers answers(Board board, Ioctl ioctl) {
        try {
            return IoctlAnswers.of(board, ioctl)
        } catch (NotModelled e) {
            return IoctlAnswers.UNKNOWN
        }
    }

    /** {@code taken}, {@code absent}, or null where both get EINVAL; each kind is made for this call. */
    private static String called(Board board, FdKind kind, Ioctl ioctl) {
        if (kind == FdKind.SYSTEM) {
            return judged(board, board.kvm().fd(), ioctl)
        }
        def vm = board.kvm().createVm(0).get()
        try {
            if (kind == FdKind.VM) {
                return judged(board, vm.fd(), ioctl)
            }
            if (kind == FdKind.DEVICE) {
                def device = device(board, vm)
                return device == null ? 'absent' : device.withCloseable { judged(board, it.fd(), ioctl) }
            }
            if (board.kernel().abi().hasIoctl('KVM_CREATE_IRQCHIP')) {
                vm.ioctl('KVM_CREATE_IRQCHIP', 0L)
            }
            return vm.createVcpu(0, board.kvm().vcpuMmapSize().get()).get().withCloseable { judged(board, it.fd(), ioctl) }
        } catch (NotModelled e) {
            return null
        } finally {
            vm.close()
        }
    }

    /** Null if the VM can have none. */
    private static Device device(Board board, Vm vm) {
        board.kernel().abi().constants('KVM_DEV_TYPE_').values().findResult { type ->
            Argument.of(board.kernel(), 'kvm_create_device').withCloseable { argument ->
                argument.set('type', type)
                vm.ioctl('KVM_CREATE_DEVICE', argument).ok() ? vm.device((int) argument.get('fd')) : null
            }
        }
    }

    private static String judged(Board board, int fd, Ioctl ioctl) {
        def kernel = board.kernel()
        // Before the call, which may change what the descriptor is.
        def unread = ioctl.struct() == null ? EINVAL : kernel.ioctl(fd, ioctl.request(), UNREADABLE)
        def none = kernel.ioctl(fd, UNUSED, UNREADABLE)
        int answer
        if (ioctl.struct() == null) {
            answer = kernel.ioctl(fd, ioctl.request(), 0L)
        } else {
            def memory = kernel.allocate(ROOM).region()
            answer = kernel.ioctl(fd, ioctl.request(), memory)
            memory.close()
        }
        if (answer > 0 && ioctl.name() =~ /FD$|_CREATE_|ALLOCATE_RMA/) {
            kernel.close(answer)
        }
        if (answer == ENOTTY || answer == EINVAL && none == ENOTTY && unread == ENOTTY) {
            return 'absent'
        }
        answer != EINVAL || none != EINVAL || unread != EINVAL ? 'taken' : ioctl.struct() == null ? null : 'absent'
    }
}
