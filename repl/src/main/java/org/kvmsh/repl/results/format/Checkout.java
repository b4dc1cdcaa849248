package org.kvmsh.repl.results.format;

import java.nio.file.Files;
import java.nio.file.Path;

/** The git checkout of a directory. */
public final class Checkout {
    private Checkout() {}

    /** The top directory of that in which kvmsh was started; the current directory where it is in no checkout. */
    public static Path top() {
        Path here = Path.of("").toAbsolutePath().normalize();
        return of(here) == null ? here : of(here);
    }

    /** The top directory of the one that a directory is in; null if it is in none. */
    static Path of(Path directory) {
        for (Path folder = directory; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(".git"))) {
                return folder;
            }
        }
        return null;
    }
}
