package org.kvmsh.repl.dev;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.header.HeaderError;
import org.kvmsh.bindings.abi.header.TableChanges;
import org.kvmsh.bindings.abi.header.TableMaker;
import org.kvmsh.bindings.abi.header.Target;
import org.kvmsh.bindings.text.UserFolders;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.KvmshCommand;
import org.kvmsh.repl.cli.ProgramFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dev abi-make}: the way from kernel headers to the tables; see docs/developers/abi.md. */
@Command(
        name = "abi-make",
        description = "Generate the ABI tables from kernel headers and show what changed.",
        sortOptions = false)
final class AbiMakeCommand extends KvmshCommand {
    private static final String TABLES = "bindings/src/main/resources/org/kvmsh/bindings/abi";
    private static final String FETCH = "; run bindings/fetch-headers to fetch them";

    @Option(
            names = "--headers",
            paramLabel = "DIR",
            description = "The usr directory of Debian's linux-libc-dev package. Default: the newest in the cache.")
    private Path headers;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "The directory for the tables. Default: kvmsh's source tree.")
    private Path to;

    AbiMakeCommand(Invocation invocation) {
        super(invocation, "kvmsh dev");
    }

    @Override
    public Integer call() {
        try {
            TableMaker maker = new TableMaker(
                    headers == null
                            ? newest(UserFolders.of(environment()).cache().resolve("headers"))
                            : headers);
            Path folder = to == null ? sourceTree() : to;
            // All are created before the first is written, so that unreadable headers leave the tables unchanged.
            tables(maker)
                    .forEach((target, table) -> write(
                            folder.resolve(target.name() + ".tsv"),
                            target.name() + ", Linux " + maker.release(),
                            table));
            return ExitStatus.SUCCESS;
        } catch (IOException | IllegalStateException e) {
            return refuse(e.getMessage(), ExitStatus.FAILED);
        } finally {
            out.flush();
        }
    }

    private static Map<Target, String> tables(TableMaker maker) {
        Map<Target, String> tables = new LinkedHashMap<>();
        for (Target target : Target.ALL) {
            try {
                tables.put(target, maker.table(target));
            } catch (HeaderError e) {
                throw new IllegalStateException(
                        "the headers of " + target.name() + " cannot be read: " + e.getMessage(), e);
            }
        }
        return tables;
    }

    private void write(Path file, String what, String after) {
        try {
            boolean fresh = !Files.exists(file);
            String before = fresh ? "" : Files.readString(file, StandardCharsets.UTF_8);
            Files.writeString(file, after);
            List<String> changes = TableChanges.between(before, after);
            out.println(what + ": "
                    + (fresh
                            ? "a new table"
                            : changes.isEmpty()
                                    ? "nothing changed"
                                    : changes.size() == 1 ? "1 change" : changes.size() + " changes"));
            if (!fresh) {
                changes.forEach(change -> out.println("  " + change));
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** The directory of the newest release in the cache. */
    private static Path newest(Path cache) throws IOException {
        if (!Files.isDirectory(cache)) {
            throw new IOException("no kernel headers in " + cache + FETCH);
        }
        try (Stream<Path> releases = Files.list(cache)) {
            return releases.filter(folder -> Character.isDigit(release(folder).charAt(0)))
                    .max(Comparator.comparing(folder -> Version.parse(release(folder))))
                    .orElseThrow(() -> new IOException("no kernel headers in " + cache + FETCH));
        }
    }

    private static String release(Path folder) {
        return folder.getFileName().toString();
    }

    /** The tree that this program was built in. */
    private static Path sourceTree() throws IOException {
        Path tables = ProgramFiles.directory(Path.of(TABLES));
        if (tables != null) {
            return tables;
        }
        throw new IOException("kvmsh is not running from its source tree: use --to DIR");
    }
}
