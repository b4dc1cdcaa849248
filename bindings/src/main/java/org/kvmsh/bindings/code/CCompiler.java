package org.kvmsh.bindings.code;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.board.Folders;
import org.kvmsh.bindings.board.Programs;
import org.kvmsh.bindings.text.Digest;

/**
 * GCC for freestanding guests in C: a text in, an ELF file with kvmsh's guest library out. The ELF file is kept in a
 * cache, by its text, and compiled again if the text, a header that it includes, the library or the compiler changes.
 */
public final class CCompiler {
    /** The number of vCPUs that have a stack. */
    public static final int VCPUS = 64;

    /** A stack's size as a power of two. */
    private static final int STACK_SHIFT = 14;

    private static final String GCC = "gcc";
    private static final String PROGRAM = "guest.elf";
    private static final String READ = "read";
    private static final String LIBRARY = "guest/";
    private static final List<String> COMMON = List.of(
            "-std=gnu17",
            "-O2",
            "-g",
            "-Wall",
            "-ffreestanding",
            "-fno-stack-protector",
            "-fno-pic",
            "-no-pie",
            "-fno-asynchronous-unwind-tables",
            "-fno-unwind-tables",
            "-fno-strict-aliasing",
            "-fno-omit-frame-pointer",
            "-fdiagnostics-color=never",
            "-fno-diagnostics-show-caret",
            "-fno-sanitize-recover",
            "-nostdlib",
            "-static",
            "-DSTACK_SHIFT=" + STACK_SHIFT,
            "-DVCPUS=" + VCPUS);
    private static final String SHARED = "kvmsh.c";
    private static final String DIVISIONS = "-fsanitize=integer-divide-by-zero";
    /**
     * What code needs that runs before its operating system: an interrupt would overwrite x86's red zone, SSE is #UD
     * without CR4.OSFXSR, and arm64 has no unaligned accesses while the MMU is off. Where the processor itself does not
     * see a division by zero or a null pointer, the compiler tells kvmsh.c.
     */
    private static final Map<CodeMode, List<String>> OPTIONS = Map.of(
            CodeMode.X86_64, List.of("-m64", "-mno-red-zone", "-mgeneral-regs-only"),
            CodeMode.ARM64, List.of("-mstrict-align", "-mgeneral-regs-only", "-mno-outline-atomics", DIVISIONS),
            CodeMode.RISCV64, List.of("-march=rv64imac_zicsr_zifencei", "-mabi=lp64", "-mcmodel=medany", DIVISIONS),
            CodeMode.PPC64, powerpc("-mbig"),
            CodeMode.PPC64LE, powerpc("-mlittle"));

    private static final Pattern REPORT =
            Pattern.compile("(.+?):(\\d+):(?:\\d+:)? (?:fatal error|error|warning): (.*)");

    private final Programs programs;
    private final Path cache;

    /**
     * A compiler whose results are kept.
     *
     * @param cache a directory, which is made when it is needed
     */
    public CCompiler(Programs programs, Path cache) {
        this.programs = programs;
        this.cache = cache;
    }

    /**
     * A guest's text.
     *
     * @param name of its file, without directories
     * @param folder where its own headers are; null for a text of a script
     */
    public record Source(String name, String text, Path folder) {}

    private static List<String> powerpc(String order) {
        return List.of(
                order,
                "-mabi=elfv2",
                "-mcpu=power7",
                "-msoft-float",
                "-mno-altivec",
                "-mno-vsx",
                DIVISIONS,
                "-fsanitize=null");
    }

    /** Whether the guest library has a part for an architecture. */
    public static boolean isFor(Arch arch) {
        return OPTIONS.keySet().stream().anyMatch(mode -> mode.arch() == arch);
    }

    /** Whether a source file is one of the guest library's. */
    public static boolean isLibrary(String file) {
        return file.equals(SHARED) || OPTIONS.keySet().stream().anyMatch(mode -> file.equals(ofArch(mode, ".c")));
    }

    /** The compiler that is missing for a mode, in words; null if it is there. */
    public String missing(CodeMode mode) {
        return mode.program(programs, GCC) != null
                ? null
                : "compiling C for " + mode + " needs GCC; not found: " + mode.cross(GCC);
    }

    /** The size of a vCPU's stack in bytes. */
    public static int stack() {
        return 1 << STACK_SHIFT;
    }

    /** The command that installs the compiler for a mode on Debian. */
    public static String install(CodeMode mode) {
        return mode.install(GCC);
    }

