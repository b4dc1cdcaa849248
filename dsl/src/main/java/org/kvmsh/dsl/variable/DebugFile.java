package org.kvmsh.dsl.variable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.Consumer;
import org.kvmsh.bindings.code.CodeError;
import org.kvmsh.bindings.code.SymbolTable;
import org.kvmsh.bindings.code.dwarf.CVariable;
import org.kvmsh.bindings.code.dwarf.DebugInfo;
import org.kvmsh.bindings.code.dwarf.FrameRow;
import org.kvmsh.bindings.code.dwarf.FrameTable;
import org.kvmsh.bindings.code.dwarf.LineTable;

/** A loaded file; each part of its debugging information is read when it is first asked for. */
public final class DebugFile {
    private final Path file;
    private final long offset;
    private final SymbolTable symbols;
    private final String stamp;
    private List<CVariable> variables;
    private LineTable lines;
    private FrameTable frames;
    private String missing = "";

    /** Reads a part of the debugging information. */
    private interface Reading<T> {
        T of(Path file) throws IOException;
    }

    /**
     * @param offset added to its addresses
     * @param symbols at their addresses in the guest
     */
    public DebugFile(Path file, long offset, SymbolTable symbols) {
        this.file = file;
        this.offset = offset;
        this.symbols = symbols;
        this.stamp = stamp(file);
    }

    /** The name of the file. */
    public String name() {
        return file.getFileName().toString();
    }

    /** What is added to its addresses. */
    public long offset() {
        return offset;
    }

    SymbolTable symbols() {
        return symbols;
    }

    /** The variables; empty if the file has none, or if it cannot be read. */
    public synchronized List<CVariable> variables() {
        if (variables == null) {
            variables = read(DebugInfo::variables, List.of(), why -> missing = why);
            if (variables.isEmpty() && missing.isEmpty()) {
                missing = name() + " has no variable types; build it with -g and do not strip it";
            }
        }
        return variables;
    }

    /** The lines of the code; empty if the file has none, or if it cannot be read. */
    public synchronized LineTable lines() {
        if (lines == null) {
            lines = read(DebugInfo::lines, LineTable.NONE, why -> {});
        }
        return lines;
    }

    /** The frame at an address of the guest; null if the file does not tell. */
    public synchronized FrameRow frame(long address) {
        if (frames == null) {
            frames = read(DebugInfo::frames, FrameTable.NONE, why -> {});
        }
        return frames.of(address - offset);
    }

    private <T> T read(Reading<T> reading, T none, Consumer<String> unread) {
        try {
            if (stamp.equals(stamp(file))) {
                return reading.of(file);
            }
            unread.accept(name() + " has changed since it was loaded");
        } catch (CodeError | IOException e) {
            unread.accept(name() + ": " + e.getMessage());
        }
        return none;
    }

    /** The line of an address of the guest; null if it is not known. */
    public LineTable.Row line(long address) {
        return lines().of(address - offset);
    }

    /** Why types of the file are not known; empty if they are. */
    String missing() {
        variables();
        return missing;
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.size() + " " + attributes.lastModifiedTime();
        } catch (IOException e) {
            return "";
        }
    }
}
