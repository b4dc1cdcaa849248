package org.kvmsh.dsl.lang.groovy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The notes of one compilation beside its classes: what its checks cannot know, and which other files it reads. */
final class CompilerNotes {
    private final Set<String> notChecked = new LinkedHashSet<>();
    private final Set<FileRead> reads = new LinkedHashSet<>();
    private boolean isWhole = true;

    void notChecked(String line) {
        notChecked.add(line);
    }

    /** A file is about to be read. */
    void reads(String name, String patchOf) throws IOException {
        try {
            reads.add(FileRead.of(name, patchOf));
        } catch (IOException e) {
            // It may be there the next time.
            isWhole = false;
            throw e;
        }
    }

    List<String> notChecked() {
        return List.copyOf(notChecked);
    }

    List<FileRead> reads() {
        return new ArrayList<>(reads);
    }

    /** Whether all files were there. */
    boolean isWhole() {
        return isWhole;
    }
}
