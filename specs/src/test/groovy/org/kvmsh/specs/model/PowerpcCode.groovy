package org.kvmsh.specs.model

import org.kvmsh.bindings.board.Board
import org.kvmsh.bindings.kvm.Argument
import org.kvmsh.bindings.kvm.PaprHcallExit
import org.kvmsh.bindings.kvm.Vcpu
import org.kvmsh.bindings.kvm.Vm
import org.kvmsh.bindings.kernel.Region

/**
 * One instruction on a powerpc board in hypervisor mode, big-endian and in real mode, with registers and memory before and after it. A taken branch
 * goes to 0x1100, which sets r26.
 */
class PowerpcCode implements AutoCloseable {
    static final long CODE = 0x1000
    static final long TARGET = 0x1100
    static final long DATA = 0x2000
    static final int DATA_BYTES = 64
    private static final long SF_ME = 1L << 63 | 1L << 12
    /** SO, OV, CA: what later processors have in XER besides is not asked. */
    static final long XER = 0xe0000000L
    /** mfcr 22; mfxer 23; mflr 24; mfctr 25; li 3, 0x7f0; sc 1: where a hypercall comes from, the kernel may have changed them. */
    private static final List<Integer> TAIL = [0x7ec00026, 0x7ee102a6, 0x7f0802a6, 0x7f2902a6, 0x386007f0, 0x44000022]
    private static final int SET_R26 = 0x3b400001

    private final Vm vm
    private final Vcpu vcpu
    private final Region memory
    private final Argument regs
    private Integer written

    PowerpcCode(Board board) {
        def kernel = board.kernel()
        long page = kernel.hugePages().usual()
        vm = board.kvm().createVm(0).get()
        memory = (page == 0 ? kernel.allocate(0x10000) : kernel.allocate(page, page)).region()
        vm.setUserMemoryRegion(0, 0, memory.size(), memory).get()
        vcpu = vm.createVcpu(0, board.kvm().ioctl('KVM_GET_VCPU_MMAP_SIZE', 0).get()).get()
        Argument.of(kernel, 'kvm_enable_cap').withCloseable { vcpu.ioctl('KVM_ENABLE_CAP', it.set('cap', kernel.abi().constant('KVM_CAP_PPC_PAPR'))).get() }
        regs = Argument.of(kernel, 'kvm_regs')
        write(TARGET, words([SET_R26] + TAIL))
    }

    static byte[] words(List<Integer> words) {
        words.collectMany { word -> [24, 16, 8, 0].collect { (byte) (word >> it) } } as byte[]
    }

    private void write(long at, byte[] bytes) {
        memory.write(at, bytes)
    }

    /** What r14, r15, r16, cr, xer, lr, ctr, taken and data are after an instruction, by name. */
    Map<String, Object> run(int word, Map<String, Long> before, byte[] data) {
        if (word != written) {
            written = word
            write(CODE, words([word] + TAIL))
        }
        write(DATA, data)
        regs.set('pc', CODE).set('msr', SF_ME).set('gpr[26]', 0)
        before.each { name, value -> regs.set(name.startsWith('r') ? "gpr[${name.substring(1)}]".toString() : name, value) }
        vcpu.setRegs(regs).get()
        int answer = vcpu.run()
        assert answer == 0 && vcpu.exit() instanceof PaprHcallExit
        vcpu.getRegs(regs).get()
        [r14: gpr(14), r15: gpr(15), r16: gpr(16), cr: gpr(22), xer: gpr(23) & XER, lr: gpr(24), ctr: gpr(25), taken: gpr(26) != 0,
         data: memory.bytes(DATA, DATA_BYTES).encodeHex().toString()]
    }

    private long gpr(int number) {
        regs.get("gpr[$number]".toString())
    }

    @Override
    void close() {
        regs.close()
        vcpu.close()
        vm.close()
        memory.close()
    }
}
