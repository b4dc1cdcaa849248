package org.kvmsh.bindings.kvm.rules;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
            "VmTypeOfX86",
            "VmTypeOfArm64",
            "VmTypeOfPpc64",
            "Arm64Vcpu",
            "Vgic",
            "Vcpu",
            "Ppc64VcpuId",
            "LargePage",
            "MemorySlot",
            "MemoryLimitOfPpc64",
            "MemoryLimitOfX86",
            "MemoryLimitOfArm64",
            "MemoryLimitOfRiscv64",
            "Capability",
            "CapabilityPlace",
            "CapabilityBits",
            "Irqchip",
            "Device",
            "Aia",
            "Arm64Attribute",
            "Routing",
            "Flag",
            "RouteEntry",
            "VcpuEvent",
            "X86Vcpu",
            "OneReg",
            "Tce",
            "Hypercall",
            "Ppc64Vm",
            "VgicAddress",
            "Value",
            "DirtyLogOfClearing",
            "DirtyLog",
            "DirtyLogOfClearedPages",
            "DirtyLogOfRings",
            "DirtyLogCapability",
            "VcpuIdLimit",
            "LocalApic",
            "Ioeventfd",
            "Sregs",
            "Tss");

    private static final Map<String, List<Rule>> READ = new ConcurrentHashMap<>();

    private RuleGroups() {}

    private static final class Index {
        private static final Map<Arch, Map<String, List<String>>> GROUPS = new EnumMap<>(Arch.class);

        static {
            for (String[] row : TsvTable.rows(RuleGroups.class, "groups.tsv")) {
                for (String call : row[2].split(" ")) {
                    GROUPS.computeIfAbsent(Arch.valueOf(row[1]), arch -> new HashMap<>())
                            .computeIfAbsent(call, name -> new ArrayList<>())
                            .add(row[0]);
                }
            }
        }
    }

    /** The rules of a call on an architecture. */
    static List<Rule> of(Arch arch, String call) {
        List<Rule> own = new ArrayList<>();
        for (String group : Index.GROUPS.getOrDefault(arch, Map.of()).getOrDefault(call, List.of())) {
            own.addAll(Rulebook.of(rules(group), arch, call));
        }
        return own;
    }

    static List<Rule> rules(String group) {
        return READ.computeIfAbsent(group, RuleGroups::read);
    }

    private static List<Rule> read(String group) {
        return switch (group) {
            case "NoArgument" -> NoArgumentRules.RULES;
            case "VmTypeOfX86" -> VmTypeRules.ofX86();
            case "VmTypeOfArm64" -> VmTypeRules.ofArm64();
            case "VmTypeOfPpc64" -> VmTypeRules.ofPpc64();
            case "Arm64Vcpu" -> Arm64VcpuRules.RULES;
            case "Vgic" -> VgicRules.RULES;
            case "Vcpu" -> VcpuRules.RULES;
            case "Ppc64VcpuId" -> Ppc64VcpuIdRules.RULES;
            case "LargePage" -> LargePageRules.RULES;
            case "MemorySlot" -> MemorySlotRules.RULES;
            case "MemoryLimitOfPpc64" -> MemoryLimitRules.ofPpc64();
            case "MemoryLimitOfX86" -> MemoryLimitRules.ofX86();
            case "MemoryLimitOfArm64" -> MemoryLimitRules.ofArm64();
            case "MemoryLimitOfRiscv64" -> MemoryLimitRules.ofRiscv64();
            case "Capability" -> CapabilityRules.RULES;
            case "CapabilityBits" -> CapabilityBitsRules.RULES;
            case "CapabilityPlace" -> CapabilityPlaceRules.RULES;
            case "RouteEntry" -> RouteEntryRules.RULES;
            case "VcpuEvent" -> VcpuEventRules.RULES;
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
            case "DirtyLogOfClearedPages" -> DirtyLogRules.OF_CLEARED_PAGES;
            case "DirtyLogCapability" -> DirtyLogCapabilityRules.RULES;
            case "VcpuIdLimit" -> VcpuIdLimitRules.RULES;
            case "LocalApic" -> LocalApicRules.RULES;
            case "Ioeventfd" -> IoeventfdRules.RULES;
            case "Sregs" -> SregsRules.RULES;
            case "Tss" -> TssRules.RULES;
            default -> throw new IllegalArgumentException("no group of rules is " + group);
        };
    }
}
