package org.kvmsh.dsl.word;

import java.util.function.Supplier;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The words inside {@code vm { }}: each adds to the configuration or is refused where it stands. */
public class VmWords implements Ppc64Words, Arm64Words, X86Words, DeviceWords, MemoryWords, VmCallWords, VcpuBlockWords, HandlerWords, RingWords, ReadyDeviceWords {
    private final Supplier<Site> here;
    private final VmConfig.Builder config;

    /** @param here where the script is now */
    public VmWords(Supplier<Site> here) {
        this.here = here;
        this.config = new VmConfig.Builder(here.get());
    }

    /** What is said later, in a handler for one, would be about nothing. */
    @Override public final VmConfig.Builder config() {
        if (isOver()) {
            throw new ScriptError(here(), "this word describes a machine before it exists, and here it exists", "the words of a machine that exists: m.load, m.mem, m.ioctl, …; in a handler, e.machine.ioctl");
        }
        return config;
    }

    /** Whether the block has ended, and its configuration is made. */
    protected final boolean isOver() {
        return config.isBuilt();
    }

    @Override public final Site here() {
        return here.get();
    }
}
