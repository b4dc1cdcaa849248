package org.kvmsh.bindings.board.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.board.NoSuchBoard;

/** The options to configure a kernel with: the board's own, those of --debug, and the user's; later ones win. */
final class KernelConfig {
    static final String KCOV = "kcov";
    static final String BTF = "btf";
    /** What a kernel can have for debugging; each has a file of options beside this class. */
    private static final List<String> DEBUG = List.of("kasan", "lockdep", "ubsan", "trace", KCOV, BTF);

    private static final Pattern SET = Pattern.compile("(CONFIG_\\w+)=(.+)");
    private static final Pattern UNSET = Pattern.compile("# (CONFIG_\\w+) is not set");
    private static final String NO = "n";

    private final Map<String, String> options = new LinkedHashMap<>();
    /** The places of options that the user named; the user is told if such an option is unavailable. */
    private final Map<String, String> places = new LinkedHashMap<>();

    /** @param board the options of the board's small kernel; some of them, as of debug's, may be of other releases */
    KernelConfig(String board, List<String> debug, List<Path> fragments) throws IOException, NoSuchBoard {
        add("", board.lines().toList());
        for (String name : debug) {
            if (!DEBUG.contains(name)) {
                throw new NoSuchBoard("unknown debug option " + name + "; use " + String.join(", ", DEBUG));
            }
            try (InputStream in = KernelConfig.class.getResourceAsStream(name + ".config")) {
                add(
                        "",
                        new String(in.readAllBytes(), StandardCharsets.UTF_8)
                                .lines()
                                .toList());
            }
        }
        for (Path fragment : fragments) {
            if (!Files.isRegularFile(fragment)) {
                throw new NoSuchBoard("no configuration " + fragment + ": "
                        + (Files.exists(fragment) ? "not a file" : "no such file"));
            }
            add(fragment.toString(), Files.readAllLines(fragment));
        }
    }

    private void add(String file, List<String> lines) throws NoSuchBoard {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            Matcher set = SET.matcher(line);
            Matcher unset = UNSET.matcher(line);
            if (set.matches() || unset.matches()) {
                String option = set.matches() ? set.group(1) : unset.group(1);
                options.remove(option);
                options.put(option, set.matches() ? set.group(2) : NO);
                places.remove(option);
                if (!file.isEmpty()) {
                    places.put(option, file + ":" + (i + 1));
                }
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                throw new NoSuchBoard(file + ":" + (i + 1) + ": not a kernel configuration line: " + line
                        + "; write CONFIG_NAME=y, CONFIG_NAME=m, CONFIG_NAME=VALUE or # CONFIG_NAME is not set");
            }
        }
    }

    /** The configuration as conf(1) of kconfig reads it. */
    String text() {
        StringBuilder text = new StringBuilder();
        options.forEach(
                (option, value) -> text.append(value.equals(NO) ? "# " + option + " is not set" : option + "=" + value)
                        .append('\n'));
        return text.toString();
    }

    /**
     * The options that a configured kernel does not have, each with the reason; an option of kvmsh's that the tree does
     * not know is of another release.
     */
    List<String> dropped(Path configured, Path tree) throws IOException {
        Map<String, String> got = new LinkedHashMap<>();
        for (String line : Files.readAllLines(configured)) {
            Matcher set = SET.matcher(line);
            if (set.matches()) {
                got.put(set.group(1), set.group(2));
            }
        }
        Map<String, String> missing = new TreeMap<>();
        options.forEach((option, value) -> {
            if (!got.getOrDefault(option, NO).equals(value)) {
                missing.put(option, got.getOrDefault(option, NO));
            }
        });
        List<String> dropped = new ArrayList<>();
        Map<String, String> dependencies = missing.isEmpty() ? Map.of() : dependencies(tree);
        missing.forEach((option, is) -> {
            String depends = dependencies.get(option);
            String place = places.get(option);
            if (depends != null || place != null) {
                dropped.add((place == null ? "" : place + ": ") + option + "=" + options.get(option) + " is dropped: "
                        + (depends == null
                                ? "this tree has no such option"
                                : "it is " + is + " in this kernel"
                                        + (depends.isEmpty() ? "" : "; it depends on " + depends)));
            }
        });
        return dropped;
    }

    /** The dependencies of each option of the tree; empty for none. */
    private static Map<String, String> dependencies(Path tree) throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (file.getFileName().toString().startsWith("Kconfig")) {
                    read(Files.readString(file, StandardCharsets.ISO_8859_1), all);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return all;
    }

    /** Source: Documentation/kbuild/kconfig-language.rst. */
    private static void read(String kconfig, Map<String, String> all) {
        String option = null;
        for (String line : kconfig.split("\n")) {
            String text = line.strip();
            if (text.matches("(menu)?config \\w+")) {
                option = "CONFIG_" + text.substring(text.indexOf(' ') + 1);
                all.putIfAbsent(option, "");
            } else if (text.matches("(endmenu|endif|menu|if|choice|source|comment)\\b.*")) {
                option = null;
            } else if (option != null && text.startsWith("depends on ")) {
                String condition = text.substring("depends on ".length());
                all.merge(option, condition, (before, one) -> before.isEmpty() ? one : before + " && " + one);
            }
        }
    }
}
