package org.kvmsh.bindings.board.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.board.Programs;

/**
 * Adds file and line to the functions of a kernel's report: {@code kvm_put_kvm+0x1d/0x30 [kvm]}.
 *
 * <p>As the kernel's scripts/decode_stacktrace.sh, with the objects of the kernel's build. A function whose length is
 * another than the report's is of another build, and gets no line.
 */
public final class KernelSymbols implements UnaryOperator<List<String>> {
    private static final Pattern FRAME =
            Pattern.compile("([\\w.]+)\\+0x([0-9a-f]+)/0x([0-9a-f]+)(?: \\[(\\w+)(?: [0-9a-f]+)?\\])?");
    /** A line in a symbol table of objdump: value, flags, section, size, name. */
    private static final Pattern SYMBOL =
            Pattern.compile("^([0-9a-f]+) .{7} (\\S+)\\t([0-9a-f]+) (?:\\.hidden )?(\\S+)$");
    /** A line that names the instruction itself; the others are return addresses, one instruction too far. */
    private static final Pattern AT_INSTRUCTION =
            Pattern.compile(".*(RIP: |NIP |\\bpc : |\\bepc : |BUG: KASAN|WARNING: ).*");

    private final Path build;
    private final Path tree;
    private final String prefix;
    private final Programs programs;
    private final Map<String, Map<String, List<Symbol>>> tables = new HashMap<>();

    private record Symbol(String section, long value, long size) {}

    /**
     * Symbols of a build.
     *
     * @param build the directory with vmlinux and the modules
     * @param tree the source tree, whose path is removed from displayed paths
     * @param prefix of the binutils for its architecture
     */
    public KernelSymbols(Path build, Path tree, String prefix, Map<String, String> environment) {
        this.build = build;
        this.tree = tree;
        this.prefix = prefix;
        this.programs = new Programs(environment);
    }

    @Override
    public synchronized List<String> apply(List<String> lines) {
        List<String> told = new ArrayList<>();
        for (String line : lines) {
            Matcher frame = FRAME.matcher(line);
            String place =
                    frame.find() ? place(frame, AT_INSTRUCTION.matcher(line).matches()) : null;
            told.add(place == null ? line : line + " (" + place + ")");
        }
        return told;
    }

    /** The file and line, with those that it is inlined into; null where that is not known. */
    private String place(Matcher frame, boolean exact) {
        String module = frame.group(4);
        Path object = object(module);
        long offset = Long.parseUnsignedLong(frame.group(2), 16);
        long size = Long.parseUnsignedLong(frame.group(3), 16);
        if (object == null) {
            return null;
        }
        List<Symbol> named = table(object).getOrDefault(frame.group(1), List.of());
        // A trace rounds a size up to the next symbol, which is aligned.
        List<Symbol> fitting = named.stream()
                .filter(symbol -> symbol.size() <= size && size - symbol.size() < 64)
                .toList();
        if (fitting.size() != 1) {
            return null;
        }
        Symbol symbol = fitting.get(0);
        List<String> words = new ArrayList<>(List.of("-i", "-e", object.toString()));
        if (module != null) {
            words.addAll(List.of("-j", symbol.section()));
        }
        words.add(Long.toHexString(symbol.value() + offset - (exact || offset == 0 ? 0 : 1)));
        List<String> places = run("addr2line", words).stream()
                .map(this::inTree)
                .filter(place -> !place.startsWith("??"))
                .toList();
        return places.isEmpty() ? null : String.join(", inlined into ", places);
    }

    private Path object(String module) {
        if (module == null) {
            Path vmlinux = build.resolve("vmlinux");
            return Files.exists(vmlinux) ? vmlinux : null;
        }
        try {
            for (String line : Files.readAllLines(build.resolve("modules.order"))) {
                String file = line.replaceFirst("\\.k?o$", "");
                if (file.substring(file.lastIndexOf('/') + 1).replace('-', '_').equals(module)) {
                    return build.resolve(file + ".ko");
                }
            }
        } catch (IOException e) {
            // A kernel without modules.
        }
        return null;
    }

    private Map<String, List<Symbol>> table(Path object) {
        return tables.computeIfAbsent(object.toString(), path -> {
            Map<String, List<Symbol>> table = new LinkedHashMap<>();
            for (String line : run("objdump", List.of("-t", path))) {
                Matcher symbol = SYMBOL.matcher(line);
                if (symbol.matches()) {
                    table.computeIfAbsent(symbol.group(4), name -> new ArrayList<>())
                            .add(new Symbol(
                                    symbol.group(2),
                                    Long.parseUnsignedLong(symbol.group(1), 16),
                                    Long.parseUnsignedLong(symbol.group(3), 16)));
                }
            }
            return table;
        });
    }

    private List<String> run(String program, List<String> arguments) {
        Path found = programs.find(prefix + program) == null ? programs.find(program) : programs.find(prefix + program);
        if (found == null) {
            return List.of();
        }
        List<String> command = new ArrayList<>(List.of(found.toString()));
        command.addAll(arguments);
        try {
            Programs.Output output = programs.run(null, command);
            return output.ok() ? output.text().lines().toList() : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** {@code arch/x86/kvm/x86.c:1234}, of what addr2line prints. */
    private String inTree(String place) {
        String text = place.replaceFirst(" \\(discriminator \\d+\\)$", "");
        int colon = text.lastIndexOf(':');
        Path file = build.resolve(text.substring(0, Math.max(0, colon))).normalize();
        return (file.startsWith(tree) ? tree.relativize(file) : below(file)) + text.substring(Math.max(0, colon));
    }

    /** An object from ccache may contain another kernel's directory before the path in the tree. */
    private Path below(Path file) {
        for (int from = 0; from < file.getNameCount() - 1; from++) {
            Path path = file.subpath(from, file.getNameCount());
            if (Files.exists(tree.resolve(path))) {
                return path;
            }
        }
        return file;
    }
}
