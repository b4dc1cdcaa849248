package org.kvmsh.dsl.arch.arm64;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.config.CpuConfig;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The target and the features of KVM_ARM_VCPU_INIT that a script names.
 *
 * @param target null for the one that KVM prefers
 * @param names constants without KVM_ARM_VCPU_
 */
record Arm64Features(Long target, List<String> names, Site site) {
    static final String PREFIX = "KVM_ARM_VCPU_";
    private static final String POWER_OFF = "POWER_OFF";
    private static final String TARGET = "KVM_ARM_TARGET_";
    /**
     * The capability that announces each feature (api.rst 4.82); the headers have other constants of the same prefix.
     */
    private static final Map<String, String> CAPABILITIES = new TreeMap<>(Map.of(
            POWER_OFF,
            "",
            "EL1_32BIT",
            "KVM_CAP_ARM_EL1_32BIT",
            "PSCI_0_2",
            "KVM_CAP_ARM_PSCI_0_2",
            "PMU_V3",
            "KVM_CAP_ARM_PMU_V3",
            "SVE",
            "KVM_CAP_ARM_SVE",
            "PTRAUTH_ADDRESS",
            "KVM_CAP_ARM_PTRAUTH_ADDRESS",
            "PTRAUTH_GENERIC",
            "KVM_CAP_ARM_PTRAUTH_GENERIC",
            "HAS_EL2",
            "KVM_CAP_ARM_EL2",
            "HAS_EL2_E2H0",
            "KVM_CAP_ARM_EL2_E2H0"));

    /**
     * The features of one vCPU.
     *
     * @param others of the VM's vCPUs; null for the usual ones
     */
    static Arm64Features of(CpuConfig asked, Arm64Features others, List<String> usual, Abi abi) {
        Arm64Features own = of(asked, abi);
        List<String> names =
                new ArrayList<>(asked.features() != null ? own.names : others != null ? others.names : usual);
        if (asked.off() && !names.contains(POWER_OFF)) {
            names.add(POWER_OFF);
        }
        return new Arm64Features(
                own.target == null && others != null ? others.target : own.target, List.copyOf(names), asked.site());
    }

    static Arm64Features of(CpuConfig asked, Abi abi) {
        Long target = null;
        if (asked.target() instanceof CharSequence) {
            String name = asked.target().toString();
            String full = name.startsWith(TARGET) ? name : TARGET + name;
            if (!abi.hasConstant(full)) {
                throw new ScriptError(
                        asked.site(),
                        "no target " + full,
                        Nearest.note(full, abi.constants(TARGET).keySet()),
                        "targets: " + String.join(" ", abi.constants(TARGET).keySet()));
            }
            target = abi.constant(full);
        } else if (asked.target() != null) {
            target = Bits64.of(asked.target(), "target:", 0, 0xffffffffL, asked.site());
        }
        List<String> names = new ArrayList<>();
        for (Object feature : asked.features() == null ? List.of() : asked.features()) {
            names.add(name(feature, abi, asked.site()));
        }
        return new Arm64Features(target, List.copyOf(names), asked.site());
    }

    /** A constant of the headers has become its number when it comes here. */
    private static String name(Object feature, Abi abi, Site site) {
        if (feature instanceof CharSequence) {
            String name = feature.toString().replaceFirst("^" + PREFIX, "");
            if (!CAPABILITIES.containsKey(name)) {
                throw new ScriptError(
                        site,
                        "unknown vCPU feature " + feature,
                        Nearest.note(name, CAPABILITIES.keySet()),
                        "features: " + String.join(" ", CAPABILITIES.keySet()));
            }
            return name;
        }
        long number = Bits64.of(feature, "a feature", site);
        return CAPABILITIES.keySet().stream()
                .filter(name -> abi.hasConstant(PREFIX + name) && abi.constant(PREFIX + name) == number)
                .findFirst()
                .orElseThrow(() -> new ScriptError(
                        site,
                        "unknown vCPU feature " + number,
                        "features: " + String.join(" ", CAPABILITIES.keySet())));
    }

    /** The capability for a feature; empty if none is needed. */
    static String capability(String feature) {
        return CAPABILITIES.get(feature);
    }
}
