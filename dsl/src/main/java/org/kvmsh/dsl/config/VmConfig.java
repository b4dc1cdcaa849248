package org.kvmsh.dsl.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * What a script asked a VM to be: no kernel was touched for it. A part that the script does not name is null or empty.
 *
 * @param irqchip   where the interrupt controller of KVM_CREATE_IRQCHIP was asked for
 * @param hugepages bytes of the pages that guest memory is in
 * @param archWords the words that only some architectures have, in the script's order
 */
public record VmConfig(Ppc64Config powerpc, Arm64Config arm, X86Config x86, RingsConfig rings, Site irqchip, List<DeviceConfig> devices, Located<Long> hugepages,
                     List<MemoryConfig> memory, List<LoadConfig> loads, List<CallConfig> calls, List<VcpuConfig> vcpus, List<HandlerConfig> handlers, List<AnswerConfig> answers,
                     List<ReadyDeviceConfig> ready, List<ArchWord> archWords, Site site) {
    public VmConfig {
        archWords = List.copyOf(archWords);
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
    public VmConfig with(List<MemoryConfig> sized, List<LoadConfig> placed, List<VcpuConfig> started) {
        return new VmConfig(powerpc, arm, x86, rings, irqchip, devices, hugepages, sized, placed, calls, started, handlers, answers,
                    ready, archWords, site);
    }

    /** Gathers a VM's configuration word by word; what contradicts itself is refused at the word that does. */
    public static final class Builder {
        private boolean built;
        private final Site site;
        private final Ppc64Config.Builder powerpc = new Ppc64Config.Builder();
        private final Arm64Config.Builder arm = new Arm64Config.Builder();
        private final X86Config.Builder x86 = new X86Config.Builder();
        private final RingsConfig.Builder rings = new RingsConfig.Builder();
        private Site irqchip;
        private final List<DeviceConfig> devices = new ArrayList<>();
        private Located<Long> hugepages;
        private final List<MemoryConfig> memory = new ArrayList<>();
        private final List<LoadConfig> loads = new ArrayList<>();
        private final List<CallConfig> calls = new ArrayList<>();
        private final List<VcpuConfig> vcpus = new ArrayList<>();
        private final List<HandlerConfig> handlers = new ArrayList<>();
        private final List<AnswerConfig> answers = new ArrayList<>();
        private final List<ReadyDeviceConfig> ready = new ArrayList<>();
        private final List<HandlerConfig> places = new ArrayList<>();
        private final List<ArchWord> archWords = new ArrayList<>();

        public Builder(Site site) {
            this.site = site;
        }

        public Ppc64Config.Builder powerpc() {
            return powerpc;
        }

        public Arm64Config.Builder arm() {
            return arm;
        }

        public X86Config.Builder x86() {
            return x86;
        }

        public RingsConfig.Builder rings() {
            return rings;
        }

        /** A word that only some architectures have; a plan for a board of another refuses it. */
        public void said(ArchWord word) {
            archWords.add(word);
        }

        public void irqchip(Site at) {
            once(irqchip, "irqchip", at);
            irqchip = at;
        }

        public void device(DeviceConfig asked) {
            devices.add(asked);
        }

        public void hugepages(long size, Site at) {
            once(hugepages, "hugepages", at);
            hugepages = new Located<>(size, at);
        }

        public void memory(MemoryConfig asked) {
            memory.add(asked);
        }

        public void load(LoadConfig asked) {
            loads.add(asked);
        }

        public void call(CallConfig asked) {
            calls.add(asked);
        }

        public void vcpu(VcpuConfig asked) {
            if (vcpus.stream().anyMatch(v -> v.id() == asked.id())) {
                throw new ScriptError(asked.site(), "there are two vCPUs " + asked.id());
            }
            vcpus.add(asked);
        }

        public void handler(HandlerConfig asked) {
            alone(asked.kind(), asked.first(), asked.last(), "handlers", asked.site());
            handlers.add(asked);
        }

        public void answer(AnswerConfig asked) {
            alone(asked.kind(), asked.first(), asked.last(), "answers", asked.site());
            answers.add(asked);
        }

        /** @param takes the places of the device */
        public void ready(ReadyDeviceConfig asked, List<HandlerConfig> takes) {
            takes.forEach(place -> alone(place.kind(), place.first(), place.last(), "devices", asked.site()));
            ready.add(asked);
            places.addAll(takes);
        }

        /** An exit has one handler, one answer or one device. */
        private void alone(KeyedExit kind, long first, long last, String what, Site at) {
            for (HandlerConfig other : Stream.concat(handlers.stream(), places.stream()).toList()) {
                if (other.kind() == kind && other.first() <= last && first <= other.last()) {
                    throw twice(kind, Math.max(other.first(), first), what, at, other.site());
                }
            }
            for (AnswerConfig other : answers) {
                if (other.kind() == kind && other.first() <= last && first <= other.last()) {
                    throw twice(kind, Math.max(other.first(), first), what, at, other.site());
                }
            }
        }

        private static ScriptError twice(KeyedExit kind, long place, String what, Site at, Site other) {
            return new ScriptError(at, "two " + what + " for " + kind.key() + " " + Bits64.hex(place), "the other is at " + other);
        }

        private MemoryConfig inPages(MemoryConfig asked) {
            return hugepages == null || asked.huge() != null || asked.file() != null || asked.memfd() ? asked
                    : new MemoryConfig(asked.at(), asked.size(), asked.readonly(), asked.log(), hugepages.value(), null, false, asked.site());
        }

        /** Whether the machine's configuration is whole. */
        public boolean isBuilt() {
            return built;
        }

        public VmConfig build() {
            built = true;
            return new VmConfig(powerpc.build(), arm.build(), x86.build(), rings.build(), irqchip, devices, hugepages, memory.stream().map(this::inPages).toList(), loads, calls, vcpus, handlers, answers,
                    ready, archWords, site);
        }
    }

    /** A word that is said at most once. */
    static void once(Object before, String word, Site at) {
        if (before != null) {
            throw new ScriptError(at, word + " is said twice");
        }
    }
}
