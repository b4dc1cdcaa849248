package org.kvmsh.bindings.code;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.Programs;

/** GNU as and ld of the (cross) binutils: a text in, the bytes for an address out. */
public final class Assembler {
    private static final String AS = "as";
    private static final String LD = "ld";
    private static final String SOURCE = "asm.s";
    private static final String OBJECT = "asm.o";
    private static final String LISTING = "asm.lst";
    private static final String SCRIPT = "asm.ld";
    private static final String PROGRAM = "asm.elf";
    /** An error of a line by as or, with line numbers from the debugging information, by ld. */
    private static final Pattern OF_LINE =
            Pattern.compile(".*\\b" + Pattern.quote(SOURCE) + ":(\\d+): (?!Warning: )(?:Error: |Fatal error: )?(.*)");

    private static final Pattern LISTED = Pattern.compile("\\s*(\\d+)\\s+([0-9a-fA-F]{4,8})\\s+[0-9A-F]{2}.*");
    /** A label of the section of code, in the listing's table of symbols. */
    private static final Pattern LABEL = Pattern.compile(
            "\\s*" + Pattern.quote(SOURCE) + ":\\d+\\s+\\.text:([0-9a-fA-F]+)\\s+([A-Za-z_.$][\\w.$]*)\\s*");
    /**
     * One piece with everything, as a file of raw bytes is; what only a dynamic linker or a debugger reads is left out.
     */
    private static final String ONE_PIECE = """
        PHDRS { all PT_LOAD; }
        SECTIONS {
          . = %s;
          .all : { *(.text .text.*) *(.rodata .rodata.*) *(.data .data.* .sdata .sdata.*) *(.opd .toc .got .got.* .plt .iplt) *(.bss .bss.* .sbss COMMON) } :all
          /DISCARD/ : { *(.note.*) *(.eh_frame) }
        }
        """;

    /** A branch of x86 to an absolute address. */
    private static final Pattern BRANCH = Pattern.compile(
            "(?i)((?:^|[;:])\\s*(?:j[a-z]+|call[wlq]?|loop[a-z]*|xbegin)\\s+)(0x[0-9a-f]{1,16})(?=\\s*(?:$|[;#]))");

    private final Programs programs;

    /** With the programs of this machine. */
    public Assembler() {
        this(new Programs(System.getenv()));
    }

    public Assembler(Programs programs) {
        this.programs = programs;
    }

