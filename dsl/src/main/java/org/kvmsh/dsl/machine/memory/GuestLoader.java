package org.kvmsh.dsl.machine.memory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.dsl.config.Image;
import org.kvmsh.dsl.config.LoadConfig;
import org.kvmsh.dsl.inspect.Loaded;
import org.kvmsh.dsl.plan.Images;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.GuestRange;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.ScriptFile;

/** Loads images into the memory of an existing machine. */
public final class GuestLoader {
    private final HostFacts host;
    private final Bringup made;
    private final List<GuestRange> loaded = new CopyOnWriteArrayList<>();
    private GuestSymbols symbols;

    /** @param host whose files and assemblers are used */
    public GuestLoader(HostFacts host, Bringup made) {
        this.host = host;
        this.made = made;
    }

    /** The ranges loaded since the machine exists. */
    List<GuestRange> ranges() {
        return List.copyOf(loaded);
    }

    /** Sets the machine's symbols; those with which a machine begins are in its config. */
    void names(GuestSymbols names) {
        symbols = names;
    }

    /**
     * Writes an image.
     *
     * @param load what is loaded
     * @param mode the mode for assembling text without one; null for the mode in which the board's vCPUs start
     * @param before is told each part before anything of it is written
     */
    Loaded load(LoadConfig load, CodeMode mode, Consumer<LoadConfig> before) {
        Images.Placed placed = Images.place(load, host, mode);
        List<GuestRange> ranges = new ArrayList<>();
        for (LoadConfig part : placed.parts()) {
            // All of it is checked before the first byte is written.
            made.slots().holding(part.space(), part.at(), part.length());
            ranges.add(new GuestRange(
                    part.at(),
                    part.length(),
                    "loaded"
                            + (part.image() instanceof Image.FilePart file
                                    ? ", of " + Path.of(file.file()).getFileName()
                                    : "")
                            + (part.space() == 0 ? "" : ", address space " + part.space()),
                    true));
        }
        placed.parts().forEach(before);
        placed.parts().forEach(this::write);
        symbols.loaded(placed.parts());
        loaded.removeAll(ranges);
        loaded.addAll(ranges);
        return new Loaded(ranges, placed.entry());
    }

    private void write(LoadConfig part) {
        if (part.image() instanceof Image.FilePart file) {
            try {
                made.load(part.space(), part.at(), file, true);
            } catch (IOException e) {
                throw ScriptFile.unreadable(Path.of(file.file()), e, part.site());
            }
        } else {
            made.write(part.space(), part.at(), ((Image.Bytes) part.image()).bytes());
        }
    }
}
