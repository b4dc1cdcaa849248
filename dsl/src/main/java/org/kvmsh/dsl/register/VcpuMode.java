package org.kvmsh.dsl.register;

import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;

/** The mode that a vCPU executes its next instruction in. */
public final class VcpuMode {
    /** Intel SDM volume 3, "Extended Feature Enable Register". */
    private static final long EFER_LMA = 1L << 10;
    /** Power ISA book III, "Machine State Register". */
    private static final long MSR_LE = 1L;

    private VcpuMode() { }

    /** @return null for an architecture whose code kvmsh can't read */
    public static CodeMode of(Vcpu vcpu) {
        Abi abi = vcpu.kernel().abi();
        return switch (abi.arch()) {
            case X86_64 -> x86(vcpu);
            case PPC64 -> (RegisterSet.of(abi).read(vcpu, List.of("msr")).get("msr") & MSR_LE) == 0 ? CodeMode.PPC64 : CodeMode.PPC64LE;
            default -> CodeMode.ofReset(abi).orElse(null);
        };
    }

    /** CS.L says that code is of 64 bits where long mode is active, else CS.D that it is of 32 (Intel SDM volume 3, "Segment Descriptors"). */
    private static CodeMode x86(Vcpu vcpu) {
        try (Argument sregs = Argument.of(vcpu.kernel(), "kvm_sregs")) {
            vcpu.getSregs(sregs).get();
            boolean wide = sregs.get("cs.l") != 0 && (sregs.get("efer") & EFER_LMA) != 0;
            return wide ? CodeMode.X86_64 : sregs.get("cs.db") != 0 ? CodeMode.X86_32 : CodeMode.X86_16;
        }
    }
}
