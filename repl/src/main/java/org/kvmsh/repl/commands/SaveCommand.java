package org.kvmsh.repl.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kvmsh.dsl.language.Language;

/** {@code /save FILE}: what was typed, as a script that runs again. */
final class SaveCommand implements ShellCommand {
    private static final String EXPECT = "--expect";
    private static final String FORCE = "--force";

    private final ShellControl shell;

    SaveCommand(ShellControl shell) {
        this.shell = shell;
    }

    @Override public String usage() {
        return "/save FILE [--expect] [--force]";
    }

    @Override public String about() {
        return "write what was typed on this board and did not fail as a script; --expect: with the values that were shown as expectations";
    }

    @Override public List<String> arguments() {
        return List.of(EXPECT, FORCE);
    }

    @Override public void run(String argument) {
        List<String> words = new ArrayList<>(Arrays.asList(argument.split("\\s+")));
        boolean expects = words.remove(EXPECT);
        boolean force = words.remove(FORCE);
        if (words.size() != 1 || words.get(0).isEmpty() || words.get(0).startsWith("--")) {
            shell.out().println("say where to: " + usage());
            return;
        }
        try {
            save(Path.of(words.get(0)), expects, force);
        } catch (IOException | InvalidPathException e) {
            shell.out().println("can't write " + words.get(0) + ": " + e.getMessage());
        }
    }

    private void save(Path file, boolean expects, boolean force) throws IOException {
        Language language = shell.language();
        Language named = Language.ofFile(file.toString());
        List<TypedText> mine = shell.typed().stream().filter(text -> text.language() == language).toList();
        if (named != language) {
            shell.out().println("what is typed now is " + language + ", and a file of the name " + file + " is " + named + "; take another name, or /lang " + named);
        } else if (mine.isEmpty()) {
            shell.out().println("there is nothing to save: no text of " + language + " was typed on this board that did not fail");
        } else if (Files.exists(file) && !force) {
            shell.out().println(file + " is there already; /save " + file + " " + FORCE + " writes over it");
        } else {
            Files.write(file, new SavedScript(language, expects).lines(shell.board(), mine));
            int others = shell.typed().size() - mine.size();
            shell.out().println(file + ": " + mine.size() + (mine.size() == 1 ? " text" : " texts") + (others == 0 ? "" : ", and " + others + " of another language left out"));
        }
    }
}
