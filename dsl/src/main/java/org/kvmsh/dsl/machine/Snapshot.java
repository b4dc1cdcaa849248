package org.kvmsh.dsl.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.bindings.kvm.Vm;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.SavedDevice;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.MemorySlots;
import org.kvmsh.dsl.register.StateOrder;
import org.kvmsh.dsl.register.VcpuState;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Word;

/** The saved state of a machine's vCPUs and memory. */
public final class Snapshot {
    private static final int CHUNK = 0x10000;
    private static final int IRQCHIPS = 3;

    private final Bringup made;
    private final Map<Integer, VcpuState> vcpus = new LinkedHashMap<>();
    /** Memory that is not all zeros, by its address. */
    private final Map<Long, byte[]> memory = new LinkedHashMap<>();
    private final Map<Integer, byte[]> irqchips = new LinkedHashMap<>();
    private final List<SavedDevice> devices = new ArrayList<>();
    private final Set<String> missing = new LinkedHashSet<>();
    private long size;

    private Snapshot(Bringup made) {
        this.made = made;
    }

    static Snapshot of(Bringup made) {
        Snapshot snapshot = new Snapshot(made);
        Abi abi = made.vm().kernel().abi();
        StateOrder order = Architecture.of(abi).snapshotOrder(abi);
        List<Long> msrs = order.hasMsrs() ? made.msrIndices() : List.of();
        made.vcpus().forEach((id, vcpu) -> {
            VcpuState state = VcpuState.of(vcpu, order, msrs);
            snapshot.vcpus.put(id, state);
            snapshot.missing.addAll(state.missing());
        });
        snapshot.readIrqchips();
        snapshot.devices.addAll(Architecture.of(abi).saveDevices(made));
        snapshot.devices.forEach(device -> snapshot.missing.addAll(device.missing()));
        made.slots().all().stream().filter(slot -> slot.region() == null)
                .forEach(slot -> snapshot.missing.add("the memory of slot " + slot.number() + ", which kvmsh did not allocate"));
        for (MemorySlots.Slot slot : reachable(made)) {
            snapshot.size += slot.size();
            for (long at = 0; at < slot.size(); at += CHUNK) {
                byte[] bytes = slot.region().bytes(at, (int) Math.min(CHUNK, slot.size() - at));
                if (!isZero(bytes)) {
                    snapshot.memory.put(slot.at() + at, bytes);
                }
            }
        }
        return snapshot;
    }

    private static List<MemorySlots.Slot> reachable(Bringup made) {
        return made.slots().all().stream().filter(slot -> slot.region() != null).toList();
    }

    private static boolean isZero(byte... bytes) {
        for (byte one : bytes) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }

    /** The two PICs and the IOAPIC of x86, where the kernel has them (api.rst 4.26). */
    private void readIrqchips() {
        Vm vm = made.vm();
        if (!vm.kernel().abi().hasConstant("KVM_IRQCHIP_IOAPIC")) {
            return;
        }
        for (int chip = 0; chip < IRQCHIPS; chip++) {
            try (Argument argument = Argument.of(vm.kernel(), "kvm_irqchip").set("chip_id", chip)) {
                IoctlResult<Integer> answer = vm.ioctl("KVM_GET_IRQCHIP", argument);
                if (answer.ok()) {
                    irqchips.put(chip, argument.region().bytes(0, argument.struct().size()));
                } else if (answer.errno() != Errno.ENXIO.number() && answer.errno() != Errno.ENOTTY.number()) {
                    missing.add("KVM_GET_IRQCHIP failed with " + Errno.name(answer.errno()));
                }
            }
        }
    }

    /** Restores everything; what the kernel refuses is reported. */
    List<String> restore() {
        List<String> refused = new ArrayList<>();
        for (MemorySlots.Slot slot : reachable(made)) {
            for (long at = 0; at < slot.size(); at += CHUNK) {
                int length = (int) Math.min(CHUNK, slot.size() - at);
                restore(slot.region(), at, memory.getOrDefault(slot.at() + at, new byte[length]));
            }
        }
        irqchips.forEach((chip, bytes) -> {
            try (Argument argument = Argument.of(made.vm().kernel(), "kvm_irqchip")) {
                argument.region().write(0, bytes);
                IoctlResult<Integer> answer = made.vm().ioctl("KVM_SET_IRQCHIP", argument);
                if (!answer.ok()) {
                    refused.add("KVM_SET_IRQCHIP failed with " + Errno.name(answer.errno()));
                }
            }
        });
        vcpus.forEach((id, state) -> state.restore(made.vcpus().get(id)).forEach(what -> refused.add("vCPU " + id + ": " + what)));
        // After the vCPUs: an interrupt that is pending in a device is one of its vCPU's too.
        devices.forEach(device -> refused.addAll(device.restore()));
        return refused;
    }

    /** What is as it was is not written, so that a page stays clean, and huge pages that were never touched stay so. */
    private static void restore(Region region, long at, byte[] bytes) {
        if (!Arrays.equals(region.bytes(at, bytes.length), bytes)) {
            region.write(at, bytes);
        }
    }

    /** The general registers of the first vCPU. */
    Map<String, Long> registers() {
        Abi abi = made.vm().kernel().abi();
        if (vcpus.isEmpty()) {
            throw new ScriptError(Site.UNKNOWN, "this snapshot has no vCPU");
        }
        return vcpus.values().iterator().next().general(Architecture.of(abi).generalRegisters(abi));
    }

    @Word(value = "what the snapshot does not include, and why", example = "before.missing")
    public List<String> getMissing() {
        return List.copyOf(missing);
    }

    @Override public String toString() {
        String parts = vcpus.isEmpty() ? "" : ", each with " + String.join(", ", vcpus.values().iterator().next().held());
        return "snapshot of " + Bits64.size(size) + " of memory and " + vcpus.size() + (vcpus.size() == 1 ? " vCPU" : " vCPUs") + parts.replace("each with", vcpus.size() == 1 ? "with" : "each with")
                + (irqchips.isEmpty() && devices.isEmpty() ? "" : "; the interrupt controllers") + (missing.isEmpty() ? "" : "\nnot in it: " + String.join(", ", missing));
    }
}
