package org.kvmsh.dsl.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.config.MemoryConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.inspect.Activity;
import org.kvmsh.dsl.inspect.Capabilities;
import org.kvmsh.dsl.inspect.CapabilityQuery;
import org.kvmsh.dsl.inspect.MadeStep;
import org.kvmsh.dsl.machine.change.Adding;
import org.kvmsh.dsl.machine.live.HasMachineParts;
import org.kvmsh.dsl.machine.live.MachineParts;
import org.kvmsh.dsl.machine.memory.GuestLoader;
import org.kvmsh.dsl.machine.run.ActivityMeter;
import org.kvmsh.dsl.machine.run.Background;
import org.kvmsh.dsl.machine.run.GuestOwner;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.machine.run.StartedRun;
import org.kvmsh.dsl.machine.run.UnreadOutcomes;
import org.kvmsh.dsl.machine.stop.StopSettings;
import org.kvmsh.dsl.machine.vcpu.GuestPages;
import org.kvmsh.dsl.machine.vcpu.HasRegisters;
import org.kvmsh.dsl.machine.vcpu.MachineShape;
import org.kvmsh.dsl.machine.vcpu.RegisterValues;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.machine.word.AddingWords;
import org.kvmsh.dsl.machine.word.CallingWords;
import org.kvmsh.dsl.machine.word.CapabilityWords;
import org.kvmsh.dsl.machine.word.FirstVcpuWords;
import org.kvmsh.dsl.machine.word.HistoryWords;
import org.kvmsh.dsl.machine.word.InspectingWords;
import org.kvmsh.dsl.machine.word.InterruptingWords;
import org.kvmsh.dsl.machine.word.KeepingWords;
import org.kvmsh.dsl.machine.word.LiveMemoryWords;
import org.kvmsh.dsl.machine.word.RunWords;
import org.kvmsh.dsl.machine.word.StoppedVcpuWords;
import org.kvmsh.dsl.machine.word.SymbolWords;
import org.kvmsh.dsl.paging.PageRanges;
import org.kvmsh.dsl.plan.DebugMeans;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.GuestRange;
import org.kvmsh.dsl.register.Verified;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.text.Fitting;
import org.kvmsh.dsl.word.Block;
import org.kvmsh.dsl.word.VmWords;
import org.kvmsh.dsl.word.Word;

