package org.kvmsh.dsl.arch.x86;

import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.DebugExit;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.register.ProgramCounter;

/** RIP, relative to the base of CS, and its translation by KVM_TRANSLATE (api.rst 4.9). */
final class X86ProgramCounter implements ProgramCounter {
    private static final byte[] HLT = {(byte) 0xf4};

    @Override
    public long address(Vcpu vcpu) {
        try (Argument regs = Argument.of(vcpu.kernel(), "kvm_regs");
                Argument sregs = Argument.of(vcpu.kernel(), "kvm_sregs")) {
            vcpu.getRegs(regs).get();
            vcpu.getSregs(sregs).get();
            return regs.get("rip") + sregs.get("cs.base");
        }
    }

    /**
     * KVM puts the linear address into kvm_run (arch/x86/kvm/x86.c, kvm_vcpu_do_singlestep; api.rst 5, KVM_EXIT_DEBUG).
     */
    @Override
    public long address(Vcpu vcpu, DebugExit exit) {
        return ((Number) exit.get("arch.pc")).longValue();
    }

    /**
     * KVM's emulator replaces KVM_EXIT_HLT by the step's KVM_EXIT_DEBUG (arch/x86/kvm/x86.c, x86_emulate_instruction).
     */
    @Override
    public byte[] halt() {
        return HLT.clone();
    }

    @Override
    public boolean isTranslated() {
        return true;
    }

    @Override
    public String whyNowhere() {
        return "KVM_TRANSLATE finds no page";
    }

    @Override
    public Code code(Vcpu vcpu, long address) {
        try (Argument sregs = Argument.of(vcpu.kernel(), "kvm_sregs")) {
            vcpu.getSregs(sregs).get();
            long base = sregs.get("cs.base");
            return new Code(
                    physical(vcpu, sregs, address),
                    mode(sregs),
                    base == 0
                            ? ""
                            : "cs.base 0x" + Long.toHexString(base) + " + rip 0x" + Long.toHexString(address - base));
        }
    }

    /**
     * CS.L selects 64-bit code in long mode, otherwise CS.D 32-bit code (Intel SDM volume 3, "Segment Descriptors").
     */
    static CodeMode mode(Argument sregs) {
        boolean wide = sregs.get("cs.l") != 0 && (sregs.get("efer") & ControlBits.EFER_LMA) != 0;
        return wide ? CodeMode.X86_64 : sregs.get("cs.db") != 0 ? CodeMode.X86_32 : CodeMode.X86_16;
    }

    /** The guest physical address of a linear one; {@link #NOWHERE} if the guest's page tables do not map it. */
    static long physical(KvmFile vcpu, Argument sregs, long linear) {
        if ((sregs.get("cr0") & ControlBits.CR0_PG) == 0) {
            return linear;
        }
        try (Argument translation = Argument.of(vcpu.kernel(), "kvm_translation")) {
            vcpu.ioctl("KVM_TRANSLATE", translation.set("linear_address", linear))
                    .get();
            return translation.get("valid") != 0 ? translation.get("physical_address") : NOWHERE;
        }
    }
}
