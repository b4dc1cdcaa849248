package org.kvmsh.bindings.abi.header;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An asm/kvm.h that no kernel release has any more and kvmsh keeps what is known of, unpacked so that a preprocessor
 * finds it, in directories named as Debian's linux-libc-dev names them.
 */
final class KeptHeader implements AutoCloseable {
    private final Path folder;
    private final Path asm;
    private final Path header;

    KeptHeader(String architecture) {
        String resource = architecture + "/asm/kvm.h";
        try (InputStream in = KeptHeader.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new HeaderError("kvmsh has no copy of " + resource);
            }
            folder = Files.createTempDirectory("kvmsh-headers");
            asm = Files.createDirectories(include().resolve(architecture).resolve("asm"));
            header = asm.resolve("kvm.h");
            Files.copy(in, header);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path include() {
        return folder.resolve("lib/linux/uapi");
    }

    /** The directory in which to search for asm/kvm.h. */
    Path folder() {
        return asm.getParent();
    }

    @Override
    public void close() {
        try {
            Files.delete(header);
            for (Path empty = asm; !empty.equals(folder.getParent()); empty = empty.getParent()) {
                Files.delete(empty);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
