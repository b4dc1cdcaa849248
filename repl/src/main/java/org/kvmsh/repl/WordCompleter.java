package org.kvmsh.repl;

import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.kvmsh.repl.commands.Commands;
import org.kvmsh.repl.commands.ShellControl;

/** Completes the words of the language, and those about the session where a line begins with a slash. */
final class WordCompleter implements Completer {
    private final Commands commands;
    private final ShellControl shell;

    WordCompleter(Commands commands, ShellControl shell) {
        this.commands = commands;
        this.shell = shell;
    }

    @Override public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (Commands.isCommand(line.line())) {
            commands.completions(line.line()).forEach(name -> candidates.add(new Candidate(name)));
        } else if (line.word().contains(".")) {
            String before = line.word().substring(0, line.word().lastIndexOf('.') + 1);
            shell.completions(line.word().substring(0, line.wordCursor())).forEach(member -> candidates.add(new Candidate(before + member)));
        } else {
            shell.words().forEach((name, word) ->
                    candidates.add(new Candidate(name, name, null, word.value(), null, null, true)));
        }
    }
}
