package org.kvmsh.dsl.machine.change;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.config.ExitPlaces;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.machine.debug.MachineDebug;
import org.kvmsh.dsl.machine.exit.ExitHandling;
import org.kvmsh.dsl.machine.memory.GuestSymbols;
import org.kvmsh.dsl.machine.vcpu.LiveMachine;
import org.kvmsh.dsl.plan.ChangeMemory;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Block;
import org.kvmsh.dsl.word.HandlerWords;
import org.kvmsh.dsl.word.NamedArguments;
import org.kvmsh.dsl.word.VmWords;

/** Additions to, changes of and removals from an existing machine; any thread may make them, including a handler's. */
public final class Additions {
    private final LiveMachine machine;
    private final MadeConfig config;
    private final Bringup made;
    private final ExitHandling handling;
    private final MachineDebug debug;
    private final Adding adding;
    private final GuestSymbols symbols;

    /** @param adding plans and makes the steps */
    public Additions(
            LiveMachine machine,
            MadeConfig config,
            ExitHandling handling,
            MachineDebug debug,
            Adding adding,
            GuestSymbols symbols) {
        this.machine = machine;
        this.config = config;
        this.made = machine.made();
        this.handling = handling;
        this.debug = debug;
        this.adding = adding;
        this.symbols = symbols;
    }

    /** The words of {@code vm { }}, each of which adds to the machine immediately. */
    public VmWords words() {
        return VmWords.of(machine::place, this::taking);
    }

    /** Receives a word's setting, and adds it. */
    public VmConfig.Builder taking(Site site) {
        machine.checkOpen();
        return new VmConfig.Builder(site, machine.config(), handling.places(), this::add);
    }

    /** @param language the words as the block's language has them */
    public void more(Block block, Function<VmConfig.Builder, VmWords> language) {
        VmWords words =
                language.apply(new VmConfig.Builder(machine.place(), machine.config(), handling.places(), null));
        block.with(words);
        add(words.config().build());
        words.exists(this::taking);
    }

    /** In the words of a program that kvmsh is embedded in. */
    public void more(Block block) {
        more(block, added -> new VmWords(machine::place, added));
    }

    private synchronized void add(VmConfig said) {
        machine.checkOpen();
        if (said.handlers().stream().anyMatch(handler -> handler.kind() == KeyedExit.DEBUG)) {
            machine.checkIdle("add on(debug:)");
        }
        VmConfig added;
        try {
            added = adding.add(machine.config(), said, config.steps(), made, config.steps()::add);
        } finally {
            config.takeVcpus();
        }
        VmConfig whole = machine.config().and(added);
        handling.add(added, config.handlers(made), machine.engines());
        debug.handle(added.handlers(), machine.engines());
        config.set(whole);
        symbols.loaded(added.loads());
    }

    /** {@code m.off io: 0x3f8}. */
    public synchronized void off(Map<String, ?> key) {
        ExitPlaces of = HandlerWords.places("off", "m.off io: 0x3f8", key, machine.place());
        if (of.kind() == KeyedExit.DEBUG) {
            machine.checkIdle("remove on(debug:)");
        }
        VmConfig without = handling.remove(machine.config(), of, machine.place(), machine.engines());
        debug.remove(of, without.handlers(), machine.engines());
        config.set(without);
    }

    /** {@code m.memory at:}, {@code m.memory move:}, {@code m.memory remove:}. */
    public synchronized void memory(Map<String, ?> arguments) {
        boolean moves = arguments.containsKey("move");
        if (!moves && !arguments.containsKey("remove")) {
            words().memory(arguments);
            return;
        }
        NamedArguments named = new NamedArguments(
                "memory",
                moves ? List.of("move", "at") : List.of("remove"),
                moves ? "memory move: 0x100000, at: 0x200000" : "memory remove: 0x100000",
                arguments,
                machine.place());
        long at = named.required(moves ? "move" : "remove");
        Long to = moves ? (Long) named.required("at") : null;
        config.steps()
                .add(adding.make(
                        new ChangeMemory(at, to, machine.place()),
                        config.steps().size() + 1,
                        made));
        VmConfig before = machine.config();
        config.set(before.withMemory(before.memory().stream()
                .filter(memory -> moves || memory.at() != at || memory.space() != 0)
                .map(memory -> memory.at() == at && memory.space() == 0 ? memory.movedTo(to) : memory)
                .toList()));
    }
}
