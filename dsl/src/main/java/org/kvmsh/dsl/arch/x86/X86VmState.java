package org.kvmsh.dsl.arch.x86;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.bindings.kvm.Vm;
import org.kvmsh.dsl.arch.SavedPart;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.register.StructDifferences;

/**
 * The state of an x86 VM outside its vCPUs that one call reads and another one sets: the two PICs, the I/O APIC, the
 * PIT and kvmclock.
 */
final class X86VmState implements SavedPart {
    private static final List<String> IRQCHIPS =
            List.of("KVM_IRQCHIP_PIC_MASTER", "KVM_IRQCHIP_PIC_SLAVE", "KVM_IRQCHIP_IOAPIC");

    private final String name;
    private final Abi abi;
    private final String set;
    private final boolean isBeforeVcpus;
    private final byte[] bytes;
    private final List<String> missing;

    /** @param lacks what is not set again; empty if nothing */
    private X86VmState(
            String name,
            String get,
            String set,
            boolean isBeforeVcpus,
            String lacks,
            IoctlResult<Integer> answer,
            Argument read) {
        this.name = name;
        this.abi = read.kernel().abi();
        this.set = set;
        this.isBeforeVcpus = isBeforeVcpus;
        bytes = answer.ok() ? read.region().bytes(0, read.struct().size()) : null;
        missing = answer.ok()
                ? lacks.isEmpty() ? List.of() : List.of(lacks)
                : List.of("the " + name + ": " + get + " failed with " + Errno.name(answer.errno()));
    }

    /** The parts of this state that the VM has. */
    static List<SavedPart> of(Bringup made) {
        Vm vm = made.vm();
        List<SavedPart> parts = new ArrayList<>();
        if (vm.hasIrqchip()) {
            for (String chip : IRQCHIPS) {
                try (Argument argument = Argument.of(vm.kernel(), "kvm_irqchip")
                        .set("chip_id", vm.kernel().abi().constant(chip))) {
                    // Before the vCPUs: an interrupt that the I/O APIC delivers when it is set is in the local APICs
                    // that were saved.
                    parts.add(new X86VmState(
                            "interrupt controllers",
                            "KVM_GET_IRQCHIP",
                            "KVM_SET_IRQCHIP",
                            true,
                            "",
                            vm.ioctl("KVM_GET_IRQCHIP", argument),
                            argument));
                }
            }
        }
        if (vm.hasPit()) {
            try (Argument argument = Argument.of(vm.kernel(), "kvm_pit_state2")) {
                parts.add(new X86VmState(
                        "PIT",
                        "KVM_GET_PIT2",
                        "KVM_SET_PIT2",
                        false,
                        "count_load_time of KVM_GET_PIT2: KVM_SET_PIT2 restarts the PIT's counters"
                                + " (arch/x86/kvm/i8254.c, pit_load_count)",
                        vm.ioctl("KVM_GET_PIT2", argument),
                        argument));
            }
        }
        if (made.capability("KVM_CAP_ADJUST_CLOCK") != 0) {
            try (Argument argument = Argument.of(vm.kernel(), "kvm_clock_data")) {
                IoctlResult<Integer> answer = vm.ioctl("KVM_GET_CLOCK", argument);
                // With KVM_CLOCK_REALTIME the time since the snapshot would be added (api.rst 4.30).
                parts.add(new X86VmState(
                        "clock", "KVM_GET_CLOCK", "KVM_SET_CLOCK", false, "", answer, argument.set("flags", 0)));
            }
        }
        return parts;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isBeforeVcpus() {
        return isBeforeVcpus;
    }

    @Override
    public List<String> missing() {
        return missing;
    }

    @Override
    public boolean isLost() {
        return bytes == null;
    }

    @Override
    public Map<String, String> differences(SavedPart later) {
        Map<String, String> differences = new LinkedHashMap<>();
        if (bytes != null) {
            StructDifferences.of(abi, abi.ioctl(set).struct(), name, bytes, ((X86VmState) later).bytes, differences);
        }
        return differences;
    }

    @Override
    public List<String> restore(Bringup made) {
        if (bytes == null) {
            return List.of();
        }
        Vm vm = made.vm();
        try (Argument argument =
                Argument.of(vm.kernel(), vm.kernel().abi().ioctl(set).struct(), 0)) {
            argument.region().write(0, bytes);
            IoctlResult<Integer> answer = vm.ioctl(set, argument);
            return answer.ok() ? List.of() : List.of(set + " failed with " + Errno.name(answer.errno()));
        }
    }
}
