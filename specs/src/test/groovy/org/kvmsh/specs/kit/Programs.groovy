package org.kvmsh.specs.kit

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions

/** Executable files that commands find instead of this machine's programs. */
class Programs {
    /** Writes a shell script, its directory too. */
    static Path write(Path file, String text) {
        Files.createDirectories(file.parent)
        Files.writeString(file, "#!/bin/sh\n$text\n")
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString('rwxr-xr-x'))
    }
}
