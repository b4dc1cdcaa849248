package org.kvmsh.repl.results.record;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.Folders;
import org.kvmsh.bindings.text.UserFolders;
import org.kvmsh.bindings.text.WriteFailure;
import org.kvmsh.repl.results.KeptFiles;

/**
 * The directories of runs that were given none: the newest ones are kept below kvmsh's state directory, readable by
 * their owner only.
 */
public final class RunFolders {
    /** In a run: what the processes of its scripts have kept, all of it kvmsh's own. */
    public static final String PROCESSES = "processes";
    /** The number of runs that are kept. */
    static final int KEPT = 20;

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss");
    private static final String NAMES = "\\d{4}-\\d\\d-\\d\\d-\\d{6}(-\\d{1,8})?";
    private static final int DATE_LENGTH = "yyyy-MM-dd-HHmmss".length();
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;

    private RunFolders(Path folder) {
        this.folder = folder;
    }

    /** The directories below the state directory of the person who runs kvmsh. */
    public static RunFolders of(Map<String, String> environment) {
        return new RunFolders(UserFolders.of(environment).state().resolve("runs"));
    }

    /** The runs in them, from the newest on. */
    public List<RunBeside> runs() {
        return RunBeside.of(folder.resolve("new"));
    }

    /**
     * A new directory for a run that begins; the oldest ones that have ended are removed.
     *
     * @throws IOException whose message is a sentence
     */
    public Path next() throws IOException {
        try {
            Files.createDirectories(folder, OWNER_ONLY);
            List<Path> all = all();
            for (Path old : all.subList(0, Math.max(0, all.size() - KEPT + 1))) {
                if (!RunLines.isInUse(old.resolve(RunRecord.RESULTS))) {
                    remove(old);
                }
            }
            return create(
                    LocalDateTime.now().format(NAME),
                    all.isEmpty() ? "" : all.get(all.size() - 1).getFileName().toString());
        } catch (IOException e) {
            throw new IOException("cannot record the run in " + folder + ": " + WriteFailure.why(e), e);
        }
    }

    /** Runs that began in the same second have numbers, none of them twice: the newest run is the last one. */
    private Path create(String now, String last) throws IOException {
        for (int number = last.startsWith(now) ? number(last) + 1 : 1; ; number++) {
            try {
                return Files.createDirectory(folder.resolve(number == 1 ? now : now + "-" + number), OWNER_ONLY);
            } catch (FileAlreadyExistsException e) {
                // Another kvmsh was faster.
                continue;
            }
        }
    }

    private static int number(String name) {
        return name.length() == DATE_LENGTH ? 1 : Integer.parseInt(name.substring(DATE_LENGTH + 1));
    }

    /** @throws IOException where no run is kept, with a sentence */
    public Path newest() throws IOException {
        List<Path> all = Files.isDirectory(folder)
                ? all().stream()
                        .filter(run -> Files.exists(run.resolve(RunRecord.RUN)))
                        .toList()
                : List.of();
        if (all.isEmpty()) {
            throw new IOException("no run is recorded in " + folder);
        }
        return all.get(all.size() - 1);
    }

    /** From the oldest on. */
    private List<Path> all() throws IOException {
        try (Stream<Path> runs = Files.list(folder)) {
            return runs.filter(run -> run.getFileName().toString().matches(NAMES))
                    .sorted((one, other) -> order(one).compareTo(order(other)))
                    .toList();
        }
    }

    private static String order(Path run) {
        String name = run.getFileName().toString();
        return name.substring(0, DATE_LENGTH) + String.format("%09d", number(name));
    }

    /** A file that a person has added there stays. */
    private static void remove(Path run) throws IOException {
        for (String file : List.of(RunRecord.RESULTS, RunRecord.RUN, RunRecord.RUN + RunRecord.NEW)) {
            Files.deleteIfExists(run.resolve(file));
        }
        Folders.delete(run.resolve(PROCESSES));
        Path boards = run.resolve(KeptFiles.BOARDS);
        if (Files.isDirectory(boards)) {
            List<Path> below;
            try (Stream<Path> walk = Files.walk(boards)) {
                below = walk.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : below) {
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    removeEmpty(path);
                } else if (KeptFiles.isOwn(path.getFileName().toString())) {
                    Files.delete(path);
                }
            }
        }
        removeEmpty(run);
    }

    private static void removeEmpty(Path folder) throws IOException {
        try {
            Files.delete(folder);
        } catch (DirectoryNotEmptyException e) {
            return;
        }
    }
}
