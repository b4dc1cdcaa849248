package org.kvmsh.dsl.word;

import java.util.function.Supplier;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.script.Site;

/** The words inside {@code vm { }}: each adds to the configuration or is refused where it stands. */
public class VmWords implements Ppc64Words, Arm64Words, X86Words, DeviceWords, MemoryWords, VmCallWords, VcpuBlockWords, HandlerWords, ReadyDeviceWords {
    private final Supplier<Site> here;
    private final VmConfig.Builder config;

    /** @param here where the script is now */
    public VmWords(Supplier<Site> here) {
        this.here = here;
        this.config = new VmConfig.Builder(here.get());
    }

    @Override public final VmConfig.Builder config() {
        return config;
    }

    @Override public final Site here() {
        return here.get();
    }
}
