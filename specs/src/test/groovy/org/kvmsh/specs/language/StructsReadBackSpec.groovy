package org.kvmsh.specs.language

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.FdKind
import org.kvmsh.bindings.abi.Ioctl
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification

/** The result of KVM_GET_X is accepted unchanged by KVM_SET_X, for each pair with a struct that the board's headers have. */
class StructsReadBackSpec extends Specification {
    static final Map<String, String> MACHINES = [
            model : 'm = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 } }',
            x86_64: 'm = vm { memory at: 0, size: 64.KB; irqchip; ioctl KVM_CREATE_PIT2, flags: 0; vcpu(0) { real 0x1000 } }',
            arm64 : 'm = vm { memory at: 0x40000000, size: 64.KB; vcpu(0) { start 0x40000000 } }',
            ppc64 : 'm = vm { platform SPAPR; memory at: 0, size: 64.MB; vcpu 0 }']

    /** The input that a GET needs. */
    static final Map<String, String> ASKED = [KVM_GET_IRQCHIP: ', chip_id: 0']

    /** GETs of one thing that the caller names, which has no plain answer; those that a board has go round below. */
    static final Map<String, String> LEFT_OUT = [
            KVM_GET_MSRS         : 'the caller names the MSRs',
            KVM_GET_ONE_REG      : 'the caller names the register',
            KVM_GET_DEVICE_ATTR  : 'the caller names the attribute of a device',
            KVM_XEN_HVM_GET_ATTR : 'the caller names the attribute of a Xen guest',
            KVM_XEN_VCPU_GET_ATTR: 'the caller names the attribute of a Xen guest']

    /** What kernels refuse, by architecture, with the reason: no other GET may be refused, and no SET. */
    static final Map<String, Map<String, String>> REFUSED = [
            model : [KVM_GET_NESTED_STATE: 'the model has no nested virtualization',
                     KVM_GET_SREGS2 : 'the model has no KVM_CAP_SREGS2',
                     KVM_GET_FPU    : 'the model has no x87 and no SSE',
                     KVM_GET_IRQCHIP: 'ENXIO of a machine without an interrupt controller (api.rst, 4.26)',
                     KVM_GET_LAPIC  : 'EINVAL of a machine without an interrupt controller (api.rst, 4.57)'],
            x86_64: [KVM_GET_NESTED_STATE: 'EINVAL without nested virtualization, and E2BIG with it: the state has more bytes than the struct (api.rst, 4.114)',
                     KVM_GET_SREGS2      : 'ENOTTY before Linux 5.14 (api.rst, 4.134)',
                     KVM_GET_XCRS        : 'EINVAL on a processor without XSAVE (arch/x86/kvm/x86.c)'],
            arm64 : [KVM_GET_REGS   : 'registers are one-regs: EINVAL (arch/arm64/kvm/guest.c)',
                     KVM_GET_SREGS  : 'registers are one-regs: EINVAL (arch/arm64/kvm/guest.c)',
                     KVM_GET_FPU    : 'registers are one-regs: EINVAL (arch/arm64/kvm/guest.c)',
                     KVM_GET_CLOCK  : 'x86 only (api.rst, 4.29)',
                     KVM_GET_IRQCHIP: 'x86 only (api.rst, 4.26)',
                     KVM_GET_VCPU_EVENTS: 'ENOTTY before Linux 4.19 (api.rst, 4.31)'],
            ppc64 : [KVM_GET_FPU     : 'registers are one-regs: EOPNOTSUPP (arch/powerpc/kvm/book3s.c)',
                     KVM_GET_MP_STATE: 'no such state: EINVAL (arch/powerpc/kvm/powerpc.c)',
                     KVM_GET_CLOCK   : 'x86 only (api.rst, 4.29)',
                     KVM_GET_IRQCHIP : 'x86 and the e500 only (api.rst, 4.26)']]

    /** Of a vCPU that does not run these stay as they are. */
    static final List<String> STABLE = ['KVM_GET_REGS', 'KVM_GET_SREGS']

    /** The pairs of a board's tables. */
    static List<Ioctl> pairs(Abi abi) {
        abi.ioctls().findAll { get ->
            def set = get.name().replaceFirst('GET', 'SET')
            get.name() =~ /^KVM_(\w+_)?GET_/ && get.struct() != null && abi.hasIoctl(set) && abi.ioctl(set).struct()?.name() == get.struct().name()
                    && !LEFT_OUT.containsKey(get.name()) && get.on().any { it in [FdKind.VM, FdKind.VCPU] }
        }.sort { it.name() }
    }

