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
    private static final String TEST = "--test";

    private final ShellControl shell;

    SaveCommand(ShellControl shell) {
        this.shell = shell;
    }

    @Override
    public String usage() {
        return "/save FILE [--test] [--expect] [--force]";
    }

    @Override
    public String about() {
        return "save the session's input as a script: a refused call becomes expect(errno: …), a failed expect becomes"
                + " a failing test; --test saves the input up to the last failure as a test, which passes once that"
                + " failure is gone;"
                + " --expect also expects the values that were shown";
    }

    @Override
    public List<String> arguments() {
        return List.of(TEST, EXPECT, FORCE);
    }

    @Override
    public boolean takesFiles() {
        return true;
    }

    @Override
    public void run(String argument) {
        List<String> words = new ArrayList<>(Arrays.asList(argument.split("\\s+")));
        boolean expects = words.remove(EXPECT);
        boolean force = words.remove(FORCE);
        boolean asTest = words.remove(TEST);
        if (words.size() != 1 || words.get(0).isEmpty() || words.get(0).startsWith("--")) {
            shell.out().println("missing argument: " + usage());
            return;
        }
        try {
            save(Path.of(words.get(0)), expects, force, asTest);
        } catch (NoSuchFileException e) {
            shell.out()
                    .println("cannot write " + words.get(0) + ": no such directory: "
                            + Path.of(words.get(0)).toAbsolutePath().getParent());
        } catch (IOException | InvalidPathException e) {
            shell.out().println("cannot write " + words.get(0) + ": " + WriteFailure.why(e));
        }
    }

    private void save(Path file, boolean expects, boolean force, boolean asTest) throws IOException {
        Language language = Language.ofFile(file.toString());
        List<TypedText> typed = asTest ? upToFailure(language) : shell.typed();
        if (Files.isDirectory(file)) {
            shell.out()
                    .println(file + " is a directory; /save takes the name of a file, such as "
                            + file.resolve("session." + (shell.language() == Language.JS ? "js" : "groovy")));
        } else if (shell.language() != language
                && shell.typed().stream().noneMatch(text -> text.language() == language)) {
            shell.out()
                    .println("this session's input is in " + shell.language() + ", but a file named " + file
                            + " is read as " + language + "; choose another name");
        } else if (Files.exists(file) && !force) {
            shell.out().println(file + " already exists; to overwrite it: /save " + file + " " + FORCE);
        } else if (asTest && typed.isEmpty()) {
            shell.out()
                    .println("Nothing to save: no " + language + " input failed on "
                            + shell.abi().arch()
                            + " (no refused call, unmet expect or unexpected end of a run); without " + TEST
                            + ", /save saves the session as a script that passes.");
        } else {
            write(
                    file,
                    SavedScript.of(
                            typed,
                            language,
                            shell.abi().arch(),
                            expects,
                            asTest,
                            text -> shell.statements(language, text),
                            text -> shell.checkAsFile(language, file, text)));
        }
    }

    /** The input up to the last failure; empty if nothing failed. */
    private List<TypedText> upToFailure(Language language) {
        List<TypedText> typed = shell.typed();
        int last = typed.size() - 1;
        while (last >= 0
                && !(typed.get(last).language() == language
                        && typed.get(last).arch() == shell.abi().arch()
                        && typed.get(last).isFailure())) {
            last--;
        }
        return typed.subList(0, last + 1);
    }

    private void write(Path file, SavedScript script) throws IOException {
        if (script.texts() == 0) {
            shell.out().println("Nothing to save: none of the input can be repeated in a script file.");
            script.leftOut().forEach(line -> shell.out().println("left out: " + line));
        } else {
            Files.write(
                    file,
                    shell.isUnchecked()
                            ? Stream.concat(
                                            Stream.of("// typed in kvmsh --unchecked: run this with --unchecked too"),
                                            script.lines().stream())
                                    .toList()
                            : script.lines());
            shell.out()
                    .println(file + ": " + script.texts() + (script.texts() == 1 ? " input" : " inputs")
                            + (script.failing() == 0
                                    ? ""
                                    : "; " + script.failing()
                                            + (script.failing() == 1
                                                    ? " failing test, made from input that failed"
                                                    : " failing tests, made from input that failed"))
                            + (script.leftOut().isEmpty()
                                    ? ""
                                    : "; " + script.leftOut().size() + " commented out, with the reason"));
        }
    }
}
