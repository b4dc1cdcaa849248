package org.kvmsh.repl.boards;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.TestTime;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code boards inside}: kvmsh in a JVM on an emulated board, where the board is {@code kvm}. */
@Command(
        name = "inside",
        description =
                "Run a script with kvmsh in a JVM on the emulated board itself; run kvmsh boards setup --jvm first."
                        + " The exit status is that of the inner kvmsh.",
        sortOptions = false)
final class InsideCommand extends BoardsCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "A board, such as qemu:arm64 or qemu:ppc64.")
    private String name;

    @Parameters(index = "1", paramLabel = "FILE", description = "The script.")
    private Path script;

    @Option(
            names = "--within",
            paramLabel = "TIME",
            defaultValue = "5min",
            converter = TestTime.class,
            description = "Time limit, including the board's start: 90s, 5min. Default: ${DEFAULT-VALUE}.")
    private Duration limit;

    InsideCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    public Integer call() {
        if (!Files.isRegularFile(script) || !Files.isReadable(script)) {
            return refuse("cannot read " + script + (Files.exists(script) ? "" : ": no such file"), ExitStatus.USAGE);
        }
        List<Path> jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        if (!jars.stream().allMatch(Files::isRegularFile)) {
            return refuse(
                    "this kvmsh is not running from jars, but only jars can be copied to a board", ExitStatus.FAILED);
        }
        try {
            return boards().runInside(name, needed(jars), script, (int) limit.toSeconds(), out);
        } catch (BoardUnavailable e) {
            return refuse(e);
        }
    }

    /** JavaScript's jars, which have one version, are most of the whole and only a script in it needs them. */
    private List<Path> needed(List<Path> jars) {
        String version = jars.stream()
                .map(jar -> jar.getFileName().toString())
                .filter(jar -> jar.startsWith("polyglot-"))
                .map(jar -> jar.substring("polyglot".length()))
                .findFirst()
                .orElse("");
        return Language.ofFile(script.toString()) == Language.JS || version.isEmpty()
                ? jars
                : jars.stream().filter(jar -> !jar.toString().endsWith(version)).toList();
    }
}
