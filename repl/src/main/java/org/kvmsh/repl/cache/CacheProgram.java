package org.kvmsh.repl.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.text.UserFolders;
import org.kvmsh.bindings.text.WriteFailure;
import org.kvmsh.dsl.text.Columns;
import org.kvmsh.repl.abi.Json;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.KvmshCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kvmsh cache}: shows and empties the directories of kvmsh's cache. */
@Command(
        name = "cache",
        sortOptions = false,
        description = "List the directories of kvmsh's cache with their sizes and contents, or delete them.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:success",
            "1:a directory cannot be deleted, or another kvmsh is using it",
            "2:unknown name, or usage error"
        })
public final class CacheProgram extends KvmshCommand {
    private static final long MEBIBYTE = 1 << 20;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "A directory of the cache. Default: all.")
    private List<String> names = List.of();

    @Option(
            names = "--clear",
            description = "Delete the directories. Without NAME, delete only those that kvmsh refills by"
                    + " itself; downloaded and built kernels are kept.")
    private boolean clear;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private CacheProgram(Invocation invocation) {
        super(invocation, "kvmsh cache");
    }

    public static CommandLine line(Invocation invocation) {
        return new CommandLine(new CacheProgram(invocation));
    }

    @Override
    public Integer call() {
        Path cache = UserFolders.of(environment()).cache();
        try {
            List<Cached> all = Cached.in(cache);
            for (String name : names) {
                if (all.stream().noneMatch(each -> each.name().equals(name))) {
                    return refuse(
                            cache + " has no directory " + name
                                    + (all.isEmpty()
                                            ? ""
                                            : "; it has: "
                                                    + String.join(
                                                            ", ",
                                                            all.stream()
                                                                    .map(Cached::name)
                                                                    .toList())),
                            ExitStatus.USAGE);
                }
            }
            List<Cached> named = all.stream()
                    .filter(each -> names.isEmpty() || names.contains(each.name()))
                    .toList();
            return clear ? clear(named) : show(cache, named);
        } catch (IOException e) {
            return refuse("cannot read " + cache + ": " + WriteFailure.why(e), ExitStatus.FAILED);
        }
    }

    private int show(Path cache, List<Cached> parts) {
        if (json) {
            return print(Json.of(parts.stream().map(CacheProgram::facts).toList()));
        }
        out.println(cache + (parts.isEmpty() ? ": empty" : ""));
        Columns columns = new Columns(0);
        parts.forEach(each -> columns.row(each.name(), size(each.bytes()), about(each)));
        columns.marked("  ").forEach(out::println);
        out.flush();
        return ExitStatus.SUCCESS;
    }

    private int clear(List<Cached> parts) {
        int status = ExitStatus.SUCCESS;
        for (Cached part : parts) {
            long bytes = part.bytes();
            if (names.isEmpty() && part.again() != null) {
                out.println(
                        part.name() + ": kept, " + size(bytes) + "; to delete it: kvmsh cache --clear " + part.name());
                continue;
            }
            try {
                if (part.isInUse()) {
                    status = refuse(part.name() + " is used by another kvmsh", ExitStatus.FAILED);
                } else {
                    part.delete();
                    out.println(part.name() + ": deleted, " + size(bytes));
                }
            } catch (IOException e) {
                status = refuse("cannot delete " + part.directory() + ": " + WriteFailure.why(e), ExitStatus.FAILED);
            }
        }
        out.flush();
        return status;
    }

    private static Map<String, Object> facts(Cached part) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", part.name());
        facts.put("directory", part.directory().toString());
        facts.put("bytes", part.bytes());
        facts.put("about", part.about());
        facts.put("again", part.again());
        return facts;
    }

    private static String about(Cached part) {
        return part.about() + (part.again() == null ? "" : "; to get them again: " + part.again());
    }

    private static String size(long bytes) {
        return (bytes + MEBIBYTE - 1) / MEBIBYTE + " MiB";
    }
}
