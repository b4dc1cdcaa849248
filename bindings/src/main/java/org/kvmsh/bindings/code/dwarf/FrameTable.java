package org.kvmsh.bindings.code.dwarf;

import java.nio.BufferUnderflowException;
import java.util.List;

/**
 * The frames of a program's functions, of .debug_frame and .eh_frame. Source: DWARF 5, 6.4; Linux Standard Base Core,
 * "Exception Frames".
 */
public final class FrameTable {
    /** That of a file without any. */
    public static final FrameTable NONE = new FrameTable(List.of());

    private final List<FrameProgram> programs;

    FrameTable(List<FrameProgram> programs) {
        this.programs = List.copyOf(programs);
    }

    /** The row of an address; null if the file does not tell, or only by an expression. */
    public FrameRow of(long address) {
        for (FrameProgram program : programs) {
            if (program.has(address)) {
                try {
                    return program.row(address);
                } catch (BufferUnderflowException e) {
                    // The file is damaged.
                    return null;
                }
            }
        }
        return null;
    }
}
