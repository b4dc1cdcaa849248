package org.kvmsh.bindings.kvm.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.text.TsvTable;

/**
 * The rules with a check, in groups. Each check is a class for the JVM, so a group is loaded when one of its calls is
 * first asked about. {@code groups.tsv} has the calls of each, in the kernel's order; a spec makes it from the rules.
 */
final class RuleGroups {
    /** In the order in which the kernel checks. */
    static final List<String> NAMES = List.of(
            "NoArgument",
            "VmType",
            "Arm64Vcpu",
            "Vgic",
            "Vcpu",
            "Ppc64VcpuId",
            "MemorySlot",
            "Capability",
            "Irqchip",
            "Device",
            "Aia",
            "Arm64Attribute",
            "Routing",
            "Flag",
            "X86Vcpu",
            "OneReg",
            "Tce",
            "Hypercall",
            "Ppc64Vm",
            "VgicAddress",
            "Value",
            "DirtyLogOfClearing",
            "DirtyLog",
            "DirtyLogOfRings",
            "Ioeventfd",
            "Sregs",
            "Tss");

    private RuleGroups() {}

    private static final class Index {
        private static final Map<Arch, Map<String, List<String>>> GROUPS = new EnumMap<>(Arch.class);

        static {
            for (String[] row : TsvTable.rows(RuleGroups.class, "groups.tsv")) {
                Map<String, List<String>> calls = GROUPS.computeIfAbsent(Arch.valueOf(row[1]), arch -> new HashMap<>());
                Arrays.stream(row[2].split(" "))
                        .forEach(call -> calls.computeIfAbsent(call, name -> new ArrayList<>())
                                .add(row[0]));
            }
        }
    }

    /** The groups that have rules of a call. */
    static Stream<Rule> of(Arch arch, String call) {
        return Index.GROUPS.getOrDefault(arch, Map.of()).getOrDefault(call, List.of()).stream()
                .flatMap(group -> rules(group).stream());
    }

    static List<Rule> rules(String group) {
        return switch (group) {
            case "NoArgument" -> NoArgumentRules.RULES;
            case "VmType" -> VmTypeRules.RULES;
            case "Arm64Vcpu" -> Arm64VcpuRules.RULES;
            case "Vgic" -> VgicRules.RULES;
            case "Vcpu" -> VcpuRules.RULES;
            case "Ppc64VcpuId" -> Ppc64VcpuIdRules.RULES;
            case "MemorySlot" -> MemorySlotRules.RULES;
            case "Capability" -> CapabilityRules.RULES;
            case "Irqchip" -> IrqchipRules.RULES;
            case "Device" -> DeviceRules.RULES;
            case "Aia" -> AiaRules.RULES;
            case "Arm64Attribute" -> Arm64AttributeRules.RULES;
            case "Routing" -> RoutingRules.RULES;
            case "Flag" -> FlagRules.RULES;
            case "X86Vcpu" -> X86VcpuRules.RULES;
            case "OneReg" -> OneRegRules.RULES;
            case "Tce" -> TceRules.RULES;
            case "Hypercall" -> HypercallRules.RULES;
            case "Ppc64Vm" -> Ppc64VmRules.RULES;
            case "VgicAddress" -> VgicAddressRules.RULES;
            case "Value" -> ValueRules.RULES;
            case "DirtyLogOfClearing" -> DirtyLogRules.OF_CLEARING;
            case "DirtyLog" -> DirtyLogRules.RULES;
            case "DirtyLogOfRings" -> DirtyLogRules.OF_RINGS;
            case "Ioeventfd" -> IoeventfdRules.RULES;
            case "Sregs" -> SregsRules.RULES;
            case "Tss" -> TssRules.RULES;
            default -> throw new IllegalArgumentException("no group of rules is " + group);
        };
    }
}
