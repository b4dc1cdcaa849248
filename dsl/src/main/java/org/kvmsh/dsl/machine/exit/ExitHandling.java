package org.kvmsh.dsl.machine.exit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.code.SymbolNames;
import org.kvmsh.bindings.kernel.ExitAnswers;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.config.AnswerConfig;
import org.kvmsh.dsl.config.ExitPlaces;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.ReadyDeviceConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.device.GuestCpus;
import org.kvmsh.dsl.device.PhysicalMemory;
import org.kvmsh.dsl.device.ReadyDevices;
import org.kvmsh.dsl.device.RunEnds;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The receivers of a machine's exits: handlers, answers and ready devices, which come and go while the machine exists.
 */
public final class ExitHandling {
    private final Abi abi;
    private final Console console;
    private final PhysicalMemory memory;
    private final SymbolNames names;
    private final HandlerTable table;
    /** The architecture's handlers, which no script sees. */
    private List<HandlerConfig> own = List.of();

    private List<HandlerConfig> handlers = List.of();
    private List<AnswerConfig> answers = List.of();
    /** Each device keeps its state. */
    private final Map<ReadyDeviceConfig, List<HandlerConfig>> devices = new LinkedHashMap<>();

    private ExitAnswers given;

    /**
     * @param memory which ready devices read and write
     * @param names of the guest's functions
     */
    public ExitHandling(Abi abi, Console console, PhysicalMemory memory, SymbolNames names) {
        this.names = names;
        this.abi = abi;
        this.console = console;
        this.memory = memory;
        this.table = new HandlerTable(List.of(), abi);
    }

    /** Finds the handler of an exit. */
    public HandlerTable table() {
        return table;
    }

    /** The ports and addresses of the ready devices. */
    public synchronized List<HandlerConfig> places() {
        return devices.values().stream().flatMap(List::stream).toList();
    }

    /**
     * Adds the handlers, answers and devices of a configuration to the existing ones.
     *
     * @param ofArchitecture the architecture's own handlers, of the whole machine
     * @param vcpus whose exits they are, by id
     */
    public synchronized void add(VmConfig added, List<HandlerConfig> ofArchitecture, Collection<VcpuEngine> vcpus) {
        own = ofArchitecture;
        List<AnswerConfig> all =
                Stream.concat(answers.stream(), added.answers().stream()).toList();
        added.ready()
                .forEach(device ->
                        devices.put(device, ReadyDevices.handlers(List.of(device), console, memory, cpus(vcpus))));
        change(Stream.concat(handlers.stream(), added.handlers().stream()).toList(), all, vcpus);
    }

    private GuestCpus cpus(Collection<VcpuEngine> vcpus) {
        return new GuestCpus() {
            @Override
            public int count() {
                return vcpus.size();
            }

            @Override
            public boolean has(long id) {
                return vcpus.stream().anyMatch(engine -> engine.id() == id);
            }

            @Override
            public long address(KvmFile vcpu) {
                return vcpus.stream()
                        .filter(engine -> engine.vcpu() == vcpu)
                        .findFirst()
                        .map(VcpuEngine::address)
                        .orElse(0L);
            }

            @Override
            public RunEnds.Fault exception(KvmFile vcpu, byte[] regs) {
                return Architecture.of(vcpu.kernel().abi()).exception((Vcpu) vcpu, regs, memory);
            }

            @Override
            public int indexOf(KvmFile vcpu) {
                List<VcpuEngine> byId = List.copyOf(vcpus);
                return IntStream.range(0, byId.size())
                        .filter(i -> byId.get(i).vcpu() == vcpu)
                        .findFirst()
                        .orElse(0);
            }
        };
    }

    /** Has the exits of a new vCPU answered as those of the others are. */
    public synchronized void join(VcpuEngine vcpu) {
        if (given != null) {
            vcpu.vcpu().answer(given);
        }
    }

    /**
     * {@code off}: removes what on, console, answer or a ready device's word added.
     *
     * @return what the machine handles without it
     */
    public synchronized VmConfig remove(VmConfig config, ExitPlaces asked, Site site, Collection<VcpuEngine> vcpus) {
        List<HandlerConfig> otherHandlers = handlers.stream()
                .filter(handler -> !handler.places().equals(asked))
                .toList();
        List<AnswerConfig> otherAnswers = answers.stream()
                .filter(answer -> !answer.places().equals(asked))
                .toList();
        List<ReadyDeviceConfig> gone = devices.keySet().stream()
                .filter(device -> device.place().equals(asked))
                .toList();
        if (otherHandlers.size() == handlers.size() && otherAnswers.size() == answers.size() && gone.isEmpty()) {
            throw new ScriptError(site, "nothing handles " + asked, "handled: " + inWords());
        }
        gone.forEach(devices::remove);
        change(otherHandlers, otherAnswers, vcpus);
        return config.handling(handlers, answers, List.copyOf(devices.keySet()));
    }

    private String inWords() {
        String all = Stream.of(
                        handlers.stream().map(HandlerConfig::places),
                        answers.stream().map(AnswerConfig::places),
                        devices.keySet().stream().map(ReadyDeviceConfig::place))
                .flatMap(each -> each)
                .map(ExitPlaces::toString)
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? "nothing" : all;
    }

    private void change(List<HandlerConfig> byNow, List<AnswerConfig> answering, Collection<VcpuEngine> vcpus) {
        List<HandlerConfig> all = new ArrayList<>(own);
        all.addAll(byNow);
        all.addAll(places());
        if (!answering.isEmpty() || given != null) {
            ExitAnswers next = console.table(answering, all, abi);
            if (given == null || !next.entries().equals(given.entries())) {
                given = next;
                vcpus.forEach(vcpu -> vcpu.touch(() -> {
                    vcpu.vcpu().answer(next);
                    return null;
                }));
            }
        }
        handlers = byNow;
        answers = answering;
        table.set(all);
    }
}
