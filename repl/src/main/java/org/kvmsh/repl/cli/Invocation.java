package org.kvmsh.repl.cli;

import java.util.List;
import java.util.Map;

/**
 * One call of kvmsh.
 *
 * @param arguments those after the command's name and before {@code --}
 * @param scriptArguments those after {@code --}, for a command whose every argument is a script's path
 */
public record Invocation(
        Map<String, String> environment,
        StandardOutput out,
        StandardOutput err,
        List<String> arguments,
        List<String> scriptArguments) {
    /** What is typed to run kvmsh, as its launcher has told it. */
    public String program() {
        return environment.getOrDefault("KVMSH_PROGRAM", "kvmsh");
    }

    /** The same call with other arguments. */
    public Invocation with(List<String> others, List<String> othersOfScripts) {
        return new Invocation(environment, out, err, others, othersOfScripts);
    }
}
