package org.kvmsh.dsl.complete;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.code.Disassembler;
import org.kvmsh.bindings.code.Instruction;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.config.Image;
import org.kvmsh.dsl.config.LoadConfig;
import org.kvmsh.dsl.config.StartConfig;
import org.kvmsh.dsl.config.VcpuConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.inspect.KnownSymbol;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.MachineVcpu;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The addresses and names of a machine's guest, as its configuration has them: no call is made and no memory of the
 * guest is read.
 */
final class GuestPlaces {
    /** The instructions of a load that are offered. */
    private static final int INSTRUCTIONS = 24;

    private static final int FEW = 256;

    private static Machine machine(Known known) {
        Object value = known == null ? null : known.value();
        return value instanceof Machine machine
                ? machine
                : value instanceof MachineVcpu vcpu ? vcpu.getMachine() : null;
    }

    /** @param code whether only those of instructions fit */
    List<Completion> symbols(Known known, String quote, boolean code) {
        Machine machine = machine(known);
        List<KnownSymbol> all = machine == null
                ? List.of()
                : machine.machineParts().names().known().all();
        return all.stream()
                .filter(symbol -> !code || symbol.code() || all.stream().noneMatch(KnownSymbol::code))
                .map(symbol -> new Completion(
                        quote + symbol.name() + quote,
                        Completion.Group.VALUE,
                        Bits64.hex(symbol.address()) + ", " + symbol.file()))
                .toList();
    }

    /** The addresses of the instructions that a script has loaded as bytes, and of the vCPUs' starts. */
    List<Completion> code(Known known) {
        Machine machine = machine(known);
        if (machine == null) {
            return List.of();
        }
        VmConfig config = machine.config();
        List<Completion> found = new ArrayList<>();
        for (LoadConfig load : config.loads()) {
            if (load.image() instanceof Image.Bytes bytes) {
                instructions(machine, config, load.at(), bytes.bytes())
                        .forEach(each -> found.add(at(each.address(), each.text())));
            } else if (!(load.image() instanceof Image.Elf)) {
                found.add(at(load.at(), "load address"));
            }
        }
        config.vcpus().stream()
                .map(VcpuConfig::start)
                .filter(start -> start != null && start.address() != null)
                .forEach(start -> found.add(at(start.address(), "start address of a vCPU")));
        return found;
    }

    private static List<Instruction> instructions(Machine machine, VmConfig config, long at, byte[] bytes) {
        byte[] first = bytes.length > FEW ? Arrays.copyOf(bytes, FEW) : bytes;
        try {
            StartConfig start =
                    config.vcpus().isEmpty() ? null : config.vcpus().get(0).start();
            Abi abi = machine.machineParts().abi();
            CodeMode mode = Architecture.of(abi)
                    .planning()
                    .asmMode(CodeMode.ofReset(abi).orElseThrow(), null, start, null, Site.UNKNOWN);
            Disassembler disassembler = new Disassembler();
            if (disassembler.isPresent()) {
                return disassembler
                        .disassemble(mode, at, first)
                        .first(INSTRUCTIONS)
                        .instructions();
            }
        } catch (ScriptError | NoSuchElementException e) {
            // Without instructions the first byte is offered.
        }
        return List.of(new Instruction(at, first, "", ""));
    }

    /** Where loads begin. */
    List<Completion> loads(Caret caret, Known known) {
        Set<String> found = new LinkedHashSet<>();
        for (int i = 0; i + 3 < caret.tokens.size(); i++) {
            if (caret.tokens.get(i).text().equals("load")) {
                int at = i + 1;
                while (at < caret.tokens.size()
                        && (caret.tokens.get(at).isOpening()
                                || caret.tokens.get(at).is(":"))) {
                    at++;
                }
                if (at + 2 < caret.tokens.size()
                        && caret.tokens.get(at).text().equals("at")
                        && caret.tokens.get(at + 1).is(":")) {
                    found.add(caret.tokens.get(at + 2).text());
                }
            }
        }
        List<Completion> loads = new ArrayList<>(found.stream()
                .map(address -> new Completion(address, Completion.Group.VALUE, "load address"))
                .toList());
        loads.addAll(starts(known));
        return loads;
    }

    /** Where loads and memslots begin. */
    List<Completion> starts(Known known) {
        Machine machine = machine(known);
        List<Completion> found = new ArrayList<>();
        if (machine != null) {
            machine.config().loads().forEach(load -> found.add(at(load.at(), "load address")));
            found.addAll(memslots(known));
        } else {
            found.add(new Completion("0x1000", Completion.Group.VALUE, ""));
        }
        return found;
    }

    List<Completion> memslots(Known known) {
        Machine machine = machine(known);
        return machine == null
                ? List.of()
                : machine.config().memory().stream()
                        .map(memory -> at(memory.at(), "a memslot of " + Bits64.hex(memory.size()) + " bytes"))
                        .toList();
    }

    /** The ends of memslots. */
    List<Completion> free(Known known) {
        Machine machine = machine(known);
        return machine == null
                ? List.of()
                : machine.config().memory().stream()
                        .map(memory -> at(memory.end(), "end of a memslot"))
                        .toList();
    }

    Collection<String> snapshots(Known known) {
        Machine machine = machine(known);
        return machine == null
                ? List.of()
                : machine.machineParts().kept().named().getNames();
    }

    private static Completion at(long address, String about) {
        return new Completion(Bits64.hex(address), Completion.Group.VALUE, about);
    }
}
