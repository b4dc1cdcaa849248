package org.kvmsh.dsl.machine;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.inspect.Capabilities;
import org.kvmsh.dsl.inspect.Exits;
import org.kvmsh.dsl.inspect.GuestBytes;
import org.kvmsh.dsl.inspect.MadeStep;
import org.kvmsh.dsl.inspect.MadeSteps;
import org.kvmsh.dsl.inspect.MemoryMap;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Word;

/** What there is to look at of a machine besides its registers. */
public abstract class MachineState {
    /** How much of a guest's memory is looked at in one go. */
    private static final long MOST_BYTES = 64L << 20;

    private final VmConfig config;
    private final Bringup made;
    private final List<MadeStep> steps;

    MachineState(VmConfig config, Bringup made, List<MadeStep> steps) {
        this.config = config;
        this.made = made;
        this.steps = List.copyOf(steps);
    }

    /** How the last run ended; null before the first. */
    public abstract Outcome lastRun();

    Abi abi() {
        return made.vm().kernel().abi();
    }

    /** Refuses to look at what is no longer there. */
    abstract void checkOpen();

    @Word(value = "guest memory from a guest physical address on, as many bytes as are named: a dump in hex and text, and numbers of it", example = "m.mem 0x1000, 64")
    public GuestBytes mem(Number from, Number count) {
        checkOpen();
        long at = Bits64.of(from, "an address", Site.UNKNOWN);
        long length = Bits64.of(count, "a number of bytes", Site.UNKNOWN);
        if (length < 1 || length > MOST_BYTES) {
            throw new ScriptError(Site.UNKNOWN, "mem shows from 1 byte to " + Bits64.size(MOST_BYTES) + ", and not " + length);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (bytes.size() < length) {
            long next = at + bytes.size();
            byte[] piece = made.read(next, (int) (length - bytes.size()));
            if (piece == null) {
                throw new ScriptError(Site.UNKNOWN, "there is no guest memory at " + Bits64.hex(next), "guest memory: " + map().memoryText());
            }
            bytes.writeBytes(piece);
        }
        return new GuestBytes(at, bytes.toByteArray(), abi().order());
    }

    @Word(value = "the exits of the machine's last run: how many of each reason, and the last of them with what answered them", example = "m.exits.last")
    public abstract Exits getExits();

    @Word(value = "what made the machine: each step of its plan with its calls and their answers", example = "m.steps.all[0].calls")
    public MadeSteps getSteps() {
        return new MadeSteps(steps);
    }

    @Word(value = "the guest's physical addresses: memory with its slots, what is loaded there, the kernel's devices, handlers", example = "m.memmap.all[0].size")
    public MemoryMap getMemmap() {
        return map();
    }

    private MemoryMap map() {
        List<MemoryMap.Part> parts = new ArrayList<>();
        for (int slot = 0; slot < made.memory().size(); slot++) {
            parts.add(MemoryMap.Part.memory(made.memory().get(slot), slot));
        }
        steps.forEach(step -> step.ranges().forEach(range -> parts.add(MemoryMap.Part.of(range))));
        return MemoryMap.of(parts, config);
    }

    @Word(value = "the capabilities whose names a pattern matches, * for any letters: what KVM and this VM answer, and what that means", example = "m.caps 'PPC*'")
    public Capabilities caps(String pattern) {
        checkOpen();
        return Capabilities.of(pattern, made.kvm(), made.vm());
    }
}
