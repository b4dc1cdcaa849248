package org.kvmsh.dsl.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a script asked a VM to be: no kernel was touched for it. A part that the script does not name is null or empty.
 *
 * @param irqchip   where the interrupt controller of KVM_CREATE_IRQCHIP was asked for
 * @param hugepages bytes of the pages that guest memory is in
 */
public record VmSpec(PowerpcSpec powerpc, ArmSpec arm, X86Spec x86, Site irqchip, List<DeviceSpec> devices, Said<Long> hugepages,
                     List<MemorySpec> memory, List<LoadSpec> loads, List<CallSpec> calls, List<VcpuSpec> vcpus, List<HandlerSpec> handlers, List<AnswerSpec> answers,
                     List<ReadyDeviceSpec> ready, Site site) {
    public VmSpec {
        devices = List.copyOf(devices);
        memory = List.copyOf(memory);
        loads = List.copyOf(loads);
        calls = List.copyOf(calls);
        vcpus = List.copyOf(vcpus);
        handlers = List.copyOf(handlers);
        answers = List.copyOf(answers);
        ready = List.copyOf(ready);
    }

    /** The same with what a board made of its images: their bytes counted, and where vCPUs begin. */
    public VmSpec with(List<MemorySpec> sized, List<LoadSpec> placed, List<VcpuSpec> started) {
        return new VmSpec(powerpc, arm, x86, irqchip, devices, hugepages, sized, placed, calls, started, handlers, answers,
                    ready, site);
    }

    /** Gathers a spec word by word; what contradicts itself is refused at the word that does. */
    public static final class Builder {
        private final Site site;
        private final PowerpcSpec.Builder powerpc = new PowerpcSpec.Builder();
        private final ArmSpec.Builder arm = new ArmSpec.Builder();
        private final X86Spec.Builder x86 = new X86Spec.Builder();
        private Site irqchip;
        private final List<DeviceSpec> devices = new ArrayList<>();
        private Said<Long> hugepages;
        private final List<MemorySpec> memory = new ArrayList<>();
        private final List<LoadSpec> loads = new ArrayList<>();
        private final List<CallSpec> calls = new ArrayList<>();
        private final List<VcpuSpec> vcpus = new ArrayList<>();
        private final List<HandlerSpec> handlers = new ArrayList<>();
        private final List<AnswerSpec> answers = new ArrayList<>();
        private final List<ReadyDeviceSpec> ready = new ArrayList<>();
        private final List<HandlerSpec> places = new ArrayList<>();

        public Builder(Site site) {
            this.site = site;
        }

        public PowerpcSpec.Builder powerpc() {
            return powerpc;
        }

        public ArmSpec.Builder arm() {
            return arm;
        }

        public X86Spec.Builder x86() {
            return x86;
        }

        public void irqchip(Site at) {
            once(irqchip, "irqchip", at);
            irqchip = at;
        }

        public void device(DeviceSpec asked) {
            devices.add(asked);
        }

        public void hugepages(long size, Site at) {
            once(hugepages, "hugepages", at);
            hugepages = new Said<>(size, at);
        }

        public void memory(MemorySpec asked) {
            memory.add(asked);
        }

        public void load(LoadSpec asked) {
            loads.add(asked);
        }

        public void call(CallSpec asked) {
            calls.add(asked);
        }

        public void vcpu(VcpuSpec asked) {
            if (vcpus.stream().anyMatch(v -> v.id() == asked.id())) {
                throw new ScriptError(asked.site(), "there are two vCPUs " + asked.id());
            }
            vcpus.add(asked);
        }

        public void handler(HandlerSpec asked) {
            alone(asked.kind(), asked.first(), asked.last(), "handlers", asked.site());
            handlers.add(asked);
        }

        public void answer(AnswerSpec asked) {
            alone(asked.kind(), asked.first(), asked.last(), "answers", asked.site());
            answers.add(asked);
        }

        /** @param takes the places of the device */
        public void ready(ReadyDeviceSpec asked, List<HandlerSpec> takes) {
            takes.forEach(place -> alone(place.kind(), place.first(), place.last(), "devices", asked.site()));
            ready.add(asked);
            places.addAll(takes);
        }

        /** An exit has one handler, one answer or one device. */
        private void alone(HandlerSpec.Kind kind, long first, long last, String what, Site at) {
            for (HandlerSpec other : Stream.concat(handlers.stream(), places.stream()).toList()) {
                if (other.kind() == kind && other.first() <= last && first <= other.last()) {
                    throw twice(kind, Math.max(other.first(), first), what, at, other.site());
                }
            }
            for (AnswerSpec other : answers) {
                if (other.kind() == kind && other.first() <= last && first <= other.last()) {
                    throw twice(kind, Math.max(other.first(), first), what, at, other.site());
                }
            }
        }

        private static ScriptError twice(HandlerSpec.Kind kind, long place, String what, Site at, Site other) {
            return new ScriptError(at, "two " + what + " for " + kind.name().toLowerCase(Locale.ROOT) + " " + Bits64.hex(place), "the other is at " + other);
        }

        private MemorySpec inPages(MemorySpec asked) {
            return hugepages == null || asked.huge() != null || asked.file() != null || asked.memfd() ? asked
                    : new MemorySpec(asked.at(), asked.size(), asked.readonly(), asked.log(), hugepages.value(), null, false, asked.site());
        }

        public VmSpec build() {
            return new VmSpec(powerpc.build(), arm.build(), x86.build(), irqchip, devices, hugepages, memory.stream().map(this::inPages).toList(), loads, calls, vcpus, handlers, answers,
                    ready, site);
        }
    }

    /** A word that is said at most once. */
    static void once(Object before, String word, Site at) {
        if (before != null) {
            throw new ScriptError(at, word + " is said twice");
        }
    }
}
