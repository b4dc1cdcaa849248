package org.kvmsh.bindings.code;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import net.fornwall.jelf.ElfException;
import net.fornwall.jelf.ElfFile;

/** Opens ELF files; a damaged one is rejected in one sentence. */
final class ElfReader {
    private ElfReader() {}

    /** A task that reads an open ELF file. */
    interface Reading<T> {
        T of(ElfFile elf, FileChannel file) throws IOException;
    }

    /** @throws CodeError for a file that is not ELF, or that cannot be read as one */
    static <T> T read(Path file, Reading<T> reading) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return reading.of(ElfFile.from(channel), channel);
        } catch (ElfException
                | IndexOutOfBoundsException
                | IllegalArgumentException
                | ArithmeticException
                | NegativeArraySizeException
                | NullPointerException
                | BufferUnderflowException e) {
            throw new CodeError(
                    0,
                    "not a readable ELF file: "
                            + (e.getMessage() == null ? "it is truncated or damaged" : e.getMessage()));
        }
    }
}
