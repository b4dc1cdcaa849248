package org.kvmsh.bindings.debug;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.OneReg;
import org.kvmsh.bindings.kvm.Vcpu;

/**
 * The exception of ebreak that a vCPU takes to its supervisor, by writing its registers (RISC-V Privileged ISA,
 * "Supervisor-Level ISA"): KVM has no call for it. sstatus.SPELP (Zicfilp) and sstatus.SDT (Ssdbltrp) keep their
 * values.
 */
final class Riscv64Exception {
    private static final long BREAKPOINT = 3;
    /** sstatus: SIE, SPIE and SPP. */
    private static final long SIE = 1 << 1;

    private static final long SPIE = 1 << 5;
    private static final long SPP = 1 << 8;
    /** stvec: the mode; an exception goes to the base in each one. */
    private static final long VECTORED = 3;

    private final OneReg registers;
    private final Abi abi;

    private Riscv64Exception(OneReg registers, Abi abi) {
        this.registers = registers;
        this.abi = abi;
    }

    /** Takes the exception. */
    static void takeBreakpoint(Vcpu vcpu) {
        try (OneReg registers = new OneReg(vcpu, Long.BYTES)) {
            new Riscv64Exception(registers, vcpu.kernel().abi()).take();
        }
    }

    private void take() {
        long pc = core("regs.pc");
        long mode = core("mode");
        long status = csr("sstatus");
        long at = registers.get(pc);
        long had = registers.get(status);
        boolean isSupervisor = registers.get(mode) == abi.constant("KVM_RISCV_MODE_S");
        registers.set(csr("sepc"), at);
        registers.set(csr("scause"), BREAKPOINT);
        registers.set(csr("stval"), at);
        registers.set(status, had & ~(SIE | SPIE | SPP) | ((had & SIE) != 0 ? SPIE : 0) | (isSupervisor ? SPP : 0));
        registers.set(mode, abi.constant("KVM_RISCV_MODE_S"));
        registers.set(pc, registers.get(csr("stvec")) & ~VECTORED);
    }

    private long core(String field) {
        return id("KVM_REG_RISCV_CORE", "kvm_riscv_core", field);
    }

    private long csr(String field) {
        return id("KVM_REG_RISCV_CSR", "kvm_riscv_csr", field);
    }

    private long id(String kind, String struct, String field) {
        return abi.constant("KVM_REG_RISCV")
                | abi.constant("KVM_REG_SIZE_U64")
                | abi.constant(kind)
                | abi.struct(struct).offset(field) / Long.BYTES;
    }
}