    @Sample(verify = 4)
    def "#board: the result of each GET ioctl is accepted by its SET ioctl"() {
        given:
        Needed.orSkip(board)
        def on = new OnBoard(board.startsWith('qemu:') ? EmulatedBoards.open(board) : new org.kvmsh.bindings.board.Boards(System.getenv()).open(board))
        def abi = on.board.kernel().abi()
        def kind = board.startsWith('model:') ? 'model' : abi.arch() as String
        on.run(MACHINES[kind])

        when:
        def went = []
        def refused = [:]
        pairs(abi).each { get ->
            def file = get.on().contains(FdKind.VCPU) ? 'm.vcpu(0)' : 'm'
            try {
                on.run("s = ${file}.ioctl(${get.name()}${ASKED[get.name()] ?: ''})")
            } catch (ScriptError e) {
                refused[get.name()] = e.message
                return
            }
            on.run("${file}.ioctl(${get.name().replaceFirst('GET', 'SET')}, s)")
            assert !STABLE.contains(get.name()) || on.run("same s, ${file}.ioctl(${get.name()})")
            went << get.name()
        }

        then: 'the common ioctls work, and the others fail for known reasons; a model has only what it needs'
        went.containsAll(always)
        refused.findAll { name, said -> !REFUSED[kind].containsKey(name) && !(kind == 'model' && said.contains('ENOTTY')) } == [:]

        cleanup:
        on?.close()

        where:
        board          || always
        'model:x86_64' || ['KVM_GET_REGS', 'KVM_GET_SREGS']
        'kvm'          || ['KVM_GET_REGS', 'KVM_GET_SREGS', 'KVM_GET_CPUID2', 'KVM_GET_IRQCHIP', 'KVM_GET_LAPIC', 'KVM_GET_MP_STATE', 'KVM_GET_DEBUGREGS', 'KVM_GET_VCPU_EVENTS', 'KVM_GET_XSAVE', 'KVM_GET_FPU']
        'qemu:x86_64'  || ['KVM_GET_REGS', 'KVM_GET_SREGS', 'KVM_GET_CPUID2', 'KVM_GET_IRQCHIP', 'KVM_GET_LAPIC', 'KVM_GET_MP_STATE', 'KVM_GET_DEBUGREGS', 'KVM_GET_VCPU_EVENTS', 'KVM_GET_XSAVE', 'KVM_GET_FPU']
        'qemu:arm64'   || ['KVM_GET_MP_STATE']
        'qemu:ppc64'   || ['KVM_GET_REGS', 'KVM_GET_SREGS']
    }

    def "#board: the result of #get for a given key is accepted by #set"() {
        given:
        Needed.orSkip(board)
        def on = new OnBoard(board.startsWith('qemu:') ? EmulatedBoards.open(board) : new org.kvmsh.bindings.board.Boards(System.getenv()).open(board))
        on.run(MACHINES[on.board.kernel().abi().arch() as String])
        on.run('v = m.vcpu(0)')

        when:
        on.run("s = $get")
        def answer = on.run("${set}s")

        then:
        answer == taken
        on.run("same s, $get")

        cleanup:
        on?.close()

        where:
        board         | get                                                     | set                         || taken
        'kvm'         | 'v.ioctl(KVM_GET_MSRS, entries: [[index: 0x174]])'      | 'v.ioctl KVM_SET_MSRS, '    || 1
        'qemu:x86_64' | 'v.ioctl(KVM_GET_MSRS, entries: [[index: 0x174]])'      | 'v.ioctl KVM_SET_MSRS, '    || 1
        'kvm'         | 'v.ioctl(KVM_GET_XSAVE2)'                               | 'v.ioctl KVM_SET_XSAVE, '   || 0
        'qemu:x86_64' | 'v.ioctl(KVM_GET_XSAVE2)'                               | 'v.ioctl KVM_SET_XSAVE, '   || 0
        'qemu:arm64'  | 'v.ioctl(KVM_GET_ONE_REG, id: KVM_REG_ARM_TIMER_CVAL)'  | 'v.ioctl KVM_SET_ONE_REG, ' || 0
        'qemu:ppc64'  | 'v.ioctl(KVM_GET_ONE_REG, id: KVM_REG_PPC_LPCR_64)'     | 'v.ioctl KVM_SET_ONE_REG, ' || 0
    }
}
