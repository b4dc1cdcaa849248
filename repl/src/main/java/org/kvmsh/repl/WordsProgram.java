package org.kvmsh.repl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.patch.PatchError;
import org.kvmsh.bindings.abi.patch.PatchReader;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.reference.Described;
import org.kvmsh.dsl.reference.GroovyDescriptor;
import org.kvmsh.dsl.reference.MarkdownPage;
import org.kvmsh.dsl.reference.TypeScriptTypes;
import org.kvmsh.dsl.script.TextFile;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.KvmshCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kvmsh words}: the vocabulary as a page for people or a file for editors. No board is opened. */
@Command(
        name = "words",
        description = "Write a reference page of the language's words, or a completion file for an editor.",
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:success", "2:usage error"})
final class WordsProgram extends KvmshCommand {
    private enum Format {
        MD((vocabulary, patched) -> MarkdownPage.of(vocabulary)),
        TS(TypeScriptTypes::of),
        GDSL((vocabulary, patched) -> GroovyDescriptor.of(vocabulary));

        private final BiFunction<Described, List<Abi>, String> write;

        Format(BiFunction<Described, List<Abi>, String> write) {
            this.write = write;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--as",
            paramLabel = "FORMAT",
            defaultValue = "md",
            description = "md: Markdown page; ts: .d.ts for JavaScript; gdsl: definitions for Groovy in IntelliJ.")
    private Format format;

    @Option(
            names = "--rfc",
            paramLabel = "FILE",
            description = "With --as ts: also declare what a patch adds. Can be repeated.")
    private List<Path> patches = List.of();

    @Spec
    private CommandSpec spec;

    private WordsProgram(Invocation invocation) {
        super(invocation, "kvmsh words");
    }

    static CommandLine line(Invocation invocation) {
        return new CommandLine(new WordsProgram(invocation)).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() {
        if (!patches.isEmpty() && format != Format.TS) {
            throw wrong("--rfc needs --as ts");
        }
        List<Abi> patched = patches.stream().flatMap(this::patched).toList();
        out.print(format.write.apply(Kvmsh.vocabulary(), patched));
        out.flush();
        return ExitStatus.SUCCESS;
    }

    /** The headers of each architecture with a patch: a script may run on any board. */
    private Stream<Abi> patched(Path file) {
        try {
            String text = TextFile.readMail(file);
            return Abi.tables().stream()
                    .map(table -> PatchReader.read(text, Abi.of(table)).abi())
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw wrong(e.getMessage());
        } catch (PatchError e) {
            throw wrong(file + ", " + e.getMessage());
        }
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
