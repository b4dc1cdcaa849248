package org.kvmsh.specs.model

import org.kvmsh.bindings.board.Board
import org.kvmsh.bindings.kvm.Argument
import org.kvmsh.bindings.kvm.Vcpu
import org.kvmsh.dsl.arch.Architecture
import org.kvmsh.dsl.register.VcpuState
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

/** Rules of arm64's KVM besides those of scripts/arm: each is a text for kvmsh that expects something, run on the model and on a kernel. */
@Timeout(600)
class ModelOfArm64AnswersSpec extends Specification {
    static final String MODEL = 'model:arm-vgicv2'
    static final String REAL = 'qemu:arm64'

    /** A machine of one vCPU, code at 0x40000000, and a store to a device at each of EL1's vectors that the rules come to. */
    static final String GUEST = '''
        guest = { code -> vm {
          memory at: 0x40000000, size: 64.KB
          load at: 0x40000000, hex: code
          load at: 0x40000200, hex: 'be 03 00 b9'
          load at: 0x40000280, hex: 'be 03 00 b9'
          vcpu(0) { start 0x40000000; regs x29: 0x9000000; reg vbar_el1: 0x40000000 }
        } }
        '''

    private static String loadOf(String instruction) {
        """m = vm {
          memory at: 0x40000000, size: 64.KB
          load at: 0x40000000, hex: '$instruction  00 00 00 14'
          vcpu(0) { start 0x40000000; regs x29: 0x9000000 }
          on(mmio: 0x9000000) { 0x8001 }
        }
        m.run within: 2.s
        """
    }

