package org.kvmsh.dsl.machine.change;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.ReadableState;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kvm.Vm;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.SavedPart;
import org.kvmsh.dsl.machine.vcpu.MachineShape;
import org.kvmsh.dsl.machine.vcpu.RegisterValues;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.register.RegisterSet;
import org.kvmsh.dsl.register.StateOrder;
import org.kvmsh.dsl.register.VcpuState;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The saved state of a machine: its vCPUs, its memory, and what else its VM has that the kernel returns. */
public final class MachineState {
    private final String machine;
    private final Kernel kernel;
    private final Abi abi;
    /** Null for what is in the kernel alone. */
    private MachineShape shape;

    private final Map<Integer, VcpuState> vcpus = new LinkedHashMap<>();
    private final SnapshotMemory memory = new SnapshotMemory();
    private final List<SavedPart> parts = new ArrayList<>();
    private final Set<String> missing = new LinkedHashSet<>();

    private MachineState(String machine, Bringup made) {
        this.machine = machine;
        this.kernel = made.kernel();
        this.abi = made.vm().kernel().abi();
    }

    /**
     * Reads the state.
     *
     * @param machine in words
     * @param before how often each call was taken when the machine was created
     */
    static MachineState of(String machine, Bringup made, Map<String, Integer> before) {
        MachineState state = withoutMemory(machine, made);
        state.shape = MachineShape.of(made);
        state.noteUnreadable(made.vm(), before);
        state.missing.addAll(state.memory.read(made.slots()));
        return state;
    }

    /** Reads what is in the kernel alone. */
    static MachineState withoutMemory(String machine, Bringup made) {
        MachineState state = new MachineState(machine, made);
        Architecture architecture = Architecture.of(state.abi);
        StateOrder order = architecture.snapshotOrder(state.abi);
        List<Long> msrs = order.hasMsrs() ? made.msrIndices() : List.of();
        made.vcpus().forEach((id, vcpu) -> state.vcpus.put(id, VcpuState.of(vcpu, order, msrs, made::capability)));
        state.vcpus.values().forEach(vcpu -> state.missing.addAll(vcpu.missing()));
        state.parts.addAll(architecture.saveParts(made));
        state.parts.forEach(part -> state.missing.addAll(part.missing()));
        state.noteDevices(made.vm());
        return state;
    }

    /** The part of the state without which a guest cannot go on in another VM; empty if it can. */
    List<String> lost() {
        List<String> lost = new ArrayList<>(missing);
        parts.stream().filter(part -> !part.isLost()).forEach(part -> lost.removeAll(part.missing()));
        return lost;
    }

    /** The names of what is not the same in a later snapshot of the same machine, with both values. */
    Map<String, String> differences(MachineState later) {
        Map<String, String> differences = new LinkedHashMap<>();
        vcpus.forEach((id, state) -> state.differences(later.vcpus.get(id))
                .forEach((what, values) -> differences.put("vCPU " + id + " " + what, values)));
        for (int i = 0; i < parts.size() && i < later.parts.size(); i++) {
            // A guest that has switched to a radix tree has a hashed page table in one of them only.
            if (parts.get(i).name().equals(later.parts.get(i).name())) {
                differences.putAll(parts.get(i).differences(later.parts.get(i)));
            }
        }
        return differences;
    }

    /** The first general register that the machine has otherwise now, or its memory; empty if both are the same. */
    String firstDifference(Bringup now) {
        RegisterSet general = Architecture.of(abi).generalRegisters(abi);
        for (Map.Entry<Integer, VcpuState> vcpu : vcpus.entrySet()) {
            Map<String, Long> then = vcpu.getValue().general(general);
            Map<String, Long> has = general.read(now.vcpus().get(vcpu.getKey()), List.copyOf(then.keySet()));
            for (String name : then.keySet()) {
                if (!then.get(name).equals(has.get(name))) {
                    return name + " was " + Bits64.hex(then.get(name)) + ", and is " + Bits64.hex(has.get(name));
                }
            }
        }
        return memory.isIn(now.slots()) ? "" : "memory is not what it was";
    }

