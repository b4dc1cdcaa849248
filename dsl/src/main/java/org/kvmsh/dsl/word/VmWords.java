package org.kvmsh.dsl.word;

import java.util.function.Function;
import java.util.function.Supplier;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The words inside {@code vm { }}: each adds to the configuration or is refused where it is; once the machine exists,
 * each adds to the machine.
 */
public class VmWords
        implements Ppc64Words,
                Arm64Words,
                X86Words,
                Riscv64Words,
                CpuWords,
                DeviceWords,
                MemoryWords,
                VmCallWords,
                VcpuBlockWords,
                HandlerWords,
                RingWords,
                ReadyDeviceWords {
    private final Supplier<Site> here;
    private final VmConfig.Builder config;
    private Function<Site, VmConfig.Builder> machine;

    /** @param here where the script is now */
    public VmWords(Supplier<Site> here) {
        this(here, new VmConfig.Builder(here.get()));
    }

    /** @param config what the words are added to */
    public VmWords(Supplier<Site> here, VmConfig.Builder config) {
        this.here = here;
        this.config = config;
    }

    /** The words of a machine that exists. */
    public static VmWords of(Supplier<Site> here, Function<Site, VmConfig.Builder> machine) {
        VmWords words = new VmWords(here);
        words.config.build();
        words.exists(machine);
        return words;
    }

    /** The machine was created: from now on, as in a handler, words add to it. */
    public final void exists(Function<Site, VmConfig.Builder> made) {
        machine = made;
    }

    @Override
    public final VmConfig.Builder config() {
        if (!isOver()) {
            return config;
        }
        if (machine == null) {
            throw new ScriptError(
                    here(),
                    "this word belongs inside vm { }; this machine already exists",
                    "after a machine is created, use m.load, m.mem, m.ioctl, …; in a handler, use e.machine.ioctl");
        }
        return machine.apply(here());
    }

    /** Whether the block has ended, and its configuration is complete. */
    protected final boolean isOver() {
        return config.isBuilt();
    }

    @Override
    public final Site here() {
        return here.get();
    }
}