    static final Map<String, String> RULES = [
        'an access whose syndrome says nothing is not emulated: ENOSYS, and the guest stays there':
            "m = guest 'a1 87 00 f8'; expect(errno: ENOSYS) { m.run within: 20.s }; expect { m.regs.pc == 0x40000000 }; expect { m.regs.x29 == 0x9000000 }",
        'so is a pair of registers':
            "m = guest 'a1 0b 40 a9'; expect(errno: ENOSYS) { m.run within: 20.s }",
        'a load completes when it goes on':
            loadOf('a0 03 40 79') + 'expect { m.regs.x0 == 0x8001 }',
        'WFI waits without an interrupt, behind its instruction':
            "m = guest '7f 20 03 d5  00 00 00 14'; expect { m.run(within: 2.s).exit == timeout }; expect { m.regs.pc == 0x40000004 }",
        'a line of the vCPU wakes it, masked or not':
            "m = guest '7f 20 03 d5  be 03 00 b9'; m.ioctl KVM_IRQ_LINE, irq: 0, level: 1; expect { m.run(until: mmio, within: 60.s).exit == mmio }",
        'a line that is not masked is an interrupt':
            "m = guest 'ff 42 03 d5  1f 20 03 d5  00 00 00 14'; m.ioctl KVM_IRQ_LINE, irq: 0, level: 1"
            + "; m.run until: mmio, within: 60.s; expect { m.regs.pc == 0x40000280 }; expect { m.regs.elr_el1 == 0x40000004 }; expect { m.regs.pstate == 0x3c5 }",
        'PSCI SYSTEM_RESET is an exit, and the vCPU is off':
            "m = guest '20 01 80 d2  00 80 b0 f2  02 00 00 d4'; expect { m.run(until: system, within: 60.s).detail.startsWith('system_event reset') }"
            + "; expect { m.vcpu(0).ioctl(KVM_GET_MP_STATE).mp_state == KVM_MP_STATE_STOPPED }; expect { m.run(within: 300.ms).exit == timeout }",
        'PSCI CPU_OFF turns the vCPU off without an exit':
            "m = guest '40 00 80 d2  00 80 b0 f2  02 00 00 d4'; expect { m.run(within: 2.s).exit == timeout }; expect { m.vcpu(0).ioctl(KVM_GET_MP_STATE).mp_state == KVM_MP_STATE_STOPPED }",
        'PSCI CPU_ON starts the other vCPU at an address, with a value in X0':
            "seen = []; m = vm { memory at: 0x40000000, size: 64.KB; load at: 0x40000000, hex: '60 00 80 d2  00 80 b8 f2  21 00 80 d2  02 00 a8 d2  42 00 04 91  63 05 80 d2  02 00 00 d4  00 00 00 14'"
            + "; load at: 0x40000100, hex: '01 20 a1 d2  20 00 00 b9  00 00 00 14'; vcpu(0) { start 0x40000000 }; vcpu(1) { start 0x40000000; ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_STOPPED }"
            + "; on(mmio: 0x9000000) { e -> seen << [e.vcpu.id, e.value] } }; m.run until: { seen.size() > 0 }, within: 60.s; expect { seen == [[1, 0x2b]] }; expect { m.vcpu(0).regs.x0 == 0 }",
        'steps over what KVM does itself: a store, a hypercall, a call to a monitor':
            "m = guest '1f 20 03 d5  be 03 00 b9  02 00 00 d4  03 00 00 d4  1f 20 03 d5'; m.run steps: 1; expect { m.regs.pc == 0x40000004 }; m.run until: mmio, within: 60.s; m.run steps: 1; expect { m.regs.pc == 0x40000008 }"
            + "; m.run steps: 1; expect { m.regs.pc == 0x4000000c }; m.run steps: 2; expect { m.regs.pc == 0x40000014 }; expect { m.regs.x0 == -1 }",
        'BRK is an exit for a debugger, and else an exception':
            "m = guest '1f 20 03 d5  40 05 20 d4'; m.run until: mmio, within: 60.s; expect { m.reg('esr_el1') == 0xf200002a }"
            + "; expect { m.regs.elr_el1 == 0x40000004 }",
        'a dead VM answers EIO to whatever it is asked':
            "m = guest '00 00 00 14'; m.ioctl KVM_CREATE_IRQCHIP; expect(errno: ENXIO) { m.run within: 20.s }; expect(errno: EIO) { m.ioctl KVM_CHECK_EXTENSION, KVM_CAP_IRQCHIP }"
            + "; expect(errno: EIO) { m.vcpu(0).ioctl KVM_GET_MP_STATE }; expect(errno: EIO) { m.ioctl KVM_SET_TSS_ADDR, 0 }",
        'a vCPU that is not set up has no registers, and has events and a state':
            "m = vm { vcpu 0 }; expect(errno: ENOEXEC) { m.vcpu(0).ioctl KVM_GET_REG_LIST, n: 0 }; m.vcpu(0).ioctl KVM_GET_VCPU_EVENTS; m.vcpu(0).ioctl KVM_GET_MP_STATE",
        'a list of registers that is too short is told how many there are':
            "m = guest '00 00 00 14'; expect(errno: E2BIG) { m.vcpu(0).ioctl KVM_GET_REG_LIST, n: 241 }",
        'a constant register takes its own value alone':
            "m = guest '00 00 00 14'; m.vcpu(0).reg 'midr_el1', m.reg('midr_el1'); expect(errno: EINVAL) { m.vcpu(0).reg 'midr_el1', 1 }",
        "a processor's mode is one of AArch64's, or AArch32's user mode":
            "m = guest '00 00 00 14'; [0x3c4, 0x3c0, 0x10, 0x3c5].each { m.regs.pstate = it }; [1, 8, 9, 0xd, 0x13, 0x1f].each { mode -> expect(errno: EINVAL) { m.regs.pstate = mode } }",
        'sp is the stack pointer that PSTATE selects, for reads, writes and snapshots':
            "m = guest '00 00 00 14'; m.regs.sp = 0x40008000; expect { m.regs.sp_el1 == 0x40008000 && m.regs.sp_el0 == 0 }; s = m.snapshot(); m.regs.pstate = 0x3c4; m.regs.sp = 0x1000"
            + "; expect { m.regs.sp_el0 == 0x1000 && m.regs.sp_el1 == 0x40008000 }; m.vcpu(0).reg pstate: 0x3c5, sp: 0x2000; expect { m.regs.sp_el1 == 0x2000 && m.reg('sp') == 0x2000 }"
            + "; expect { m.regs.diff(s).toString().contains('sp: 0x40008000 -> 0x2000') }; m.regs.pstate = 0x10; m.regs.x13 = 0x3000; expect { m.regs.sp == 0x3000 }",
        'a version of PSCI that there is':
            "m = guest '00 00 00 14'; [2, 0x10000, 0x10001].each { m.vcpu(0).reg 'KVM_REG_ARM_PSCI_VERSION', it }; [0, 1, 3, 0x10002].each { v -> expect(errno: EINVAL) { m.vcpu(0).reg 'KVM_REG_ARM_PSCI_VERSION', v } }",
        'services of the firmware can be taken away until a vCPU has run':
            "m = guest 'be 03 00 b9'; m.vcpu(0).reg 'KVM_REG_ARM_VENDOR_HYP_BMAP', 1; expect(errno: EINVAL) { m.vcpu(0).reg 'KVM_REG_ARM_VENDOR_HYP_BMAP', 4 }; m.run until: mmio; m.vcpu(0).reg 'KVM_REG_ARM_VENDOR_HYP_BMAP', 1"
            + "; expect(errno: EBUSY) { m.vcpu(0).reg 'KVM_REG_ARM_VENDOR_HYP_BMAP', 0 }",
        'an interrupt controller after a vCPU has run: EBUSY':
            "m = guest 'be 03 00 b9'; m.run until: mmio; expect(errno: EBUSY) { m.ioctl KVM_CREATE_IRQCHIP }",
        'memory beyond the addresses of the guest: EFAULT':
            "expect(errno: EFAULT) { vm { ipa 36; memory at: 1L << 36, size: 64.KB } }",
        'how many interrupts there are is a multiple of 32 from 64 to 992, said once, before it is complete':
            "d = { x = vm { }; x.deviceFd(x.ioctl(KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V2).fd) }; irqs = { on, n -> on.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_NR_IRQS, value: n }"
            + "; [64, 992].each { irqs d(), it }; [0, 32, 63, 1024, 1056].each { n -> expect(errno: EINVAL) { irqs d(), n } }; one = d(); irqs one, 64; expect(errno: EBUSY) { irqs one, 64 }"
            + "; two = d(); two.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_CTRL, attr: KVM_DEV_ARM_VGIC_CTRL_INIT; expect(errno: EBUSY) { irqs two, 64 }",
        'a vCPU more once the controller is complete: EBUSY':
            "m = vm { vcpu 0 }; d = m.deviceFd(m.ioctl(KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V2).fd); d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_CTRL, attr: KVM_DEV_ARM_VGIC_CTRL_INIT"
            + "; expect(errno: EBUSY) { m.ioctl KVM_CREATE_VCPU, 1 }",
        'an interrupt of a kind, a number or a vCPU that does not exist':
            "m = vm { vgic dist: 0x8000000, cpu: 0x8010000; vcpu(0) { start 0 } }; line = { n -> m.ioctl KVM_IRQ_LINE, irq: n, level: 1 }; [1 << 24 | 32, 1 << 24 | 255, 2 << 24 | 16].each(line)"
            + "; [1 << 24 | 31, 1 << 24 | 256, 2 << 24 | 15, 2 << 24 | 1 << 16 | 16, 3 << 24 | 20].each { n -> expect(errno: EINVAL) { line n } }; expect(errno: ENXIO) { line 0 }",
        'interrupts of a controller that does not exist: ENXIO':
            "m = vm { vcpu(0) { start 0 } }; [1 << 24 | 40, 2 << 24 | 20].each { n -> expect(errno: ENXIO) { m.ioctl KVM_IRQ_LINE, irq: n, level: 1 } }; expect(errno: EINVAL) { m.ioctl KVM_IRQ_LINE, irq: 2, level: 1 }",
        'VFIO knows files, and has nothing to read':
            "m = vm { }; d = m.deviceFd(m.ioctl(KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_VFIO).fd); d.ioctl KVM_HAS_DEVICE_ATTR, group: KVM_DEV_VFIO_FILE, attr: KVM_DEV_VFIO_FILE_ADD"
            + "; expect(errno: ENXIO) { d.ioctl KVM_HAS_DEVICE_ATTR, group: KVM_DEV_VFIO_FILE, attr: 9 }; expect(errno: EPERM) { d.ioctl KVM_GET_DEVICE_ATTR, group: 0, attr: 0, value: 0 }",
    ]

