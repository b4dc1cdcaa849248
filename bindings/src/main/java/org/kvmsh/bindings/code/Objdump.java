package org.kvmsh.bindings.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.board.Programs;

/**
 * The objdump of the (cross) binutils, for code that the system's libcapstone does not read: version 4 has no riscv64.
 */
final class Objdump {
    static final String PROGRAM = "objdump";
    /** An address, the bytes as numbers, and the instruction. */
    private static final Pattern ROW = Pattern.compile("\\s*([0-9a-f]+):\\t([0-9a-f ]+?)\\s*\\t(\\S+)(?:\\s+(.*))?");
    /** A jump's target, with where it would be in a file; the same as a comment. */
    private static final Pattern TARGET = Pattern.compile("\\b([0-9a-f]+) <[^>]*>");

    private static final Pattern COMMENT = Pattern.compile("\\s+# .*$");

    private final Programs programs;

    Objdump(Programs programs) {
        this.programs = programs;
    }

    /** Instructions of bytes at an address; null if the program is missing, or refuses them. */
    List<Instruction> disassemble(CodeMode mode, long address, byte... bytes) {
        Path program = mode.program(programs, PROGRAM);
        if (program == null) {
            return null;
        }
        try {
            Path file = Files.createTempFile("kvmsh-dis", ".bin");
            try {
                Files.write(file, bytes);
                List<String> command =
                        new ArrayList<>(List.of(program.toString(), "-D", "-z", "-b", "binary", "-m", mode.bfd()));
                command.addAll(mode == CodeMode.T32 ? List.of("-M", "force-thumb") : AttSyntax.objdump(mode));
                command.add("--adjust-vma=0x" + Long.toHexString(address));
                command.add(file.toString());
                Programs.Output output = programs.run(null, command);
                return output.ok() ? read(output.text(), address, bytes) : null;
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            return null;
        }
    }

    private static List<Instruction> read(String text, long address, byte... bytes) {
        List<Instruction> rows = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                long at = Long.parseUnsignedLong(row.group(1), 16);
                int from = (int) (at - address);
                int length = row.group(2).replace(" ", "").length() / 2;
                boolean none = row.group(3).startsWith(".") || row.group(3).equals("(bad)");
                String operands = row.group(4) == null
                        ? ""
                        : TARGET.matcher(COMMENT.matcher(row.group(4)).replaceFirst(""))
                                .replaceAll("0x$1");
                rows.add(new Instruction(
                        at,
                        Arrays.copyOfRange(bytes, from, from + length),
                        none ? "" : row.group(3),
                        none ? "" : operands));
            }
        }
        return rows;
    }
}
