package org.kvmsh.dsl.lang.groovy;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.kvmsh.bindings.text.Digest;
import org.kvmsh.dsl.script.TextFile;
import org.kvmsh.dsl.session.patch.PatchFile;

/**
 * A file that the compiler has read besides a script's own: one that it includes, or a patch.
 *
 * @param name as it was looked up
 * @param patchOf the script that reads it as a patch; empty for an included file
 * @param sum the SHA-256 of its text
 */
record FileRead(String name, String patchOf, String sum) {
    /** @throws IOException if it cannot be read */
    static FileRead of(String name, String patchOf) throws IOException {
        try {
            return new FileRead(name, patchOf, Digest.of(TextFile.readMail(file(name, patchOf))));
        } catch (InvalidPathException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Path file(String name, String patchOf) {
        return patchOf.isEmpty() ? Path.of(name) : PatchFile.file(name, patchOf);
    }

    Path file() {
        return file(name, patchOf);
    }

    /** Whether it has the same content now. */
    boolean isSame() {
        try {
            return equals(of(name, patchOf));
        } catch (IOException e) {
            return false;
        }
    }
}
