package org.kvmsh.dsl.machine.vcpu;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kvm.state.ConnectedDevice;
import org.kvmsh.bindings.kvm.state.SetUpCalls.SetUpCall;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.MemorySlots;
import org.kvmsh.dsl.script.Bits64;

/**
 * The properties that two machines must have alike so that the state of one can be set in the other: all that is not a
 * value.
 *
 * @param slots the memslots, by their numbers
 * @param vcpus ids
 * @param devices the calls that created an interrupt controller and a PIT, and the types of the devices in the order of
 *     their creation
 * @param enabled what KVM_CREATE_VM, KVM_ENABLE_CAP and KVM_ARM_VCPU_INIT have chosen
 */
public record MachineShape(
        Arch arch, Map<Integer, String> slots, List<Integer> vcpus, List<String> devices, List<String> enabled) {
    /** A part that differs: of the one and of the other, NONE where it has none. */
    public record Difference(String what, String one, String other) {
        @Override
        public String toString() {
            return what + ": " + one + " in the snapshot; " + other + " in this machine";
        }
    }

    private static final String NONE = "none";

    /** The shape of a machine as its steps and the script have made it. */
    public static MachineShape of(Bringup made) {
        Abi abi = made.vm().kernel().abi();
        Map<Integer, String> slots = new TreeMap<>(made.slots().all().stream()
                .collect(Collectors.toMap(MemorySlots.Slot::number, MemorySlots.Slot::toString)));
        List<String> devices = new ArrayList<>();
        if (made.vm().hasIrqchip()) {
            devices.add("KVM_CREATE_IRQCHIP");
        }
        if (made.vm().hasPit()) {
            devices.add("KVM_CREATE_PIT2");
        }
        made.vm().devices().values().forEach(type -> devices.add(deviceName(type, abi)));
        return new MachineShape(abi.arch(), slots, List.copyOf(made.vcpus().keySet()), devices, enabled(made, abi));
    }

    private static List<String> enabled(Bringup made, Abi abi) {
        SortedSet<String> enabled = new TreeSet<>();
        if (made.vm().type() != 0) {
            enabled.add("VM type " + made.vm().type());
        }
        for (SetUpCall call : made.vm().setUp().all()) {
            if (call.name().equals("KVM_ENABLE_CAP")) {
                long cap = call.field("cap", abi);
                // A descriptor differs from machine to machine; a vCPU's number at the device does not.
                long value = call.field(ConnectedDevice.isIn(call, abi) ? "args[1]" : "args[0]", abi);
                enabled.add(constant("KVM_CAP_", cap, "capability", abi) + (value == 0 ? "" : " " + Bits64.hex(value)));
            } else if (call.name().equals("KVM_ARM_VCPU_INIT")) {
                enabled.add("vCPU target " + call.field("target", abi) + " features "
                        + Bits64.hex(call.field("features[0]", abi)));
            }
        }
        return List.copyOf(enabled);
    }

    /** The constant of a device's type. */
    public static String deviceName(long type, Abi abi) {
        return constant("KVM_DEV_TYPE_", type, "device type", abi);
    }

    /** @param what it is, before a number without a constant */
    private static String constant(String prefix, long value, String what, Abi abi) {
        return abi.constants(prefix).entrySet().stream()
                .filter(known -> known.getValue() == value && !known.getKey().equals("KVM_DEV_TYPE_MAX"))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(what + " " + value);
    }

    /** The differences of another one; empty if there are none. */
    public List<Difference> differences(MachineShape other) {
        List<Difference> differences = new ArrayList<>();
        differ("architecture", arch, other.arch, differences);
        slots.keySet().stream()
                .filter(number -> !Objects.equals(slots.get(number), other.slots.get(number)))
                .forEach(
                        number -> differ("memslot " + number, slots.get(number), other.slots.get(number), differences));
        other.slots.keySet().stream()
                .filter(number -> !slots.containsKey(number))
                .forEach(number -> differ("memslot " + number, null, other.slots.get(number), differences));
        differ("vCPUs", list(vcpus), list(other.vcpus), differences);
        differ("devices", list(devices), list(other.devices), differences);
        differ("capabilities and features", list(enabled), list(other.enabled), differences);
        return differences;
    }

    private static String list(Collection<?> parts) {
        return parts.isEmpty() ? null : parts.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static void differ(String what, Object one, Object other, List<Difference> differences) {
        if (!Objects.equals(one, other)) {
            differences.add(
                    new Difference(what, one == null ? NONE : one.toString(), other == null ? NONE : other.toString()));
        }
    }
}
