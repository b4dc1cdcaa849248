package org.kvmsh.dsl.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.kvmsh.dsl.config.Image;
import org.kvmsh.dsl.config.LoadConfig;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.GuestRange;
import org.kvmsh.dsl.plan.step.ScriptFile;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.Site;

/**
 * Bytes into guest memory; no system call to KVM on this machine's own.
 *
 * @param warning what of an earlier load it overwrites; empty if it does not
 */
record Load(LoadConfig load, String warning) implements Step {
    @Override
    public String text() {
        String from = load.image() instanceof Image.FilePart part
                ? " of " + Path.of(part.file()).getFileName()
                : "";
        return "load " + load.length() + (load.length() == 1 ? " byte" : " bytes") + from + " at "
                + Bits64.hex(load.at()) + (load.space() == 0 ? "" : ", address space " + load.space());
    }

    @Override
    public Site site() {
        return load.site();
    }

    @Override
    public String why() {
        return "holds the guest's code or data";
    }

    @Override
    public List<GuestRange> ranges() {
        return List.of(new GuestRange(
                load.at(),
                load.length(),
                "loaded"
                        + (load.image() instanceof Image.FilePart part
                                ? ", of " + Path.of(part.file()).getFileName()
                                : "")
                        + (load.space() == 0 ? "" : ", address space " + load.space()),
                true));
    }

    @Override
    public void perform(Bringup machine) {
        if (load.image() instanceof Image.FilePart part) {
            try {
                machine.load(load.space(), load.at(), part);
            } catch (IOException e) {
                throw ScriptFile.unreadable(Path.of(part.file()), e, load.site());
            }
        } else {
            machine.write(load.space(), load.at(), ((Image.Bytes) load.image()).bytes());
        }
    }
}
