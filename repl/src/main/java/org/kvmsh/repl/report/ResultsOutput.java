package org.kvmsh.repl.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.kvmsh.repl.results.FailureNotes;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.ResultsFile;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A value of {@code --output}, {@code FORMAT=FILE}. */
record ResultsOutput(ResultsFormat format, Path file) {
    /**
     * Writes the file.
     *
     * @param tell takes the sentence of a file that could not be written, or that lacks something
     * @return whether it was written
     */
    boolean write(List<RanBoard> boards, FailureNotes notes, Consumer<String> tell) {
        String lacking = format.lacking(boards);
        if (lacking != null) {
            tell.accept(file + ": " + lacking);
        }
        try {
            new ResultsFile(file).write(format.bytes(boards, notes));
            return true;
        } catch (IOException e) {
            tell.accept(e.getMessage());
            return false;
        }
    }

    /** The converter for an option's value. */
    static final class OfOption implements ITypeConverter<ResultsOutput> {
        @Override
        public ResultsOutput convert(String text) {
            String[] parts = text.split("=", 2);
            ResultsFormat format = Arrays.stream(ResultsFormat.values())
                    .filter(each -> each.toString().equals(parts[0]))
                    .findFirst()
                    .orElse(null);
            if (format == null || parts.length == 1 || parts[1].isEmpty()) {
                throw new TypeConversionException("'" + text + "' is not FORMAT=FILE: write "
                        + (format == null ? ResultsFormat.JUNIT : format) + "=FILE"
                        + (format == null ? "; FORMAT: " + formats() : ""));
            }
            return new ResultsOutput(format, Path.of(parts[1]));
        }

        private static String formats() {
            return Arrays.stream(ResultsFormat.values())
                    .map(ResultsFormat::toString)
                    .collect(Collectors.joining(", "));
        }
    }

    /** What a command line can begin with. */
    static final class Candidates implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(ResultsFormat.values())
                    .map(format -> format + "=")
                    .iterator();
        }
    }
}
