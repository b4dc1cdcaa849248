package org.kvmsh.dsl.machine;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.config.ExitPlaces;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.ChangeMemory;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Block;
import org.kvmsh.dsl.word.HandlerWords;
import org.kvmsh.dsl.word.NamedArguments;
import org.kvmsh.dsl.word.VmWords;

/** Additions to, changes of and removals from an existing machine; any thread may make them, including a handler's. */
public final class Additions {
    private final Machine machine;
    private final Bringup made;
    private final ExitHandling handling;
    private final MachineDebug debug;
    private final Adding adding;
    private final Supplier<Site> place;

    /** @param place the script's position */
    Additions(Machine machine, Bringup made, ExitHandling handling, MachineDebug debug, Adding adding, Supplier<Site> place) {
        this.machine = machine;
        this.made = made;
        this.handling = handling;
        this.debug = debug;
        this.adding = adding;
        this.place = place;
    }

    /** The words of {@code vm { }}, each of which adds to the machine immediately. */
    VmWords words() {
        return VmWords.of(place, this::taking);
    }

    /** Receives a word's setting, and adds it. */
    VmConfig.Builder taking(Site site) {
        machine.checkOpen();
        return new VmConfig.Builder(site, machine.config(), handling.places(), this::add);
    }

    /** @param language the words as the block's language has them */
    void more(Block block, Function<VmConfig.Builder, VmWords> language) {
        VmWords words = language.apply(new VmConfig.Builder(place.get(), machine.config(), handling.places(), null));
        block.with(words);
        add(words.config().build());
        words.exists(this::taking);
    }

    /** In the words of a program that kvmsh is embedded in. */
    void more(Block block) {
        more(block, added -> new VmWords(place, added));
    }

    private synchronized void add(VmConfig said) {
        machine.checkOpen();
        if (said.handlers().stream().anyMatch(handler -> handler.kind() == KeyedExit.DEBUG)) {
            machine.checkIdle("add on(debug:)");
        }
        VmConfig added;
        try {
            added = adding.add(machine.config(), said, machine.made(), made, machine.made()::add);
        } finally {
            machine.takeVcpus();
        }
        VmConfig whole = machine.config().and(added);
        handling.add(added, machine.ownHandlers(whole), machine.vcpus());
        debug.handle(added.handlers(), machine.vcpus());
        machine.config(whole);
        machine.names().loaded(added.loads());
    }

    /** {@code m.off io: 0x3f8}. */
    synchronized void off(Map<String, ?> key) {
        ExitPlaces of = HandlerWords.places("off", "m.off io: 0x3f8", key, place.get());
        if (of.kind() == KeyedExit.DEBUG) {
            machine.checkIdle("remove on(debug:)");
        }
        VmConfig without = handling.remove(machine.config(), of, place.get(), machine.vcpus());
        debug.remove(of, without.handlers(), machine.vcpus());
        machine.config(without);
    }

    /** {@code m.memory at:}, {@code m.memory move:}, {@code m.memory remove:}. */
    synchronized void memory(Map<String, ?> arguments) {
        boolean moves = arguments.containsKey("move");
        if (!moves && !arguments.containsKey("remove")) {
            words().memory(arguments);
            return;
        }
        NamedArguments named = new NamedArguments("memory", moves ? List.of("move", "at") : List.of("remove"), moves ? "memory move: 0x100000, at: 0x200000" : "memory remove: 0x100000",
                arguments, place.get());
        long at = named.required(moves ? "move" : "remove");
        Long to = moves ? (Long) named.required("at") : null;
        machine.made().add(adding.make(new ChangeMemory(at, to, place.get()), machine.made().size() + 1, made));
        VmConfig config = machine.config();
        machine.config(config.withMemory(config.memory().stream().filter(memory -> moves || memory.at() != at).map(memory -> memory.at() == at ? memory.movedTo(to) : memory).toList()));
    }
}
