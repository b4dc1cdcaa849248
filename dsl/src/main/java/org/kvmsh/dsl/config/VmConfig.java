package org.kvmsh.dsl.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The VM that a script requested; creating it makes no calls. A part that the script does not set is null or empty.
 *
 * @param irqchip position of the request for KVM_CREATE_IRQCHIP's interrupt controller
 * @param hugepages size of the pages for guest memory
 * @param archWords the words that only some architectures have, in the script's order
 */
public record VmConfig(
        Ppc64Config powerpc,
        Arm64Config arm,
        X86Config x86,
        Riscv64Config riscv,
        RingsConfig rings,
        Site irqchip,
        List<DeviceConfig> devices,
        Located<Long> hugepages,
        List<MemoryConfig> memory,
        List<LoadConfig> loads,
        List<CallConfig> calls,
        List<VcpuConfig> vcpus,
        List<HandlerConfig> handlers,
        List<AnswerConfig> answers,
        List<ReadyDeviceConfig> ready,
        List<ArchWord> archWords,
        Site site) {
    public VmConfig {
        archWords = AppendedList.unchanging(archWords);
        devices = AppendedList.unchanging(devices);
        memory = AppendedList.unchanging(memory);
        loads = AppendedList.unchanging(loads);
        calls = AppendedList.unchanging(calls);
        vcpus = AppendedList.unchanging(vcpus);
        handlers = AppendedList.unchanging(handlers);
        answers = AppendedList.unchanging(answers);
        ready = AppendedList.unchanging(ready);
    }

    /** All memory: a real mode area before what the script names. */
    public List<MemoryConfig> allMemory() {
        List<MemoryConfig> all = new ArrayList<>();
        if (powerpc.rma() != null) {
            all.add(powerpc.rma().memory());
        }
        all.addAll(memory);
        return all;
    }

    /** The memory in an address space of the VM. */
    public List<MemoryConfig> memory(int space) {
        // Without a lambda: each start of a guest asks this.
        List<MemoryConfig> of = new ArrayList<>();
        for (MemoryConfig each : memory) {
            if (each.space() == space) {
                of.add(each);
            }
        }
        return of;
    }

    /** The guest in C whose calls a device takes; null for none. */
    public ReadyDeviceConfig.Guest guest() {
        for (ReadyDeviceConfig device : ready) {
            if (device.guest() != null) {
                return device.guest();
            }
        }
        return null;
    }

    /** The same with what a board made of its images: their bytes counted, and where vCPUs begin. */
    public VmConfig with(List<MemoryConfig> sized, List<LoadConfig> placed, List<VcpuConfig> started) {
        return new VmConfig(
                powerpc, arm, x86, riscv, rings, irqchip, devices, hugepages, sized, placed, calls, started, handlers,
                answers, ready, archWords, site);
    }

    /** The same and what was added to the machine afterwards. */
    public VmConfig and(VmConfig added) {
        return new VmConfig(
                powerpc,
                arm,
                x86,
                riscv.and(added.riscv),
                rings,
                irqchip == null ? added.irqchip : irqchip,
                AppendedList.of(devices, added.devices),
                hugepages,
                AppendedList.of(memory, added.memory),
                loads,
                calls,
                AppendedList.of(vcpus, added.vcpus),
                AppendedList.of(handlers, added.handlers),
                AppendedList.of(answers, added.answers),
                AppendedList.of(ready, added.ready),
                archWords,
                site);
    }

    /** The same with other vCPUs. */
    public VmConfig withVcpus(List<VcpuConfig> others) {
        return with(memory, loads, others);
    }

    /** The same with other memory. */
    public VmConfig withMemory(List<MemoryConfig> others) {
        return with(others, loads, vcpus);
    }

    /** The same with another part of powerpc. */
    public VmConfig with(Ppc64Config other) {
        return new VmConfig(
                other, arm, x86, riscv, rings, irqchip, devices, hugepages, memory, loads, calls, vcpus, handlers,
                answers, ready, archWords, site);
    }

    /** The same with other handlers, answers and ready devices. */
    public VmConfig handling(
            List<HandlerConfig> by, List<AnswerConfig> answering, List<ReadyDeviceConfig> devicesOfItsOwn) {
        return new VmConfig(
                powerpc,
                arm,
                x86,
                riscv,
                rings,
                irqchip,
                devices,
                hugepages,
                memory,
                loads,
                calls,
                vcpus,
                by,
                answering,
                devicesOfItsOwn,
                archWords,
                site);
    }

    /** Gathers a VM's configuration word by word; what contradicts itself is refused at the word that does. */
    public static final class Builder {
        private boolean built;
        private final Site site;
        /** The machine that this is added to; null for a new one. */
        private final VmConfig before;
        /** Receives the setting of each word; null if a block sets them together. */
        private final Consumer<VmConfig> takes;

        private final Ppc64Config.Builder powerpc = new Ppc64Config.Builder();
        private final Arm64Config.Builder arm = new Arm64Config.Builder();
        private final X86Config.Builder x86 = new X86Config.Builder();
        private final Riscv64Config.Builder riscv = new Riscv64Config.Builder();
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
            this(site, null, List.of(), null);
        }

        /**
         * Builds what is added to a machine that exists.
         *
         * @param before its earlier configuration
         * @param places the ports and addresses of its ready devices
         * @param takes receives the setting of each word; null if a block sets them together
         */
        public Builder(Site site, VmConfig before, List<HandlerConfig> places, Consumer<VmConfig> takes) {
            this.site = site;
            this.before = before;
            this.takes = takes;
            this.places.addAll(places);
        }

        public Ppc64Config.Builder powerpc() {
            beforeItExists();
            return powerpc;
        }

        public Arm64Config.Builder arm() {
            beforeItExists();
            return arm;
        }

        public X86Config.Builder x86() {
            beforeItExists();
            return x86;
        }

        public Riscv64Config.Builder riscv() {
            beforeItExists();
            return riscv;
        }

        /** Switches SBI extensions on, also of a machine that exists. */
        public void sbi(List<?> extensions, Site at) {
            extensions.forEach(extension -> riscv.sbi(extension, at));
            said();
        }

        public RingsConfig.Builder rings() {
            beforeItExists();
            return rings;
        }

        /** A word that only some architectures have; a plan for a board of another refuses it. */
        public void said(ArchWord word) {
            archWords.add(word);
        }

        private void beforeItExists() {
            if (before != null) {
                throw new ScriptError(
                        site,
                        "this word belongs inside vm { }; this machine already exists",
                        "an existing machine still accepts memory, vcpu, irqchip, device, on, console, answer, serial,"
                                + " debugExit, pl011, vterm; it also has m.load, m.mem, m.ioctl, m.reg");
            }
        }

        /** A word is over. */
        private void said() {
            if (takes != null) {
                takes.accept(build());
            }
        }

        private <T> List<T> all(Function<VmConfig, List<T>> part, List<T> added) {
            return before == null ? added : AppendedList.of(part.apply(before), added);
        }

        public void irqchip(Site at) {
            once(before == null || before.irqchip() == null ? irqchip : before.irqchip(), "irqchip", at);
            irqchip = at;
            said();
        }

        public void device(DeviceConfig asked) {
            devices.add(asked);
            said();
        }

        public void hugepages(long size, Site at) {
            beforeItExists();
            once(hugepages, "hugepages", at);
            hugepages = new Located<>(size, at);
        }

        public void memory(MemoryConfig asked) {
            memory.add(asked);
            said();
        }

        public void load(LoadConfig asked) {
            beforeItExists();
            loads.add(asked);
        }

        public void call(CallConfig asked) {
            beforeItExists();
            calls.add(asked);
        }

        /** The id of a vCPU without one: one more than the highest so far. */
        public int nextVcpuId() {
            return all(VmConfig::vcpus, vcpus).stream()
                            .mapToInt(VcpuConfig::id)
                            .max()
                            .orElse(-1)
                    + 1;
        }

        public void vcpu(VcpuConfig asked) {
            if (before != null && before.vcpus().stream().anyMatch(v -> v.id() == asked.id())) {
                throw new ScriptError(
                        asked.site(),
                        "this machine already has vCPU " + asked.id(),
                        "for vCPU " + asked.id() + " of a machine m, write m.vcpu(" + asked.id() + "): m.vcpu("
                                + asked.id() + ").regs, m.vcpu(" + asked.id() + ").ioctl, m.vcpu(" + asked.id()
                                + ").reg");
            }
            if (vcpus.stream().anyMatch(v -> v.id() == asked.id())) {
                throw new ScriptError(asked.site(), "two vCPUs have the id " + asked.id());
            }
            vcpus.add(asked);
            said();
        }

        public void handler(HandlerConfig asked) {
            alone(asked.places(), "handlers", asked.site());
            handlers.add(asked);
            said();
        }

        public void answer(AnswerConfig asked) {
            alone(asked.places(), "answers", asked.site());
            answers.add(asked);
            said();
        }

        /** @param taken the ports and addresses of the device */
        public void ready(ReadyDeviceConfig asked, List<HandlerConfig> taken) {
            taken.forEach(handler -> alone(handler.places(), "devices", asked.site()));
            ready.add(asked);
            places.addAll(taken);
            said();
        }

        private void alone(ExitPlaces asked, String what, Site at) {
            asked.alone(
                    AppendedList.of(all(VmConfig::handlers, handlers), places),
                    all(VmConfig::answers, answers),
                    what,
                    at);
        }

        private Located<Long> pages() {
            return before == null ? hugepages : before.hugepages();
        }

        private MemoryConfig inPages(MemoryConfig asked) {
            return pages() == null || asked.huge() != null || asked.file() != null || asked.memfd()
                    ? asked
                    : asked.inPages(pages().value());
        }

        /** Whether the machine's configuration is whole. */
        public boolean isBuilt() {
            return built;
        }

        public VmConfig build() {
            built = true;
            boolean whole = before == null;
            return new VmConfig(
                    whole ? powerpc.build() : before.powerpc(),
                    whole ? arm.build() : before.arm(),
                    whole ? x86.build() : before.x86(),
                    riscv.build(),
                    whole ? rings.build() : before.rings(),
                    irqchip,
                    devices,
                    hugepages,
                    memory.stream().map(this::inPages).toList(),
                    loads,
                    calls,
                    vcpus,
                    handlers,
                    answers,
                    ready,
                    archWords,
                    site);
        }
    }

    /** A word that may be used at most once. */
    static void once(Object before, String word, Site at) {
        if (before != null) {
            throw new ScriptError(at, word + " is given twice");
        }
    }
}
