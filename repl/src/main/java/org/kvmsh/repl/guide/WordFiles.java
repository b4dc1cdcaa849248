package org.kvmsh.repl.guide;

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
import org.kvmsh.dsl.reference.MarkdownPages;
import org.kvmsh.dsl.reference.TypeScriptTypes;
import org.kvmsh.dsl.script.TextFile;
import picocli.CommandLine.Option;

/** The options that write all words: as a text for people, or as a file for editors. */
final class WordFiles {
    private enum Format {
        MD((vocabulary, patched) -> MarkdownPages.oneText(vocabulary)),
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
            description = "Print the reference for all words; takes no NAME. md: Markdown; ts: declarations"
                    + " for JavaScript (.d.ts); gdsl: definitions for Groovy in IntelliJ.")
    private Format format;

    @Option(
            names = "--rfc",
            paramLabel = "FILE",
            description = "With --as=ts: also declare what the kernel patch in FILE adds; may be repeated.")
    private List<Path> patches = List.of();

    boolean isAsked() {
        return format != null || !patches.isEmpty();
    }

    /**
     * The text.
     *
     * @param names what is to be looked up
     * @throws IllegalArgumentException whose message is a sentence: the options do not go together, or a patch cannot
     *     be read
     */
    String text(List<String> names) {
        if (!patches.isEmpty() && format != Format.TS) {
            throw new IllegalArgumentException("--rfc needs --as=ts");
        }
        if (!names.isEmpty()) {
            throw new IllegalArgumentException(
                    "--as prints the reference for all words and takes no NAME: remove " + String.join(" ", names));
        }
        return format.write.apply(
                Kvmsh.vocabulary(), patches.stream().flatMap(WordFiles::patched).toList());
    }

    /** The headers of each architecture with a patch: a script may run on any board. */
    private static Stream<Abi> patched(Path file) {
        try {
            String text = TextFile.readMail(file);
            return Abi.tables().stream()
                    .map(table -> PatchReader.read(text, Abi.of(table)).abi())
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (PatchError e) {
            throw new IllegalArgumentException(file + ", " + e.getMessage(), e);
        }
    }
}
