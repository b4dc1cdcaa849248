package org.kvmsh.dsl.arch.x86;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.arch.GuestPlace;
import org.kvmsh.dsl.arch.Planning;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.StartConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;
import org.kvmsh.dsl.plan.step.MemoryKinds;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The part of a plan that is specific to x86. */
final class X86Planning implements Planning {
    /** The port of x86_64.S. */
    private static final long GUEST_CALLS = 0x6b63;

    @Override
    public long vmType(VmConfig config, HostFacts host) {
        return MemoryKinds.vmType(config, host);
    }

    @Override
    public String whyVmType(VmConfig config, HostFacts host) {
        return vmType(config, host) == 0
                ? ""
                : "KVM_X86_SW_PROTECTED_VM: its memory can be private to the guest (api.rst 4.142)";
    }

    @Override
    public String irqchip() {
        return "irqchip: in-kernel local APICs, I/O APIC and PIC; must come before the vCPUs (api.rst 4.24)";
    }

    /**
     * KVM_CREATE_DEVICE is in virt/kvm/kvm_main.c, and so is KVM_CAP_DEVICE_CTRL since Linux 6.8 (63912245c19d); before
     * that, each architecture reported it, and arch/x86/kvm/x86.c did not.
     */
    @Override
    public boolean announcesDevices() {
        return false;
    }

    @Override
    public List<Lowering> afterIrqchip() {
        return List.of(new X86Irqchip());
    }

    @Override
    public Lowering vcpus() {
        return new X86Vcpus();
    }

    @Override
    public void enableExits(List<HandlerConfig> handlers, HostFacts host, List<Step> steps) {
        X86MsrExits.lower(
                handlers.stream()
                        .filter(handler -> handler.kind() == KeyedExit.MSR)
                        .toList(),
                host,
                steps);
        X86Hypercalls.lower(
                handlers.stream()
                        .filter(handler -> handler.kind() == KeyedExit.HCALL)
                        .toList(),
                host,
                steps);
    }

    /** The mode in which the first vCPU starts, unless the script sets it. */
    @Override
    public CodeMode asmMode(CodeMode reset, Integer asked, StartConfig first, HostFacts host, Site site) {
        int bits = asked != null
                ? asked
                : first == null
                        ? 16
                        : switch (first.mode()) {
                            case LONG64 -> 64;
                            case PROT32 -> 32;
                            default -> 16;
                        };
        return CodeMode.named("x86_" + bits)
                .orElseThrow(() -> new ScriptError(site, "bits: must be 16, 32 or 64, not " + bits));
    }

    @Override
    public GuestPlace guest(Abi abi) {
        return new GuestPlace(
                CodeMode.X86_64,
                0x100000,
                GuestPlace.NULL_PAGE,
                GuestPlace.NULL_PAGE,
                0xa0000,
                StartConfig.Mode.LONG64,
                Map.of(),
                "rdi",
                Map.of(),
                KeyedExit.IO,
                GUEST_CALLS);
    }
}