    @Shared
    @AutoCleanup
    OnBoard model = new OnBoard(MODEL)

    @Shared
    @AutoCleanup
    OnBoard real

    @Sample(verify = 16)
    def "on the model: #rule"() {
        when:
        model.run(GUEST + RULES[rule])

        then:
        noExceptionThrown()

        where:
        rule << RULES.keySet()
    }

    /** Arm ARM DDI 0487, D17.2, "ISS encoding for an exception from a Data Abort", SSE. QEMU 7.2 omits SSE, so a kernel there returns 0x8001. */
    def "a signed load from a device is sign-extended"() {
        when:
        model.run(loadOf('a0 03 80 79') + 'expect { m.regs.x0 == 0xffffffffffff8001 }')

        then:
        noExceptionThrown()
    }

    def "on a kernel: #rule"() {
        given:
        Needed.orSkip(REAL)
        real = real ?: new OnBoard(EmulatedBoards.open(REAL))

        when:
        real.run(GUEST + RULES[rule])

        then:
        noExceptionThrown()

        where:
        rule << RULES.keySet()
    }

    def "the model's vCPU has a kernel's registers and values, after setup and after a run"() {
        given:
        Needed.orSkip(REAL)
        def board = EmulatedBoards.open(REAL)

        when:
        def ofKernel = registers(board)
        def ofModel = registers(model.board)

        then:
        ofModel.size() == 2 * 242
        ofModel.keySet().toList() == ofKernel.keySet().toList()
        ofModel.findAll { name, value -> ofKernel[name] != value && !name.startsWith(COUNTER) } == [:]

        cleanup:
        board?.close()
    }

