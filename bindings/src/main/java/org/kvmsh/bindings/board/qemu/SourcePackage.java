package org.kvmsh.bindings.board.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Folders;
import org.kvmsh.bindings.board.Programs;
import org.kvmsh.bindings.board.Progress;

/** The newest kernel source of a Debian release, such as sid, from the archive. */
final class SourcePackage {
    private static final String META = "linux-source";

    private final String suite;
    private final Programs programs;

    SourcePackage(String suite, Programs programs) {
        this.suite = suite;
        this.programs = programs;
    }

    /**
     * Returns the package's file, which is fetched unless it is there.
     *
     * @param folder the target of the file; a part of it stays if the download is interrupted
     */
    Path fetch(String architecture, Path folder, Progress progress) throws IOException, BoardUnavailable {
        Files.createDirectories(folder);
        Path work = Files.createTempDirectory(folder, "index");
        try {
            progress.note("looking up " + META + " of Debian " + suite);
            DebianArchive archive = new DebianArchive(
                    architecture,
                    suite,
                    programs,
                    work,
                    folder,
                    progress,
                    why -> new BoardUnavailable("the kernel source of Debian " + suite + " is not available: " + why
                            + "; to use another source: --tree PATH"));
            archive.open();
            String name = archive.behind(META, META + "-");
            return archive.fetch(archive.packages(List.of(name)).get(0));
        } finally {
            Folders.delete(work);
        }
    }
}
