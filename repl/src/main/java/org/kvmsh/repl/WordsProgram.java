package org.kvmsh.repl;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.reference.Described;
import org.kvmsh.dsl.reference.GroovyDescriptor;
import org.kvmsh.dsl.reference.MarkdownPage;
import org.kvmsh.dsl.reference.TypeScriptTypes;
import org.kvmsh.repl.cli.ExitStatus;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kvmsh words}: the vocabulary as a page for people or a file for editors. No board is opened. */
@Command(
        name = "words",
        description = "Write a reference page of the language's words, or a completion file for an editor.",
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:success", "2:usage error"})
final class WordsProgram implements Callable<Integer> {
    private enum Format {
        MD(MarkdownPage::of),
        TS(TypeScriptTypes::of),
        GDSL(GroovyDescriptor::of);

        private final Function<Described, String> write;

        Format(Function<Described, String> write) {
            this.write = write;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final PrintWriter out;

    @Option(
            names = "--as",
            paramLabel = "FORMAT",
            defaultValue = "md",
            description = "md: Markdown page; ts: .d.ts for JavaScript; gdsl: definitions for Groovy in IntelliJ.")
    private Format format;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    private WordsProgram(PrintWriter out) {
        this.out = out;
    }

    static CommandLine line(PrintWriter out) {
        return new CommandLine(new WordsProgram(out)).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() {
        out.print(format.write.apply(Kvmsh.vocabulary()));
        out.flush();
        return ExitStatus.SUCCESS;
    }
}