    /**
     * Compiles a guest, or finds what was compiled before; without a compiler what is in the cache serves.
     *
     * @param base the address of its first byte, guest virtual and physical
     * @return the ELF file, or null if it is not in the cache and there is no compiler
     * @throws CodeError for a text that GCC refuses, with the line
     * @throws IOException if the cache cannot be read or written
     */
    public Path compile(CodeMode mode, long base, Source source) throws IOException {
        Map<String, String> library = library(mode);
        Path kept = cache.resolve(Digest.of(mode + " " + base + " " + options(mode) + " " + source.name() + " "
                + source.folder() + "\n" + source.text() + library));
        Path compiler = mode.program(programs, GCC);
        if (isFresh(kept, compiler)) {
            return kept.resolve(PROGRAM);
        }
        if (compiler == null) {
            return null;
        }
        Files.createDirectories(cache);
        Path folder = Files.createTempDirectory(cache, "new");
        try {
            compile(mode, base, source, library, compiler, folder);
            // Another process may compile or load the same guest now: there is always a whole one.
            Files.createDirectories(kept);
            for (String name : List.of(PROGRAM, READ)) {
                Files.move(folder.resolve(name), kept.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            Folders.delete(folder);
        }
        return kept.resolve(PROGRAM);
    }

    private void compile(
            CodeMode mode, long base, Source source, Map<String, String> library, Path compiler, Path folder)
            throws IOException {
        for (Map.Entry<String, String> part : library.entrySet()) {
            Files.writeString(folder.resolve(part.getKey()), part.getValue());
        }
        Path own = source.folder() == null ? folder : source.folder();
        if (source.folder() == null) {
            Files.writeString(folder.resolve(source.name()), source.text());
        }
        List<String> compiling = new ArrayList<>(List.of(compiler.toString()));
        compiling.addAll(options(mode));
        compiling.addAll(List.of("-I", folder.toString(), "-ffile-prefix-map=" + own + "/="));
        List<String> text = new ArrayList<>(compiling);
        text.addAll(List.of(
                "-c",
                "-MMD",
                "-MF",
                "guest.d",
                "-o",
                "guest.o",
                // The text of a script has the script's name.
                "-x",
                source.folder() == null ? "c" : "none",
                own.resolve(source.name()).toString()));
        Programs.Output said = programs.run(folder, text);
        if (!said.ok()) {
            throw refused(said, source.name());
        }
        compiling.addAll(List.of(
                "-Wl,--build-id=none,-z,max-page-size=4096,-T,guest.ld",
                "-Wl,--defsym=guest_base=0x" + Long.toHexString(base),
                "-Wl,--defsym=guest_stacks_size=" + ((long) VCPUS << STACK_SHIFT),
                "-o",
                PROGRAM,
                "guest.o",
                SHARED,
                ofArch(mode, ".c"),
                ofArch(mode, ".S")));
        Programs.Output linked = programs.run(folder, compiling);
        if (!linked.ok()) {
            throw refused(linked, source.name());
        }
        Files.writeString(folder.resolve(READ), stamp(compiler) + "\n" + read(folder, own));
    }

    private static List<String> options(CodeMode mode) {
        return Stream.concat(COMMON.stream(), OPTIONS.get(mode).stream()).toList();
    }

    /** The library's file for an architecture, the same in both byte orders. */
    private static String ofArch(CodeMode mode, String ending) {
        return mode.arch() + ending;
    }

    private static Map<String, String> library(CodeMode mode) throws IOException {
        Map<String, String> parts = new TreeMap<>();
        for (String name : List.of(
                "kvmsh.h", "kvmsh-selftest.h", "guest.h", SHARED, "guest.ld", ofArch(mode, ".c"), ofArch(mode, ".S"))) {
            try (InputStream part = CCompiler.class.getResourceAsStream(LIBRARY + name)) {
                parts.put(name, new String(part.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return parts;
    }

    /** The files that were read beside the text, each with its digest. */
    private static String read(Path folder, Path own) throws IOException {
        StringBuilder files = new StringBuilder();
        String rule = Files.readString(folder.resolve("guest.d")).replace("\\\n", " ");
        for (String name : rule.substring(rule.indexOf(':') + 1).strip().split("(?<!\\\\)\\s+")) {
            Path file =
                    folder.resolve(name.replace("\\ ", " ").replace("\\#", "#").replace("$$", "$"));
            if (!file.startsWith(folder)) {
                files.append(Digest.of(file)).append(' ').append(file).append('\n');
            }
        }
        return files.toString();
    }

    /** Whether what is kept is of this compiler and of these headers; without a compiler, of any. */
    private static boolean isFresh(Path kept, Path compiler) throws IOException {
        if (!Files.exists(kept.resolve(PROGRAM)) || !Files.exists(kept.resolve(READ))) {
            return false;
        }
        List<String> lines = Files.readAllLines(kept.resolve(READ));
        if (compiler != null && !lines.get(0).equals(stamp(compiler))) {
            return false;
        }
        for (String line : lines.subList(1, lines.size())) {
            int space = line.indexOf(' ');
            Path file = Path.of(line.substring(space + 1));
            if (!Files.isReadable(file) || !Digest.of(file).equals(line.substring(0, space))) {
                return false;
            }
        }
        return true;
    }

    private static String stamp(Path compiler) throws IOException {
        Path real = compiler.toRealPath();
        return real + " " + Files.size(real) + " "
                + Files.getLastModifiedTime(real).toMillis();
    }

    /** The first report about a line of the text, or the last line if none is about one. */
    private static CodeError refused(Programs.Output output, String name) {
        int first = 0;
        List<String> all = new ArrayList<>();
        for (String said : output.text().lines().toList()) {
            Matcher report = REPORT.matcher(said);
            if (report.matches() && !said.contains(" warning: ")) {
                boolean isOwn =
                        Path.of(report.group(1)).getFileName().toString().equals(name);
                int line = Integer.parseInt(report.group(2));
                if (all.isEmpty()) {
                    first = isOwn ? line : 0;
                    all.add(isOwn ? report.group(3) : said);
                } else {
                    all.add((isOwn ? "line " + line + ": " : report.group(1) + ":" + line + ": ") + report.group(3));
                }
            } else if (said.contains("undefined reference to")) {
                all.add(said.substring(said.indexOf("undefined reference to")));
            }
        }
        return new CodeError(
                first,
                all.isEmpty() ? output.lastLine() : all.get(0),
                all.stream().skip(1).limit(4).toArray(String[]::new));
    }
}
