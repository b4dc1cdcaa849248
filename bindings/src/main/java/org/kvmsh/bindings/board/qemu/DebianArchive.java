package org.kvmsh.bindings.board.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Programs;
import org.kvmsh.bindings.board.Progress;

/**
 * Packages of an architecture from Debian's archive, by an apt with its own directories: no root is needed, and the
 * machine's packages do not change.
 */
final class DebianArchive {
    private static final String KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

    private final String architecture;
    private final String suite;
    private final Programs programs;
    private final Path work;
    private final Path downloads;
    private final Progress progress;
    private final Function<String, BoardUnavailable> unavailable;

    /**
     * @param suite null for the machine's own release
     * @param work an empty directory for indexes
     * @param downloads the target of downloads; an interrupted download there is completed
     * @param unavailable creates the error from a reason
     */
    DebianArchive(
            String architecture,
            String suite,
            Programs programs,
            Path work,
            Path downloads,
            Progress progress,
            Function<String, BoardUnavailable> unavailable) {
        this.architecture = architecture;
        this.suite = suite;
        this.programs = programs;
        this.work = work;
        this.downloads = downloads;
        this.progress = progress;
        this.unavailable = unavailable;
    }

    /**
     * Fetches the index of the machine's site, and of its own release unless another was named; apt knows both in every
     * notation.
     */
    void open() throws IOException, BoardUnavailable {
        Path apt = tool("apt-get");
        List<String> targets = run(
                        "apt has no package sources",
                        List.of(
                                apt.toString(),
                                "indextargets",
                                "--format",
                                "$(SITE) $(CODENAME) $(COMPONENT)",
                                "Created-By: Packages",
                                "Origin: Debian",
                                "Component: main"))
                .lines()
                .distinct()
                .toList();
        // A release's own archive is the one whose name has no hyphen: bookworm, not bookworm-updates.
        String[] target = targets.stream()
                .map(line -> line.split(" "))
                .filter(parts -> parts.length == 3 && !parts[1].contains("-"))
                .findFirst()
                .orElseThrow(() ->
                        unavailable.apply("this host's apt has no index of Debian's packages: run apt-get update"));
        for (String folder : List.of("lists/partial", "cache/archives/partial")) {
            Files.createDirectories(work.resolve(folder));
        }
        Files.createFile(work.resolve("status"));
        Files.writeString(
                work.resolve("kvmsh.sources"),
                "Types: deb\nURIs: " + target[0] + "\nSuites: " + (suite == null ? target[1] : suite)
                        + "\nComponents: main\nSigned-By: " + KEYRING + "\n");
        run("the package index cannot be fetched", aptCommand(apt, "update"));
    }

    private List<String> aptCommand(Path program, String... words) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "-qq"));
        for (String option : List.of(
                "Dir::Etc::sourcelist=" + work.resolve("kvmsh.sources"),
                "Dir::Etc::sourceparts=-",
                "Dir::State::lists=" + work.resolve("lists"),
                "Dir::State::status=" + work.resolve("status"),
                "Dir::Cache=" + work.resolve("cache"),
                "APT::Sandbox::User=root",
                "Acquire::Languages=none",
                "APT::Architecture=" + architecture,
                "APT::Architectures=" + architecture)) {
            command.add("-o");
            command.add(option);
        }
        command.addAll(Arrays.asList(words));
        return command;
    }

    /** The package with the version in its name, which one without only depends on. */
    String behind(String metaPackage, String prefix) throws IOException, BoardUnavailable {
        return dependency(metaPackage, prefix)
                .orElseThrow(() -> unavailable.apply(metaPackage + " does not depend on any " + prefix + "*"));
    }

    /** The package of a name's beginning that another one depends on. */
    Optional<String> dependency(String metaPackage, String prefix) throws IOException, BoardUnavailable {
        String shown = run(
                "no package " + metaPackage, aptCommand(tool("apt-cache"), "show", "--no-all-versions", metaPackage));
        return shown.lines()
                .filter(line -> line.startsWith("Depends:"))
                .flatMap(line -> Stream.of(line.substring("Depends:".length()).split("[,|]")))
                .map(word -> word.strip().split("[ (:]")[0])
                .filter(word -> word.startsWith(prefix))
                .findFirst();
    }

    /** The index's entry for the newest version of each package. */
    List<DebianPackage> packages(List<String> names) throws IOException, BoardUnavailable {
        String[] words = Stream.concat(Stream.of("download", "--print-uris"), names.stream())
                .toArray(String[]::new);
        List<DebianPackage> found = DebianPackage.printed(
                run("no package " + String.join(", ", names), aptCommand(tool("apt-get"), words)));
        // apt-get prints them in an order of its own.
        List<DebianPackage> ordered = new ArrayList<>();
        for (String name : names) {
            ordered.add(found.stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> unavailable.apply("no package " + name)));
        }
        return ordered;
    }

    /** Fetches a package and unpacks its files into a directory. */
    void unpack(String name, Path root) throws IOException, BoardUnavailable {
        unpack(packages(List.of(name)).get(0), root);
    }

    /** The same with the index's entry. */
    void unpack(DebianPackage wanted, Path root) throws IOException, BoardUnavailable {
        Path file = fetch(wanted);
        progress.note("unpacking " + wanted.name());
        run(
                "the package cannot be unpacked",
                List.of(tool("dpkg-deb").toString(), "-x", file.toString(), root.toString()));
        Files.delete(file);
    }

    /** Fetches a package's file. */
    Path fetch(DebianPackage wanted) throws IOException, BoardUnavailable {
        progress.note("fetching " + wanted.name());
        return new PackageDownload(tool("apt-helper"), programs, downloads, progress).fetch(wanted, unavailable);
    }

    /** The one file of a directory that a pattern matches. */
    Path only(Path folder, String glob) throws IOException, BoardUnavailable {
        List<Path> found = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder, glob)) {
            files.forEach(found::add);
        }
        if (found.size() != 1) {
            throw unavailable.apply("the package has an unknown layout: " + found.size() + " files match "
                    + folder.getFileName() + "/" + glob);
        }
        return found.get(0);
    }

    Path tool(String name) throws BoardUnavailable {
        Path tool = programs.findSystem(name);
        if (tool == null) {
            throw unavailable.apply("not found: " + name
                    + (name.equals("depmod")
                            ? ", which is in the package kmod"
                            : "; packages can be fetched only on Debian"));
        }
        return tool;
    }

    String run(String failure, List<String> command) throws IOException, BoardUnavailable {
        Programs.Output output = programs.run(work, command);
        if (!output.ok()) {
            throw unavailable.apply(failure + ": " + output.lastLine());
        }
        return output.text();
    }
}
