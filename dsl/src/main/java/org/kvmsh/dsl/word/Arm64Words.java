package org.kvmsh.dsl.word;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.config.Api;
import org.kvmsh.dsl.config.CpuConfig;
import org.kvmsh.dsl.config.VgicConfig;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The words for what an ARM guest sees. */
public interface Arm64Words extends VmPart {
    @Word(
            value = "arm64: the guest physical address size, in bits",
            example = "ipa 40",
            arch = {Arch.ARM64, Arch.ARM})
    default void ipa(Number bits) {
        own("ipa").arm().ipa((int) Bits64.of(bits, "ipa", 1, Long.SIZE, here()), here());
    }

    @Word(
            value = "arm64: the interrupt controller; dist: address of the distributor; cpu: address of the CPU"
                    + " interface (GICv2); redist: addresses of the redistributors (GICv3); irqs: number of"
                    + " interrupts; api: the interface that sets the addresses, one of 'rfc2011'"
                    + " (KVM_SET_DEVICE_ADDRESS), 'merged' (KVM_ARM_SET_DEVICE_ADDR) or 'attributes' (device"
                    + " attributes)",
            example = "vgic dist: 0x2c001000, cpu: 0x2c002000",
            named = {"dist", "cpu", "redist", "irqs", "api"},
            offered = {Arch.ARM64, Arch.ARM},
            ioctl = "KVM_SET_DEVICE_ADDRESS")
    default void vgic(Map<String, ?> places) {
        NamedArguments named = named("vgic", places);
        Object api = named.get("api");
        config().arm()
                .vgic(new VgicConfig(
                        named.longOrNull("dist"),
                        named.longOrNull("cpu"),
                        named.longOrNull("redist"),
                        named.longOrNull("irqs"),
                        api == null ? null : Api.of(api, here()),
                        here()));
    }

    /** @param off whether the vCPU is powered off */
    static CpuConfig cpu(NamedArguments named, boolean off, Site site) {
        Object features = named.get("features");
        if (features == null && named.get("target") == null) {
            throw new ScriptError(
                    site, "cpu takes target:, features: or both", "try: cpu features: ['PSCI_0_2', 'PMU_V3']");
        }
        List<Object> each = features == null
                ? null
                : features instanceof List<?> several ? List.copyOf(several) : List.of(features);
        return new CpuConfig(named.get("target"), each, off, site);
    }
}
