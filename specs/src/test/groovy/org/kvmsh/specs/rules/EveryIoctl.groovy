package org.kvmsh.specs.rules

import org.kvmsh.bindings.abi.Arch
import org.kvmsh.bindings.abi.Direction
import org.kvmsh.bindings.abi.FdKind
import org.kvmsh.bindings.abi.Ioctl
import org.kvmsh.bindings.check.Operand
import org.kvmsh.bindings.check.RightArguments
import org.kvmsh.bindings.kernel.Errno
import org.kvmsh.bindings.kernel.Region
import org.kvmsh.bindings.kvm.Argument
import org.kvmsh.bindings.kvm.IoctlResult
import org.kvmsh.bindings.kvm.KvmFile
import org.kvmsh.bindings.kvm.UnfollowedRule
import org.kvmsh.bindings.kvm.Vm
import org.kvmsh.bindings.kvm.rules.Rulebook
import org.kvmsh.specs.kit.OnBoard

/**
 * Makes every ioctl of an ABI on each kind of descriptor of a board: with right arguments, and with each field wrong in turn; and counts what is said of the
 * refusals. A rule that is stated as certain is right if the kernel answered its errno, and it was not broken by a call that the kernel took.
 */
class EveryIoctl {
    /** Those that run a guest, wait, or take the host's memory. */
    private static final Set<String> SKIPPED = ['KVM_RUN', 'KVM_PPC_ALLOCATE_HTAB', 'KVM_PPC_RESIZE_HPT_PREPARE', 'KVM_PPC_RESIZE_HPT_COMMIT', 'KVM_CREATE_SPAPR_TCE', 'KVM_CREATE_SPAPR_TCE_64'] as Set
    private static final Map<Arch, List<String>> DEVICES = [(Arch.X86_64): ['KVM_DEV_TYPE_VFIO'], (Arch.ARM64): ['KVM_DEV_TYPE_ARM_VGIC_V2', 'KVM_DEV_TYPE_ARM_VGIC_V3'],
        (Arch.PPC64): ['KVM_DEV_TYPE_XICS'], (Arch.RISCV64): ['KVM_DEV_TYPE_RISCV_AIA']]
    private static final List<Long> WRONG = [-1L, 1L, 0L, 0x123456789abcL]
    private static final int MOST_FIELDS = 24
    private static final int BYTES = 0x10000

    final OnBoard on
    int calls, taken, certain, absent, may, unexplained
    /** What is wrong about a rule, a line each. */
    final List<String> wrong = []
    /** Refusals of right arguments without a rule. */
    final Set<String> unknown = new TreeSet<>()
    private final List<UnfollowedRule> unfollowed = []

    EveryIoctl(OnBoard on) {
        this.on = on
    }

    void make() {
        def abi = on.board.kernel().abi()
        on.board.kvm().comparison().begin(on.session.host(), { unfollowed << it })
        try {
            abi.ioctls().findAll { !(it.name() in SKIPPED) }.each { ioctl -> ioctl.on().each { kind -> preludes().each { withFile(kind, it) { file, memory -> every(ioctl, file, memory) } } } }
        } finally {
            on.board.kvm().comparison().end()
        }
        // An address that the kernel cannot read is found before what the rule is about.
        unfollowed.findAll { it.errno() != Errno.EFAULT.number() }.each { wrong << "${it.call()} ${it.argument()}: ${it.errno() == 0 ? 'taken' : Errno.name(it.errno())}, but ${it.broken()*.withErrnos()}".toString() }
    }

    private List<String> preludes() {
        on.board.kernel().abi().arch() == Arch.X86_64 ? ['', 'KVM_CREATE_IRQCHIP'] : on.board.kernel().abi().arch() == Arch.ARM64 ? ['', 'KVM_ARM_VCPU_INIT'] : ['']
    }

    private void withFile(FdKind kind, String prelude, Closure<?> use) {
        def kvm = on.board.kvm()
        def memory = on.board.kernel().allocate(BYTES).region()
        Vm vm = null
        def open = [memory]
        try {
            if (kind != FdKind.SYSTEM) {
                vm = kvm.createVm(0).get()
                open << vm
                if (prelude == 'KVM_CREATE_IRQCHIP') {
                    vm.ioctl(prelude, 0).get()
                }
                vm.setUserMemoryRegion(0, 0, BYTES, memory).get()
            }
            if (kind == FdKind.VCPU) {
                def vcpu = vm.createVcpu(0, kvm.vcpuMmapSize().get()).get()
                open << vcpu
                if (prelude == 'KVM_ARM_VCPU_INIT') {
                    Argument.of(on.board.kernel(), 'kvm_vcpu_init').withCloseable { vm.ioctl('KVM_ARM_PREFERRED_TARGET', it).get(); vcpu.ioctl(prelude, it).get() }
                }
                use(vcpu, memory)
            } else if (kind == FdKind.DEVICE) {
                def device = device(vm)
                if (device != null) {
                    open << device
                    use(device, memory)
                }
            } else {
                use(kind == FdKind.VM ? vm : kvm, memory)
            }
        } finally {
            open.reverse()*.close()
        }
    }

