package org.kvmsh.bindings.board.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Programs;

/** A board's kernel from Debian's archive, by an apt that has folders of its own: the machine's packages stay as they are. */
final class KernelPackage {
    private static final String KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";
    private static final String OWN_KERNEL = "; a kernel of your own needs none of this: %s?kernel=PATH&modules=DIR";

    private final QemuProfile profile;
    private final Programs programs;
    private final Path work;
    private final Consumer<String> progress;

    KernelPackage(QemuProfile profile, Programs programs, Path work, Consumer<String> progress) {
        this.profile = profile;
        this.programs = programs;
        this.work = work;
        this.progress = progress;
    }

    /** Gets the newest kernel of the machine's release of Debian, with the modules that are wanted, into a new folder. */
    Path fetch(List<String> modules) throws IOException, BoardUnavailable {
        Path apt = tool("apt-get");
        sources(apt);
        progress.accept("looking " + profile.kernelPackage() + " up");
        run("its index can't be fetched", aptCommand(apt, "update"));
        String kernelPackage = kernelPackage();
        progress.accept("fetching " + kernelPackage);
        run(kernelPackage + " can't be fetched", aptCommand(apt, "download", kernelPackage));
        return unpacked(kernelPackage, modules);
    }

    /** The machine's own site and release; both are asked of apt, which knows every way to write them down. */
    private void sources(Path apt) throws IOException, BoardUnavailable {
        List<String> targets = run("apt knows no sources", List.of(apt.toString(), "indextargets", "--format", "$(SITE) $(CODENAME) $(COMPONENT)",
                "Created-By: Packages", "Origin: Debian", "Component: main")).lines().distinct().toList();
        // A release's own archive is the one whose name has no hyphen: bookworm, not bookworm-updates.
        String[] target = targets.stream().map(line -> line.split(" ")).filter(parts -> parts.length == 3 && !parts[1].contains("-")).findFirst()
                .orElseThrow(() -> unavailable("this machine's apt has no index of Debian's packages; apt-get update fetches one"));
        for (String folder : List.of("lists/partial", "cache/archives/partial")) {
            Files.createDirectories(work.resolve(folder));
        }
        Files.createFile(work.resolve("status"));
        Files.writeString(work.resolve("kvmsh.sources"), "Types: deb\nURIs: " + target[0] + "\nSuites: " + target[1] + "\nComponents: main\nSigned-By: " + KEYRING + "\n");
    }

    private List<String> aptCommand(Path program, String... words) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "-qq"));
        for (String option : List.of("Dir::Etc::sourcelist=" + work.resolve("kvmsh.sources"), "Dir::Etc::sourceparts=-", "Dir::State::lists=" + work.resolve("lists"),
                "Dir::State::status=" + work.resolve("status"), "Dir::Cache=" + work.resolve("cache"), "APT::Sandbox::User=root", "Acquire::Languages=none",
                "APT::Architecture=" + profile.debianArchitecture(), "APT::Architectures=" + profile.debianArchitecture())) {
            command.add("-o");
            command.add(option);
        }
        command.addAll(Arrays.asList(words));
        return command;
    }

    /** The package whose name has the version in it, which the other one only depends on. */
    private String kernelPackage() throws IOException, BoardUnavailable {
        String shown = run("there is no " + profile.kernelPackage(), aptCommand(tool("apt-cache"), "show", "--no-all-versions", profile.kernelPackage()));
        return shown.lines().filter(line -> line.startsWith("Depends:")).flatMap(line -> Stream.of(line.substring("Depends:".length()).split("[,|]")))
                .map(word -> word.strip().split("[ (:]")[0]).filter(word -> word.startsWith("linux-image-")).findFirst()
                .orElseThrow(() -> unavailable(profile.kernelPackage() + " depends on no kernel"));
    }

    private Path unpacked(String kernelPackage, List<String> modules) throws IOException, BoardUnavailable {
        progress.accept("unpacking " + kernelPackage);
        Path root = work.resolve("root");
        run("the package can't be unpacked", List.of(tool("dpkg-deb").toString(), "-x", only(work, kernelPackage + "_*.deb").toString(), root.toString()));
        // Debian 13's packages have their modules below /usr; kmod looks where the machine that it was built for has them.
        if (!Files.exists(root.resolve("lib"))) {
            Files.createSymbolicLink(root.resolve("lib"), Path.of("usr/lib"));
        } else if (!Files.exists(root.resolve("usr/lib"))) {
            Files.createDirectories(root.resolve("usr"));
            Files.createSymbolicLink(root.resolve("usr/lib"), Path.of("../lib"));
        }
        Path tree = only(root.resolve("lib/modules"), "*");
        String version = tree.getFileName().toString();
        run("the modules' dependencies can't be found", List.of(tool("depmod").toString(), "-b", root.toString(), version));
        Path made = Files.createDirectory(work.resolve("made"));
        KernelFiles.keep(made, only(root.resolve("boot"), "vmlinu*"), version);
        ModuleTree.in(tree).copy(modules, KernelFiles.modulesOf(made));
        return made;
    }

    private Path only(Path folder, String glob) throws IOException, BoardUnavailable {
        List<Path> found = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder, glob)) {
            files.forEach(found::add);
        }
        if (found.size() != 1) {
            throw unavailable("the package is not as kvmsh knows kernel packages: " + found.size() + " files are " + folder.getFileName() + "/" + glob);
        }
        return found.get(0);
    }

    private Path tool(String name) throws BoardUnavailable {
        Path tool = programs.findSystem(name);
        if (tool == null) {
            throw unavailable("there is no " + name + (name.equals("depmod") ? ", which is in the package kmod" : "; fetching a kernel works on Debian"));
        }
        return tool;
    }

    private String run(String failure, List<String> command) throws IOException, BoardUnavailable {
        Programs.Output output = programs.run(work, command);
        if (!output.ok()) {
            throw unavailable(failure + ": " + output.lastLine());
        }
        return output.text();
    }

    private BoardUnavailable unavailable(String why) {
        return new BoardUnavailable("the kernel of " + profile.boardName() + " can't be had: " + why + String.format(OWN_KERNEL, profile.boardName()));
    }
}
