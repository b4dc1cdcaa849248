package org.kvmsh.repl.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.script.Source;
import picocli.CommandLine.Parameters;

/** The script that a command runs, and the script's arguments. */
public final class ScriptParameters {
    @Parameters(index = "0", paramLabel = "FILE", description = "A script.")
    private Path file;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ARGUMENT",
            description = "Passed to the script as args. Put -- before arguments that begin with a -.")
    private List<String> arguments = List.of();

    /** Its text. */
    public Source source() throws IOException {
        return Source.read(file, arguments);
    }

    public Language language() {
        return Language.ofFile(file.toString());
    }
}
