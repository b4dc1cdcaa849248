package org.kvmsh.bindings.board.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.BoardUnavailable;

/**
 * A kernel's modules as depmod left them: which file a module is in, and what must be loaded before it. Source:
 * modules.dep(5).
 */
final class ModuleTree {
    static final String DEPENDENCIES = "modules.dep";
    static final String BUILTIN = "modules.builtin";

    private final Path folder;
    /** Below a module's name what it needs and, last, its own file, in the order of loading. */
    private final Map<String, List<String>> files = new HashMap<>();

    private final Set<String> builtin = new LinkedHashSet<>();

    /** The files found of the modules that were wanted, and the modules that were not found. */
    record Order(List<Path> files, List<String> missing) {}

    private ModuleTree(Path folder) throws IOException {
        this.folder = folder;
        for (String line : Files.readAllLines(folder.resolve(DEPENDENCIES), StandardCharsets.UTF_8)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                List<String> order = new ArrayList<>(
                        List.of(line.substring(colon + 1).strip().split("\\s+")));
                order.removeIf(String::isEmpty);
                Collections.reverse(order);
                order.add(line.substring(0, colon));
                files.put(moduleName(line.substring(0, colon)), order);
            }
        }
        if (Files.exists(folder.resolve(BUILTIN))) {
            Files.readAllLines(folder.resolve(BUILTIN), StandardCharsets.UTF_8)
                    .forEach(line -> builtin.add(moduleName(line)));
        }
    }

    /**
     * The tree in a directory named by the user: the one with modules.dep, or the target of {@code make
     * modules_install}.
     *
     * @param folder /lib/modules/VERSION itself, or a directory with exactly one such directory
     */
    static ModuleTree in(Path folder) throws BoardUnavailable {
        try {
            for (Path candidate : candidates(folder)) {
                if (Files.exists(candidate.resolve(DEPENDENCIES))) {
                    return new ModuleTree(candidate);
                }
            }
        } catch (IOException e) {
            throw new BoardUnavailable("the modules in " + folder + " cannot be read: " + e.getMessage(), e);
        }
        throw new BoardUnavailable(
                Files.isDirectory(folder)
                        ? folder
                                + " must contain modules.dep, or exactly one lib/modules/VERSION/modules.dep; create"
                                + " it with make modules_install INSTALL_MOD_PATH="
                                + folder + ", or with depmod"
                        : "no such directory: " + folder);
    }

    private static List<Path> candidates(Path folder) throws IOException {
        List<Path> candidates = new ArrayList<>(List.of(folder));
        for (String below : List.of("lib/modules", "usr/lib/modules", ".")) {
            Path versions = folder.resolve(below).normalize();
            if (Files.isDirectory(versions)) {
                try (Stream<Path> found = Files.list(versions)) {
                    List<Path> trees = found.filter(path -> Files.exists(path.resolve(DEPENDENCIES)))
                            .toList();
                    if (trees.size() == 1) {
                        candidates.add(trees.get(0));
                    }
                }
            }
        }
        return candidates;
    }

    /** The files of modules and of their dependencies, in load order; built-in modules have none. */
    Order order(List<String> wanted) {
        Set<Path> order = new LinkedHashSet<>();
        List<String> missing = new ArrayList<>();
        for (String module : wanted) {
            List<String> needed = files.get(normal(module));
            if (needed != null) {
                needed.forEach(file -> order.add(folder.resolve(file)));
            } else if (!builtin.contains(normal(module))) {
                missing.add(module);
            }
        }
        return new Order(List.copyOf(order), missing);
    }

    /** Copies what some modules need to a directory that is its own tree. */
    void copy(List<String> wanted, Path to) throws IOException {
        Files.createDirectories(to);
        StringBuilder dependencies = new StringBuilder();
        for (Path file : order(wanted).files()) {
            List<String> needed = new ArrayList<>(files.get(moduleName(file.toString())));
            needed.replaceAll(ModuleTree::fileName);
            Files.copy(file, to.resolve(fileName(file.toString())));
            String own = needed.remove(needed.size() - 1);
            Collections.reverse(needed);
            dependencies
                    .append(own)
                    .append(':')
                    .append(needed.isEmpty() ? "" : " ")
                    .append(String.join(" ", needed))
                    .append('\n');
        }
        Files.writeString(to.resolve(DEPENDENCIES), dependencies);
        if (Files.exists(folder.resolve(BUILTIN))) {
            Files.copy(folder.resolve(BUILTIN), to.resolve(BUILTIN));
        }
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** A module's name is its file's, with underscores; the kernel and its tools take a hyphen for one. */
    private static String moduleName(String path) {
        String file = fileName(path.strip());
        int end = file.indexOf(".ko");
        return normal(end < 0 ? file : file.substring(0, end));
    }

    private static String normal(String module) {
        return module.replace('-', '_');
    }
}
