package org.kvmsh.bindings.proposal;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kvmsh.bindings.abi.Arch;

/** The proposals that come with kvmsh, for the architectures that their mails name. */
public final class BuiltIn {
    private static final Mails NONE = (cpu, rmaSize, rmaCount) -> List.of();
    private static final Mails DEVICE_ADDRESS = (cpu, rmaSize, rmaCount) -> List.of(SetDeviceAddress.below());
    private static final Map<Arch, Mails> BY_ARCH =
            Map.of(Arch.PPC64, BuiltIn::ofPowerpc, Arch.ARM64, DEVICE_ADDRESS, Arch.ARM, DEVICE_ADDRESS);
    private static final Set<Arch> RMA = Set.of(Arch.PPC64);

    private BuiltIn() {}

    /**
     * The proposals of an architecture, in front of a kernel that is asked what it is.
     *
     * @param rmaSize kvm_rma_size, bytes
     * @param rmaCount kvm_rma_count
     */
    public static List<Proposal> of(Arch arch, Ppc64Cpu cpu, long rmaSize, int rmaCount) {
        return BY_ARCH.getOrDefault(arch, NONE).of(cpu, rmaSize, rmaCount);
    }

    /** The ioctls of those of an architecture, by name. */
    public static List<String> ioctls(Arch arch) {
        return of(arch, Ppc64Cpu.POWER7, 0, 0).stream().map(Proposal::ioctl).toList();
    }

    /** Whether those of an architecture have a pool of real mode areas, which options describe. */
    public static boolean hasRma(Arch arch) {
        return RMA.contains(arch);
    }

    private static List<Proposal> ofPowerpc(Ppc64Cpu cpu, long rmaSize, int rmaCount) {
        Ppc64Kernel host = Ppc64Kernel.asked(cpu);
        return List.of(new SetPlatform(host), new AllocateRma(host, rmaSize, rmaCount), new DeviceAddressWindow());
    }

    private interface Mails {
        List<Proposal> of(Ppc64Cpu cpu, long rmaSize, int rmaCount);
    }
}