/** A VM created from a config, as a script holds it. */
public final class Machine extends HasRegisters
        implements GuestOwner,
                HasMachineParts,
                FirstVcpuWords,
                InterruptingWords,
                CallingWords,
                CapabilityWords,
                AddingWords,
                KeepingWords,
                HistoryWords,
                RunWords,
                StoppedVcpuWords,
                SymbolWords,
                LiveMemoryWords,
                InspectingWords,
                BreakpointWords,
                MachineVcpuWords,
                AutoCloseable {
    private final String board;
    private final Bringup made;
    private final Consumer<Machine> onClose;
    private final Map<Integer, MachineVcpu> vcpus = new ConcurrentSkipListMap<>();
    private final MachineParts parts;

    /**
     * A live machine.
     *
     * @param place the script's position
     * @param adding creates what is added to it
     * @param aside receives notes of a word that acts differently than requested
     * @param unread receives the outcomes of its unexpected ends
     * @param background has its runs that the script does not wait for
     */
    public Machine(
            VmConfig config,
            String board,
            Bringup made,
            List<MadeStep> steps,
            Supplier<Site> place,
            GuestLoader loader,
            DebugMeans debug,
            Adding adding,
            Consumer<String> aside,
            UnreadOutcomes unread,
            Background background,
            Consumer<Machine> onClose) {
        this.board = board;
        this.made = made;
        this.onClose = onClose;
        this.parts = new MachineParts(
                config, board, made, steps, place, loader, debug, adding, aside, unread, background, this, this::taken);
    }

    private void taken(VcpuEngine vcpu) {
        vcpus.put(vcpu.id(), MachineVcpu.known(this, vcpu));
    }

    /** Whether a run of it is under way. */
    public boolean isRunning() {
        return parts.runs().isRunning();
    }

    /**
     * Measures what it does.
     *
     * @param ends asked every 50 ms whether to measure no longer
     */
    public Activity measured(Duration time, BooleanSupplier ends) {
        return new ActivityMeter(parts, parts.runs()).over(time, ends);
    }

    @Word(
            value = "what the first vCPU's page tables map: ranges of guest virtual addresses, with the guest"
                    + " physical address, the size of the pages and the rights",
            example = "m.pages")
    public PageRanges getPages() {
        return new GuestPages(parts.firstVcpu()).ranges();
    }

    @Override
    public MachineParts machineParts() {
        return parts;
    }

    @Override
    public HasMachineParts actedOn() {
        return this;
    }

    /** The configuration that was requested, with what was added. */
    @Override
    public VmConfig config() {
        return parts.config();
    }

    /** Shows at each stop what a session has asked for. */
    public void showing(StopSettings settings) {
        parts.stops().showing(settings);
    }

    /** The position of a vCPU, in words: its registers, code and last exits. */
    public String stateOf(int vcpu) {
        return parts.stops().whole(vcpu(vcpu).engine(), null).text(Fitting.USUAL_COLUMNS);
    }

    /** Compares registers with what they were set to before each run, and records what words write. */
    public void verifying() {
        parts.verifying();
    }

    /** Reads back what a person has just set; a register that cannot be read is ignored. */
    public Verified readBack() {
        return parts.readBack();
    }

    @Override
    protected MachineShape shape() {
        return MachineShape.of(made);
    }

    @Override
    protected RegisterValues values() {
        return getRegs().getCopy();
    }

    /** Receives a word's setting for this machine, and adds it. */
    public VmConfig.Builder adding(Site site) {
        return parts.additions().taking(site);
    }

    /** @param language the words as the block's language has them */
    public void more(Block block, Function<VmConfig.Builder, VmWords> language) {
        parts.additions().more(block, language);
    }

    /** Runs until an exit that no handler takes, at most ten seconds. */
    public Outcome run() {
        return run(Map.of());
    }

    /** The run in the background that began last. */
    public StartedRun started() {
        return parts.runs().lastStarted();
    }

    /** Whether its run is in the background, nobody waits for it, and a person who types can stop it. */
    public boolean isLeftAlone() {
        return parts.runs().isLeftAlone();
    }

    @Word(
            value = "the coalesced writes since the previous call, in order, except those that a handler or"
                    + " console handled",
            example = "m.coalesced()")
    public List<Exit> coalesced() {
        return parts.runs().takeCoalesced();
    }

    /** The differences found when registers were last compared, a line each. */
    public List<String> differing() {
        return parts.engines().stream()
                .flatMap(vcpu -> vcpu.written().last().stream())
                .map(Object::toString)
                .toList();
    }

    /** In the order of their numbers. */
    public Collection<MachineVcpu> vcpus() {
        return vcpus.values();
    }

    @Override
    public Capabilities capabilities(String pattern) {
        return CapabilityQuery.of(pattern, parts.opened().kvm(), parts.opened().vm());
    }

    /** The number of vCPUs. */
    public int vcpuCount() {
        return vcpus.size();
    }

    /** The current position of the script on this thread. */
    public Site place() {
        return parts.place();
    }

    @Override
    public void type(String text) {
        RunWords.super.type(text);
    }

    @Override
    public void endRun() {
        parts.runs().stop();
    }

    /** The outcome of the last run; null before the first. */
    public Outcome lastRun() {
        return parts.runs().last();
    }

    @Word(value = "close the machine: closes its descriptors and frees its memory", example = "m.close()")
    @Override
    public void close() {
        if (parts.close()) {
            onClose.accept(this);
            made.close();
        }
    }

    /** The position at which the script called a run that one of its threads is inside; null if none is. */
    public Site calledAt() {
        return parts.runs().calledAt();
    }

    /**
     * Closes the machine even if a thread of the script is inside a run of its guest, which ends; false if that does
     * not end, and the machine stays open.
     */
    public boolean closeRunning() {
        boolean ended = parts.runs().cut();
        if (ended) {
            close();
        }
        return ended;
    }

    @Override
    public String toString() {
        List<String> said = new ArrayList<>();
        for (MemoryConfig memory : config().memory()) {
            said.add(Bits64.size(memory.size() == 0 ? made.sizeAt(memory.at()) : memory.size()) + " at "
                    + Bits64.hex(memory.at()) + (memory.space() == 0 ? "" : " in address space " + memory.space()));
        }
        if (config().powerpc().rma() != null) {
            said.add("an RMA of " + Bits64.size(config().powerpc().rma().size()));
        }
        for (GuestRange range : parts.chosen()) {
            said.add(Bits64.size(range.size()) + " of " + range.what() + " at " + Bits64.hex(range.at()));
        }
        said.add(vcpus.size() + (vcpus.size() == 1 ? " vCPU" : " vCPUs"));
        return "machine on " + board + ": " + String.join(", ", said) + (parts.isClosed() ? ", closed" : "");
    }
}
