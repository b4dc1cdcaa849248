package org.kvmsh.repl.results;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run was asked for, by whom.
 *
 * @param kvmsh     its version and commit, and the JDK, a line each
 * @param boards    as they were named; the default one has the name {@code kvm}
 * @param scripts   in the order in which they run on each board
 * @param arguments the args of every script
 */
public record RunAsked(List<String> kvmsh, Instant began, List<String> boards, List<String> scripts, List<String> arguments) {
    private static final String KVMSH = "kvmsh";
    private static final String BEGAN = "began";
    private static final String BOARDS = "boards";
    private static final String SCRIPTS = "scripts";
    private static final String ARGUMENTS = "arguments";

    static RunAsked read(LineMembers facts) {
        return new RunAsked(facts.texts(KVMSH), Instant.parse(facts.text(BEGAN)), facts.texts(BOARDS), facts.texts(SCRIPTS), facts.texts(ARGUMENTS));
    }

    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(KVMSH, kvmsh);
        facts.put(BEGAN, began.toString());
        facts.put(BOARDS, boards);
        facts.put(SCRIPTS, scripts);
        facts.put(ARGUMENTS, arguments);
        return facts;
    }
}
