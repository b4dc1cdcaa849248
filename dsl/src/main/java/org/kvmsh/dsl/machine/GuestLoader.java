package org.kvmsh.dsl.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.dsl.config.Image;
import org.kvmsh.dsl.config.LoadConfig;
import org.kvmsh.dsl.inspect.Loaded;
import org.kvmsh.dsl.plan.Images;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.GuestRange;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.ScriptFile;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.ImageBytes;
import org.kvmsh.dsl.word.Vocabulary;

/** Loads images into the memory of an existing machine. */
public final class GuestLoader {
    private final HostFacts host;
    private final Bringup made;
    private final Supplier<Site> place;
    private final List<GuestRange> loaded = new CopyOnWriteArrayList<>();
    private GuestSymbols symbols;

    /** @param place the script's position: files are looked up beside it */
    public GuestLoader(HostFacts host, Bringup made, Supplier<Site> place) {
        this.host = host;
        this.made = made;
        this.place = place;
    }

    /** What was loaded since the machine exists. */
    List<GuestRange> ranges() {
        return List.copyOf(loaded);
    }

    /** Those with which a machine begins are in its config. */
    void names(GuestSymbols names) {
        symbols = names;
    }

    /**
     * Writes an image.
     *
     * @param mode   the mode for assembling text without one; null for the mode in which the board's vCPUs start
     * @param before is told each part before anything of it is written
     */
    Loaded load(Map<String, ?> arguments, CodeMode mode, Consumer<LoadConfig> before) {
        Site site = place.get();
        LoadConfig load = ImageBytes.load(Vocabulary.named(MachineState.class, "load", arguments, site), site);
        Images.Placed placed = Images.place(load, host, mode);
        List<GuestRange> ranges = new ArrayList<>();
        for (LoadConfig part : placed.parts()) {
            // All of it is checked before the first byte is written.
            made.slots().holding(part.at(), part.length());
            ranges.add(new GuestRange(part.at(), part.length(), "loaded" + (part.image() instanceof Image.FilePart file ? ", of " + Path.of(file.file()).getFileName() : ""), true));
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
                made.load(part.at(), file, true);
            } catch (IOException e) {
                throw ScriptFile.unreadable(Path.of(file.file()), e, part.site());
            }
        } else {
            made.write(part.at(), ((Image.Bytes) part.image()).bytes());
        }
    }
}
