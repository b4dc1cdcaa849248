package org.kvmsh.dsl.arch.ppc64;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.bindings.kvm.rules.Facts;
import org.kvmsh.dsl.arch.GuestPlace;
import org.kvmsh.dsl.arch.Planning;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.Platform;
import org.kvmsh.dsl.config.Ppc64Config;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Site;

/** The part of a plan that is specific to powerpc. */
final class Ppc64Planning implements Planning {
    /** Interrupts begin in little-endian mode (Power ISA, book III, "Logical Partitioning Control Register"). */
    private static final long LPCR_ILE = 1L << 25;

    @Override
    public long vmType(VmConfig config, HostFacts host) {
        return type(config, host);
    }

    /** The argument of KVM_CREATE_VM. */
    static long type(VmConfig config, HostFacts host) {
        return isDecidedByCall(config, host)
                ? 0
                : Ppc64Mode.of(config.powerpc(), host).argument(host);
    }

    @Override
    public String whyVmType(VmConfig config, HostFacts host) {
        return isDecidedByCall(config, host)
                ? ""
                : Ppc64Mode.of(config.powerpc(), host).toString();
    }

    /**
     * KVM_PPC_SET_PLATFORM tells whether the VM that the kernel creates by default can be the platform, unless the
     * script names its type.
     */
    private static boolean isDecidedByCall(VmConfig config, HostFacts host) {
        return Spapr.isProposal(config.powerpc(), host) && !Ppc64Mode.isNamed(config.powerpc(), host);
    }

    @Override
    public List<Lowering> beforeMemory() {
        return List.of(new Spapr(), new Ppc64Vm(), new RealModeArea());
    }

    @Override
    public String insteadOfIrqchip() {
        return "try: xics";
    }

    @Override
    public long memoryPage(Facts facts) {
        return RealModeArea.memoryPage(facts);
    }

    @Override
    public String suited(String example, HostFacts host) {
        String own = Planning.unlikeX86(example);
        return memoryPage(host) == LEAST_PAGE
                ? own
                : own.replace("size: 64.KB", "size: 16.MB, huge: true")
                        .replace("size: KB(64)", "size: MB(16), huge: true");
    }

    @Override
    public GuestPlace guest(Abi abi) {
        CodeMode mode = CodeMode.ofReset(abi).orElseThrow();
        return GuestPlace.above(
                mode,
                0x100000,
                0x100,
                0x10000,
                "r3",
                mode == CodeMode.PPC64LE ? Map.of("lpcr_64", LPCR_ILE) : Map.of());
    }

    @Override
    public VmConfig withGuest(VmConfig config, HostFacts host, Site site) {
        RealModeArea.checkGuest(host, site);
        Ppc64Config asked = config.powerpc();
        if (Ppc64Vcpus.needsPapr(host)) {
            asked = asked.orPlatform(Platform.SPAPR, site);
        }
        if (host.capability("KVM_CAP_PPC_MMU_RADIX") != 0
                && Ppc64Mode.of(asked, host).isHypervisor()) {
            asked = asked.orRadix(site);
        }
        return config.with(asked);
    }

    @Override
    public Lowering vcpus() {
        return new Ppc64Vcpus();
    }

    @Override
    public void enableExits(List<HandlerConfig> handlers, HostFacts host, List<Step> steps) {
        handlers.stream()
                .filter(handler -> handler.kind() == KeyedExit.HCALL)
                .forEach(handler -> CompletedHypercalls.check(handler, host, steps));
    }
}
