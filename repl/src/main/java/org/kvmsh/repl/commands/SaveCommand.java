package org.kvmsh.repl.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.text.WriteFailure;
import org.kvmsh.dsl.lang.Language;

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
        return "save the session's input as a script: a refused call becomes expect(errno: …), a failed expect becomes a failing test; --expect also expects the values that were shown";
    }

    @Override public List<String> arguments() {
        return List.of(EXPECT, FORCE);
    }

    @Override public void run(String argument) {
        List<String> words = new ArrayList<>(Arrays.asList(argument.split("\\s+")));
        boolean expects = words.remove(EXPECT);
        boolean force = words.remove(FORCE);
        if (words.size() != 1 || words.get(0).isEmpty() || words.get(0).startsWith("--")) {
            shell.out().println("missing argument: " + usage());
            return;
        }
        try {
            save(Path.of(words.get(0)), expects, force);
        } catch (NoSuchFileException e) {
            shell.out().println("cannot write " + words.get(0) + ": no such directory: " + Path.of(words.get(0)).toAbsolutePath().getParent());
        } catch (IOException | InvalidPathException e) {
            shell.out().println("cannot write " + words.get(0) + ": " + WriteFailure.why(e));
        }
    }

    private void save(Path file, boolean expects, boolean force) throws IOException {
        Language language = shell.language();
        Language named = Language.ofFile(file.toString());
        if (Files.isDirectory(file)) {
            shell.out().println(file + " is a directory; /save takes the name of a file, such as " + file.resolve("session." + (language == Language.JS ? "js" : "groovy")));
        } else if (named != language) {
            shell.out().println("the current language is " + language + ", but a file named " + file + " is read as " + named + "; choose another name, or switch with /lang " + named);
        } else if (Files.exists(file) && !force) {
            shell.out().println(file + " already exists; to overwrite it: /save " + file + " " + FORCE);
        } else {
            write(file, SavedScript.of(shell.typed(), language, shell.abi().arch(), expects, shell::statements, text -> shell.checkAsFile(file, text)));
        }
    }

    private void write(Path file, SavedScript script) throws IOException {
        if (script.texts() == 0) {
            shell.out().println("Nothing to save: none of the " + shell.language() + " input can be repeated in a script file.");
            script.leftOut().forEach(line -> shell.out().println("left out: " + line));
        } else {
            Files.write(file, shell.isUnchecked() ? Stream.concat(Stream.of("// typed in kvmsh --unchecked: run this with --unchecked too"), script.lines().stream()).toList() : script.lines());
            shell.out().println(file + ": " + script.texts() + (script.texts() == 1 ? " input" : " inputs")
                    + (script.failing() == 0 ? "" : "; " + script.failing() + (script.failing() == 1 ? " test that fails, as it did when typed" : " tests that fail, as they did when typed"))
                    + (script.leftOut().isEmpty() ? "" : "; " + script.leftOut().size() + " commented out, with the reason"));
        }
    }
}
