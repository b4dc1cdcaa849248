package org.kvmsh.bindings.board.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.board.NoSuchBoard;

/** A directory with the kernel's source. */
final class KernelTree {
    private static final Pattern ASSIGNMENT =
            Pattern.compile("^(VERSION|PATCHLEVEL|SUBLEVEL|EXTRAVERSION) *=[ \\t]*(\\S*)$", Pattern.MULTILINE);

    private final Path folder;
    private final String version;

    private KernelTree(Path folder, String version) {
        this.folder = folder;
        this.version = version;
    }

    /** Refuses a directory without a kernel, or without this architecture's KVM. */
    static KernelTree of(Path folder, KernelTarget target) throws NoSuchBoard {
        Path kvm = folder.resolve("arch").resolve(target.source()).resolve("kvm");
        if (!Files.isDirectory(folder)) {
            throw new NoSuchBoard("kernel tree " + folder + ": no such directory");
        }
        Map<String, String> values = new LinkedHashMap<>();
        try {
            Matcher found = ASSIGNMENT.matcher(Files.readString(folder.resolve("Makefile")));
            while (found.find()) {
                values.putIfAbsent(found.group(1), found.group(2));
            }
        } catch (IOException e) {
            // Without a Makefile it is not a kernel, which is reported below.
        }
        if (!values.containsKey("VERSION")
                || !values.containsKey("PATCHLEVEL")
                || !Files.exists(folder.resolve("scripts/kconfig"))) {
            throw new NoSuchBoard(folder
                    + " is not a kernel tree: it has no Makefile with VERSION and PATCHLEVEL, or no"
                    + " scripts/kconfig; name the directory at the top of the tree");
        }
        if (!Files.isDirectory(kvm)) {
            throw new NoSuchBoard(folder + " has no arch/" + target.source() + "/kvm, which a kernel for "
                    + target.board() + " needs");
        }
        return new KernelTree(
                folder,
                values.get("VERSION") + "." + values.get("PATCHLEVEL") + "." + values.getOrDefault("SUBLEVEL", "0")
                        + values.getOrDefault("EXTRAVERSION", ""));
    }

    Path folder() {
        return folder;
    }

    /** The version of the Makefile: {@code 6.1.0-rc3}. */
    String version() {
        return version;
    }

    /** Whether make would refuse a separate output directory (the kernel's Makefile, outputmakefile). */
    boolean isBuiltInPlace(KernelTarget target) {
        return Files.exists(folder.resolve(".config"))
                || Files.exists(folder.resolve("include/config"))
                || Files.exists(folder.resolve("arch").resolve(target.source()).resolve("include/generated"));
    }
}
