package org.kvmsh.dsl.arch.arm64;

import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.arch.GuestPlace;
import org.kvmsh.dsl.config.ArchWord;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.Located;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;
import org.kvmsh.dsl.plan.step.Refusals;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Site;

/** The part of a plan that is specific to arm64. */
final class Arm64Planning extends ArmPlanning {
    @Override
    public long vmType(VmConfig config, HostFacts host) {
        Located<Integer> ipa = config.arm().ipa();
        boolean sized = host.capability("KVM_CAP_ARM_VM_IPA_SIZE") != 0;
        return ipa == null || !sized && ipa.value() == Arm64Vcpus.USUAL_ADDRESS_BITS ? 0 : ipa.value();
    }

    @Override
    public Site vmTypeSite(VmConfig config) {
        return config.arm().ipa() == null ? config.site() : config.arm().ipa().site();
    }

    @Override
    public String whyVmType(VmConfig config, HostFacts host) {
        return config.arm().ipa() == null
                ? ""
                : "ipa: the guest's physical addresses have "
                        + config.arm().ipa().value() + " bits";
    }

    /** KVM_SET_DEVICE_ADDRESS was proposed for every architecture. */
    @Override
    public List<Lowering> anywhere(VmConfig config) {
        return config.arm().vgics().isEmpty() ? List.of() : List.of(new Vgic());
    }

    @Override
    public List<ArchWord> proposedWords(VmConfig config) {
        return config.arm().vgics().isEmpty() ? List.of() : Vgic.words(config);
    }

    @Override
    public VmConfig withDevices(VmConfig config, HostFacts host) {
        return config.arm().vgics().isEmpty() ? config : Vgic.inUserSpace(config, host);
    }

    @Override
    public Lowering vcpus() {
        return new Arm64Vcpus();
    }

    @Override
    public void checkExit(KeyedExit kind, String what, Site site, HostFacts host) {
        if (kind == KeyedExit.SYSTEM) {
            Refusals.neverCalled(what, "KVM_CAP_ARM_PSCI_0_2", site, host);
        }
    }

    @Override
    public void enableExits(List<HandlerConfig> handlers, HostFacts host, List<Step> steps) {
        handlers.stream()
                .filter(handler -> handler.kind() == KeyedExit.HCALL)
                .forEach(handler -> Arm64Hypercalls.lower(handler, host, steps));
    }

    @Override
    public GuestPlace guest(Abi abi) {
        return GuestPlace.above(CodeMode.ARM64, 0x40000000, "x0");
    }
}
