package org.kvmsh.repl.runner;

import java.util.regex.Matcher;
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
        Matcher command = LINE.matcher(source.text());
        boolean found = command.find()
                && (error.isOfCompiler()
                        || error.headline().contains("'" + command.group(1).substring(1) + "'"));
        return found
                ? new ScriptError(source.at(command.start(1)), command.group(1) + " works only in the shell", error)
                : error;
    }
}