    private void noteDevices(Vm vm) {
        Set<Integer> saved = parts.stream().map(SavedPart::descriptor).collect(Collectors.toSet());
        vm.devices().forEach((fd, type) -> {
            if (!saved.contains(fd)) {
                missing.add("the state of " + MachineShape.deviceName(type, abi)
                        + ": its attributes are not read (KVM_GET_DEVICE_ATTR)");
            }
        });
    }

    /**
     * Notes state that was set after the plan, which cannot be read; what a plan has set is the same in each machine of
     * the plan.
     */
    private void noteUnreadable(Vm vm, Map<String, Integer> before) {
        vm.taken().forEach((call, count) -> {
            String what = ReadableState.unreadable(call);
            if (what != null && count > before.getOrDefault(call, 0)) {
                missing.add(what + ": no call returns what " + call + " has set");
            }
        });
    }

    /** The parts of the machine besides values. */
    MachineShape shape() {
        return shape;
    }

    /** The registers of the first vCPU. */
    RegisterValues values() {
        return new RegisterValues(shape.arch(), registers());
    }

    /** The machine that it was taken of, in words. */
    String machine() {
        return machine;
    }

    /** The parts of it that the board of a machine of the same shape does not have. */
    List<String> lacking(Bringup made) {
        List<Long> indices = Architecture.of(abi).snapshotOrder(abi).hasMsrs() ? made.msrIndices() : List.of();
        List<String> lacking = new ArrayList<>();
        vcpus.forEach((id, state) -> state.lacking(made.vcpus().get(id), indices, made::capability)
                .forEach(what ->
                        lacking.add("vCPU " + id + ": " + what + ", which this machine's board does not have")));
        return lacking;
    }

    /** Whether a machine is on the kernel that it was taken on. */
    boolean isOf(Bringup made) {
        return kernel == made.kernel();
    }

    /** Restores everything; what the kernel refuses is reported. */
    List<String> restore(Bringup made) {
        memory.restore(made.slots());
        return restoreKernel(made);
    }

    /** Restores what is in the kernel alone. */
    List<String> restoreKernel(Bringup made) {
        List<String> refused = new ArrayList<>();
        parts.stream().filter(SavedPart::isBeforeVcpus).forEach(part -> refused.addAll(part.restore(made)));
        vcpus.forEach((id, state) ->
                state.restore(made.vcpus().get(id)).forEach(what -> refused.add("vCPU " + id + ": " + what)));
        parts.stream().filter(part -> !part.isBeforeVcpus()).forEach(part -> refused.addAll(part.restore(made)));
        return refused;
    }

    /** The general registers of the first vCPU. */
    private Map<String, Long> registers() {
        if (vcpus.isEmpty()) {
            throw new ScriptError(Site.UNKNOWN, "this snapshot has no vCPU");
        }
        return vcpus.values().iterator().next().general(Architecture.of(abi).generalRegisters(abi));
    }

    /** The parts that it lacks, each with the reason. */
    public List<String> missing() {
        return List.copyOf(missing);
    }

    @Override
    public String toString() {
        String held = vcpus.isEmpty()
                ? ""
                : (vcpus.size() == 1 ? ", with " : ", each with ")
                        + String.join(", ", vcpus.values().iterator().next().held());
        String others = parts.stream()
                .map(SavedPart::name)
                .filter(name -> !name.isEmpty())
                .distinct()
                .collect(Collectors.joining(", "));
        return "snapshot of " + Bits64.size(memory.size()) + " of memory and " + vcpus.size()
                + (vcpus.size() == 1 ? " vCPU" : " vCPUs") + held + (others.isEmpty() ? "" : "; " + others)
                + (missing.isEmpty() ? "" : "\nnot in it: " + String.join("\nnot in it: ", missing));
    }
}
