package org.kvmsh.repl.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.kvmsh.bindings.text.WriteFailure;
import org.kvmsh.dsl.lang.Language;

/** {@code /edit [N]}: an input in the person's editor; what comes back is run. */
final class EditCommand implements ShellCommand {
    private final ShellControl shell;

    EditCommand(ShellControl shell) {
        this.shell = shell;
    }

    @Override
    public String usage() {
        return "/edit [N]";
    }

    @Override
    public String about() {
        return "open the last input, or input N, in $VISUAL, $EDITOR or a built-in editor, and run what is saved";
    }

    @Override
    public void run(String argument) {
        List<NumberedText> all = shell.numbered();
        NumberedText chosen = argument.isEmpty()
                ? all.isEmpty() ? null : all.get(all.size() - 1)
                : all.stream()
                        .filter(each -> String.valueOf(each.number()).equals(argument))
                        .findFirst()
                        .orElse(null);
        if (chosen == null && !argument.isEmpty()) {
            shell.out().println("no input " + argument + "; /history lists the inputs");
            return;
        }
        Language language = chosen == null ? shell.language() : chosen.text().language();
        try {
            edit(chosen == null ? "" : chosen.text().text(), language);
        } catch (IOException e) {
            shell.out().println("cannot edit: " + WriteFailure.why(e));
        }
    }

    private void edit(String before, Language language) throws IOException {
        // Only the person can read a temporary file.
        Path file = Files.createTempFile("kvmsh", language == Language.JS ? ".js" : ".groovy");
        try {
            Files.writeString(file, before.isEmpty() ? "" : before + "\n");
            shell.programs().edit(file);
            String after = Files.readString(file).stripTrailing();
            if (after.isBlank()) {
                shell.out().println("nothing to run: the file is empty");
            } else {
                after.lines().forEach(line -> shell.out().println("  " + line));
                shell.runText(language, after);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
