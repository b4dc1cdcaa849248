package org.kvmsh.repl.results;

import java.nio.file.Files;
import java.nio.file.Path;

/** The git checkout that kvmsh was started in. */
final class Checkout {
    private Checkout() { }

    /** Its top directory; the current directory where that is in no checkout. */
    static Path top() {
        Path here = Path.of("").toAbsolutePath().normalize();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(".git"))) {
                return folder;
            }
        }
        return here;
    }
}
