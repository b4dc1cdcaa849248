package org.kvmsh.bindings.code;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kvmsh.bindings.board.Programs;

/**
 * The system's libcapstone, versions 4 and 5, whose struct cs_insn differs in where its texts are (capstone.h); for an
 * architecture that it lacks, objdump.
 */
public final class Disassembler {
    private static final List<String> NAMES = List.of("libcapstone.so.4", "libcapstone.so.5", "libcapstone.so");
    /** The command that installs it on Debian. */
    public static final String INSTALL = "apt-get install libcapstone5 (Debian 12: libcapstone4)";

    private static final int OLDEST = 4;
    private static final int NEWEST = 5;
    private static final int WITHOUT_LIBRARY = 8;

    private final List<String> names;

    public Disassembler() {
        this(NAMES);
    }

    /** @param names of the library, as the dynamic linker finds it */
    public Disassembler(List<String> names) {
        this.names = List.copyOf(names);
    }

    /** Whether this host has the library. */
    public boolean isPresent() {
        return library() != null;
    }

    /** Decodes bytes at an address; invalid ones are kept as bytes. */
    public Disassembly disassemble(CodeMode mode, long address, byte[] bytes) {
        NativeLibrary library = library();
        if (library == null) {
            return hex(address, bytes, "to see instructions: " + INSTALL);
        }
        IntByReference major = new IntByReference();
        library.getFunction("cs_version").invokeInt(new Object[] {major, new IntByReference()});
        if (major.getValue() < OLDEST || major.getValue() > NEWEST) {
            return hex(
                    address,
                    bytes,
                    "libcapstone " + major.getValue() + " is not supported; install version 4 or 5: " + INSTALL);
        }
        PointerByReference handle = new PointerByReference();
        boolean opened = library.getFunction("cs_open")
                        .invokeInt(new Object[] {mode.capstoneArch(), mode.capstoneMode(), handle})
                == 0;
        if (!opened || AttSyntax.isOf(mode) && !AttSyntax.set(library, handle.getValue())) {
            List<Instruction> others = new Objdump(new Programs(System.getenv())).disassemble(mode, address, bytes);
            return others != null
                    ? new Disassembly(others, null)
                    : hex(
                            address,
                            bytes,
                            "libcapstone " + major.getValue() + " cannot disassemble " + mode
                                    + "; install libcapstone 5, or "
                                    + mode.cross(Objdump.PROGRAM) + ": " + Assembler.install(mode));
        }
        try {
            return new Disassembly(
                    decode(library, handle.getValue(), new Layout(major.getValue()), mode, address, bytes), null);
        } finally {
            library.getFunction("cs_close").invokeInt(new Object[] {handle});
        }
    }

    private NativeLibrary library() {
        for (String name : names) {
            try {
                return NativeLibrary.getInstance(name);
            } catch (UnsatisfiedLinkError e) {
                // The next name may be there.
                continue;
            }
        }
        return null;
    }

    private static Disassembly hex(long address, byte[] bytes, String missing) {
        List<Instruction> rows = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += WITHOUT_LIBRARY) {
            rows.add(new Instruction(
                    address + at, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + WITHOUT_LIBRARY)), "", ""));
        }
        return new Disassembly(rows, missing);
    }

    /** Capstone stops at invalid bytes; decoding continues after the shortest instruction length. */
    private static List<Instruction> decode(
            NativeLibrary library, Pointer handle, Layout layout, CodeMode mode, long address, byte... bytes) {
        List<Instruction> decoded = new ArrayList<>();
        Memory code = new Memory(Math.max(1, bytes.length));
        code.write(0, bytes, 0, bytes.length);
        Function disassemble = library.getFunction("cs_disasm");
        Function free = library.getFunction("cs_free");
        for (int at = 0; at < bytes.length; ) {
            PointerByReference found = new PointerByReference();
            long count = ((Number) disassemble.invoke(
                            Long.class,
                            new Object[] {handle, code.share(at), (long) bytes.length - at, address + at, 0L, found}))
                    .longValue();
            for (int i = 0; i < count; i++) {
                Instruction instruction = layout.read(found.getValue().share(i * layout.size));
                decoded.add(AttSyntax.isOf(mode) ? AttSyntax.corrected(mode, instruction) : instruction);
                at += instruction.bytes().length;
            }
            if (count > 0) {
                free.invoke(new Object[] {found.getValue(), count});
            }
            if (at < bytes.length) {
                byte[] none = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + mode.least()));
                decoded.add(new Instruction(address + at, none, "", ""));
                at += none.length;
            }
        }
        return decoded;
    }

    /** The offsets of the members of struct cs_insn: id, address, size, bytes, mnemonic[32], op_str[160], detail. */
    private static final class Layout {
        private static final int ADDRESS = 8;
        private static final int SIZE = 16;
        private static final int BYTES = 18;
        private static final int MNEMONIC_LENGTH = 32;
        private static final int OPERANDS_LENGTH = 160;

        private final int mnemonic;
        private final int operands;
        private final long size;

        Layout(int major) {
            mnemonic = BYTES + (major == OLDEST ? 16 : 24);
            operands = mnemonic + MNEMONIC_LENGTH;
            int end = operands + OPERANDS_LENGTH;
            size = (end + Long.BYTES - 1 & -Long.BYTES) + Long.BYTES;
        }

        Instruction read(Pointer instruction) {
            return new Instruction(
                    instruction.getLong(ADDRESS),
                    instruction.getByteArray(BYTES, instruction.getShort(SIZE)),
                    instruction.getString(mnemonic),
                    instruction.getString(operands));
        }
    }
}
