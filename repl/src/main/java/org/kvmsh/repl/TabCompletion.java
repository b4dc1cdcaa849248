package org.kvmsh.repl;

import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.kvmsh.dsl.complete.Completion;
import org.kvmsh.repl.commands.Commands;
import org.kvmsh.repl.commands.ShellControl;

/** The Tab key: what the language offers at the caret, or the commands where a line begins with a slash. */
final class TabCompletion implements Completer {
    /** Between a name and its sentence in a list, and at its end. */
    private static final int AROUND = 6;

    private static final String CUT = "…";

    private final Commands commands;
    private final ShellControl shell;

    TabCompletion(Commands commands, ShellControl shell) {
        this.commands = commands;
        this.shell = shell;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (Commands.isCommand(line.line())) {
            String typed = line.line().substring(0, line.cursor());
            commands.completions(typed)
                    .forEach(name ->
                            candidates.add(new Candidate(name, name, null, null, null, null, !name.endsWith("/"))));
            return;
        }
        List<Completion> all = shell.completions(line.line().substring(0, line.cursor()));
        int widest = all.stream()
                .mapToInt(completion -> completion.text().length())
                .max()
                .orElse(0);
        for (int i = 0; i < all.size(); i++) {
            Completion completion = all.get(i);
            candidates.add(new Candidate(
                    completion.text(),
                    completion.text(),
                    completion.group().title(),
                    shortened(completion.about(), shell.width() - widest - AROUND),
                    null,
                    null,
                    completion.spaced(),
                    i + 1));
        }
    }

    /** The first part of a description that fits a line beside its name; null for none, and where there is no room. */
    private static String shortened(String about, int room) {
        if (about.isEmpty() || room < CUT.length() + AROUND) {
            return null;
        }
        String first = about.split("; |\\. ", 2)[0];
        return first.length() <= room
                ? first
                : first.substring(0, room - CUT.length()).stripTrailing() + CUT;
    }
}