    private device(Vm vm) {
        def abi = on.board.kernel().abi()
        DEVICES[abi.arch()].findResult { type ->
            Argument.of(on.board.kernel(), 'kvm_create_device').withCloseable { it.set('type', abi.constant(type)); vm.ioctl('KVM_CREATE_DEVICE', it).ok() ? vm.device((int) it.get('fd')) : null }
        }
    }

    private void every(Ioctl ioctl, KvmFile file, Region memory) {
        if (ioctl.struct() == null) {
            [0L, *(ioctl.data() == Direction.VALUE || ioctl.data() == Direction.NONE ? WRONG : [])].unique().each { value -> made(ioctl, file, value == 0) { file.ioctl(ioctl.name(), value) } }
            return
        }
        filled(ioctl, file, memory, true) { }
        ioctl.struct().fields().findAll { !it.padding }.take(MOST_FIELDS).each { field ->
            WRONG.each { value -> filled(ioctl, file, memory, false) { it.set(field.name(), value) } }
        }
    }

    private void filled(Ioctl ioctl, KvmFile file, Region memory, boolean right, Closure<?> change) {
        def kernel = on.board.kernel()
        Argument.of(kernel, ioctl.struct(), 0x1000).withCloseable { argument ->
            fill(ioctl, file, argument, memory)
            try {
                change(argument)
            } catch (RuntimeException e) {
                return
            }
            made(ioctl, file, right) { file.ioctl(ioctl.name(), argument, memory) }
        }
    }

    /** What the call before it reads is what it takes; besides that as api.rst has it. */
    private void fill(Ioctl ioctl, KvmFile file, Argument argument, Region memory) {
        def abi = on.board.kernel().abi()
        def get = ioctl.name().replaceFirst('_SET_', '_GET_')
        if (get != ioctl.name() && abi.hasIoctl(get) && abi.ioctl(get).struct()?.name() == ioctl.struct().name() && file.kind() in abi.ioctl(get).on()) {
            file.ioctl(get, argument, memory)
        }
        abi.pointers(ioctl.struct()).each { argument.set(it.field(), memory.address()) }
        RightArguments.of(abi, ioctl.name(), on.board.kernel().pageSize(), { abi.constant('KVM_ARM_TARGET_GENERIC_V8') }).each { field, value ->
            argument.set(field, value instanceof Operand.Address ? memory.address() + value.offset() : value.value())
        }
    }

    private void made(Ioctl ioctl, KvmFile file, boolean right, Closure<IoctlResult<Integer>> make) {
        def before = unfollowed.size()
        def result = make()
        calls++
        if (result.ok()) {
            taken++
            close(ioctl, result.value())
            return
        }
        def refusal = result.refusal()
        def diagnosis = refusal.diagnosis()
        if (diagnosis.violations().empty) {
            def silent = diagnosis.candidates().empty && diagnosis.patch() == null
            silent ? unexplained++ : may++
            if (right && silent) {
                unknown << "${ioctl.name()} on ${file.kind().word()}: ${Errno.name(refusal.errno())}".toString()
            }
            if (!silent && !diagnosis.lines()[0].contains('may')) {
                wrong << "${refusal.headline()}: ${diagnosis.lines()} is not worded may".toString()
            }
            return
        }
        certain++
        diagnosis.violations().each { violation ->
            if (!violation.rule().gives(refusal.errno())) {
                wrong << "${refusal.headline()}: $violation is of another errno".toString()
            }
            if (Rulebook.of(file.kernel().abi().arch(), ioctl.name()).every { it.text() != violation.rule().text() }) {
                absent++
                check(ioctl, file, refusal.errno(), violation.text())
            }
        }
        assert unfollowed.size() >= before
    }

    /** A rule that the kernel lacks the ioctl is wrong if it reads the argument, or if the capability is there. */
    private void check(Ioctl ioctl, KvmFile file, int errno, String text) {
        def kernel = file.kernel()
        def capability = text =~ /^(KVM_CAP_\w+) is 0/
        if (capability.find() && on.board.kvm().ioctl('KVM_CHECK_EXTENSION', kernel.abi().constant(capability.group(1))).value() != 0) {
            wrong << "${ioctl.name()}: $text, but it is not 0".toString()
        }
        def reads = ioctl.struct() != null && (text.contains('lacks the ioctl') || text.contains('kernels have no')) && -kernel.ioctl(file.fd(), ioctl.request(), -1L) == Errno.EFAULT.number()
        if (reads) {
            wrong << "${ioctl.name()}: $text, but it reads its argument".toString()
        }
    }

    private void close(Ioctl ioctl, int answer) {
        if (on.board.kernel().abi().givesDescriptor(ioctl.name()) == 'answer' && answer > 2) {
            on.board.kernel().close(answer)
        }
    }
}
