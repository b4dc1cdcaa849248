package org.kvmsh.bindings.proposal;

import java.util.List;
import org.kvmsh.bindings.abi.Arch;

/** The proposals that come with kvmsh, for the architectures that their mails name. */
public final class BuiltIn {
    private BuiltIn() { }

    /**
     * Those of an architecture, in front of a kernel that is asked what it is.
     *
     * @param rmaSize  kvm_rma_size, bytes
     * @param rmaCount kvm_rma_count
     */
    public static List<Proposal> of(Arch arch, Ppc64Cpu cpu, long rmaSize, int rmaCount) {
        if (arch.isPowerpc()) {
            Ppc64Kernel host = Ppc64Kernel.asked(cpu);
            return List.of(new SetPlatform(host), new AllocateRma(host, rmaSize, rmaCount));
        }
        return arch.isArm() ? List.of(SetDeviceAddress.below()) : List.of();
    }
}