    /** The time since the vCPU was created. */
    static final String COUNTER = '603000000013df1a'

    private static Map<String, String> registers(Board board) {
        def kernel = board.kernel()
        def vm = board.kvm().createVm(0).get()
        def memory = kernel.allocate(0x1000).region()
        def vcpu = vm.createVcpu(0, 0x2000).get()
        try {
            vm.setUserMemoryRegion(0, 0, 0x1000, memory).get()
            memory.write(0, '00 20 a1 d2  1f 00 00 b9'.replaceAll(' ', '').decodeHex())         // mov x0, #0x9000000; str wzr, [x0]
            Argument.of(kernel, 'kvm_vcpu_init').withCloseable { init ->
                vm.ioctl('KVM_ARM_PREFERRED_TARGET', init).get()
                vcpu.ioctl('KVM_ARM_VCPU_INIT', init.set('features[0]', 1L << kernel.abi().constant('KVM_ARM_VCPU_PSCI_0_2'))).get()
            }
            def first = held(vcpu, 'first')
            vcpu.run()
            first + held(vcpu, 'then')
        } finally {
            [vcpu, vm, memory]*.close()
        }
    }

    private static Map<String, String> held(Vcpu vcpu, String when) {
        VcpuState.of(vcpu, Architecture.of(vcpu.kernel().abi()).snapshotOrder(vcpu.kernel().abi()), [], { 0 }).oneRegs.collectEntries { id, bytes -> [(Long.toHexString(id) + " $when").toString(), bytes.encodeHex().toString()] }
    }
}