    /**
     * Assembles a text.
     *
     * @param origin where the bytes are to be in memory
     * @throws CodeError for a text that as or ld refuses, with the line, and where there is no as
     */
    public Assembled assemble(CodeMode mode, long origin, String text) {
        String missing = missing(mode);
        if (missing != null) {
            throw new CodeError(0, missing, install(mode), "or give the machine code with hex:");
        }
        try {
            Path folder = Files.createTempDirectory("kvmsh-asm");
            try {
                return assemble(mode, origin, text, folder);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new CodeError(0, "cannot assemble the source text: " + e.getMessage());
        }
    }

    /** The programs that are missing to assemble for a mode, in words; null if none is missing. */
    public String missing(CodeMode mode) {
        return mode.program(programs, AS) != null && mode.program(programs, LD) != null
                ? null
                : "assembling " + mode + " needs GNU as and ld; not found: " + mode.cross(AS);
    }

    /** The command that installs what is missing on Debian. */
    public static String install(CodeMode mode) {
        return mode.install("binutils");
    }

    private Assembled assemble(CodeMode mode, long origin, String text, Path folder) throws IOException {
        Files.writeString(folder.resolve(SOURCE), mode.directive() + placed(mode, origin, text) + "\n");
        Files.writeString(folder.resolve(SCRIPT), String.format(ONE_PIECE, "0x" + Long.toHexString(origin)));
        List<String> assembling = new ArrayList<>(
                List.of(mode.program(programs, AS).toString(), "--gdwarf-4", "-alns=" + LISTING, "-o", OBJECT));
        assembling.addAll(mode.options());
        assembling.add(SOURCE);
        check(mode, programs.run(folder, assembling), text);
        check(
                mode,
                programs.run(
                        folder,
                        List.of(
                                mode.program(programs, LD).toString(),
                                "-m",
                                mode.emulation(),
                                "-e",
                                "0",
                                "-T",
                                SCRIPT,
                                "-o",
                                PROGRAM,
                                OBJECT)),
                text);
        byte[] bytes = bytes(folder.resolve(PROGRAM), origin);
        Path listing = folder.resolve(LISTING);
        return new Assembled(
                mode, origin, bytes, lines(listing, text.lines().toList(), bytes.length), labels(listing, origin));
    }

    /**
     * The text with branches of x86 relative to its first byte. To as, an absolute address is at an unknown distance: a
     * jump gets its longest form, and a loop is refused. Alignment may move the first byte, and a string may look like
     * a branch.
     */
    private static String placed(CodeMode mode, long origin, String text) {
        return !AttSyntax.isOf(mode) || text.contains("align")
                ? text
                : text.lines()
                        .map(line -> line.contains("\"")
                                ? line
                                : BRANCH.matcher(line).replaceAll("$1.text+($2-0x" + Long.toHexString(origin) + ")"))
                        .collect(Collectors.joining("\n"));
    }

    private static void check(CodeMode mode, Programs.Output output, String text) {
        if (output.ok()) {
            return;
        }
        List<String> all = new ArrayList<>();
        int first = 0;
        for (String said : output.text().lines().toList()) {
            Matcher matcher = OF_LINE.matcher(said);
            if (matcher.matches()) {
                first = first == 0 ? Integer.parseInt(matcher.group(1)) : first;
                all.add((Integer.parseInt(matcher.group(1)) == first
                                ? ""
                                : "line " + matcher.group(1) + " of the text: ")
                        + matcher.group(2));
            }
        }
        // as counts one line after the text's last one.
        int line = Math.min(first, (int) Math.max(1, text.lines().count()));
        List<String> notes = new ArrayList<>(all.subList(Math.min(1, all.size()), all.size()));
        if (first > 0 && AttSyntax.isOf(mode) && !text.contains(".intel_syntax")) {
            notes.addAll(
                    0,
                    IntelSyntax.notes(text.lines().skip(line - 1L).findFirst().orElse("")));
        }
        throw new CodeError(
                first == 0 ? 0 : line,
                all.isEmpty() ? "cannot assemble the source text: " + output.lastLine() : all.get(0),
                notes.toArray(String[]::new));
    }

    private static byte[] bytes(Path program, long origin) throws IOException {
        byte[] file = Files.readAllBytes(program);
        if (file.length == 0) {
            return file;
        }
        ElfImage image;
        try {
            image = ElfImage.read(program);
        } catch (CodeError e) {
            // The text has no instructions, so there is nothing to load.
            return new byte[0];
        }
        ElfImage.Segment segment = image.segments().get(0);
        byte[] bytes = new byte[Math.toIntExact(segment.memory() + segment.at() - origin)];
        System.arraycopy(file, (int) segment.offset(), bytes, (int) (segment.at() - origin), (int) segment.bytes());
        return bytes;
    }

    /**
     * Lines of the first section; where another one begins the listing counts from 0 again, and those bytes stay
     * without a text.
     */
    private static List<Assembled.Line> lines(Path listing, List<String> text, int length) throws IOException {
        List<Assembled.Line> lines = new ArrayList<>();
        int last = -1;
        for (String row : Files.readAllLines(listing, StandardCharsets.ISO_8859_1)) {
            Matcher matcher = LISTED.matcher(row);
            if (matcher.matches()) {
                int number = Integer.parseInt(matcher.group(1));
                int offset = Integer.parseInt(matcher.group(2), 16);
                if (offset <= last || offset >= length || number > text.size()) {
                    break;
                }
                lines.add(new Assembled.Line(offset, text.get(number - 1).strip()));
                last = offset;
            }
        }
        return lines.isEmpty() || lines.get(0).offset() != 0 ? List.of(new Assembled.Line(0, "")) : lines;
    }

    /** The section of code comes first. */
    private static Map<String, Long> labels(Path listing, long origin) throws IOException {
        Map<String, Long> labels = new TreeMap<>();
        for (String row : Files.readAllLines(listing, StandardCharsets.ISO_8859_1)) {
            Matcher matcher = LABEL.matcher(row);
            if (matcher.matches() && !ElfSymbols.isOfAssembler(matcher.group(2))) {
                labels.put(matcher.group(2), origin + Long.parseLong(matcher.group(1), 16));
            }
        }
        return labels;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
