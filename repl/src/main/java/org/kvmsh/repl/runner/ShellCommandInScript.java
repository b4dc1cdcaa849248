package org.kvmsh.repl.runner;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Source;

/** A line that only the shell takes, in a script: Groovy reads {@code /quit} as a division by {@code quit}. */
final class ShellCommandInScript {
    private static final Pattern LINE = Pattern.compile(
            "(?m)^[ \\t]*(/(?:help|hints|board|reload|lang|abi|rfc|save|pager|quiet|strace|history|again|edit|open|sh|quit))\\b");

    private ShellCommandInScript() {}

    /** The script's error; another one if such a line is the cause. */
    static ScriptError explained(Source source, ScriptError error) {
        List<MatchResult> commands = LINE.matcher(source.text()).results().toList();
        boolean isCause = error.isOfCompiler()
                || commands.stream()
                        .anyMatch(command ->
                                error.headline().contains("'" + command.group(1).substring(1) + "'"));
        if (commands.isEmpty() || !isCause) {
            return error;
        }
        MatchResult first = commands.get(0);
        return new ScriptError(source.at(first.start(1)), first.group(1) + " works only in the shell", error);
    }
}
