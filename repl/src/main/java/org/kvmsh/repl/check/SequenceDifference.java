package org.kvmsh.repl.check;

import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.bindings.check.Answered.Signature;
import org.kvmsh.bindings.check.CheckedCall;
import org.kvmsh.bindings.kernel.Errno;

/**
 * An answer that the rules do not have.
 *
 * @param seed of the sequence that showed it first
 * @param calls the least sequence that shows it; the whole one if it was not shown again
 * @param isRepeated whether it was shown again alone
 * @param lost why the board was lost at the last call; null if it answered
 */
record SequenceDifference(Signature signature, long seed, List<CheckedCall> calls, boolean isRepeated, String lost) {
    /** The errno that the rules have; null if no rule is known. */
    String expected() {
        return signature.broken().isEmpty()
                ? null
                : signature.broken().get(0).errnos().get(0).name();
    }

    /** What came and what the rules say, in words. */
    String inWords() {
        return lost == null
                ? inWords(signature)
                : signature.call() + " on " + signature.on() + ": the board was lost: " + lost;
    }

    /** What came and what the rules say, whichever calls showed it. */
    static String inWords(Signature signature) {
        String came = signature.errno() == 0 ? "accepted" : Errno.name(signature.errno());
        String rules = signature.broken().isEmpty()
                ? "no rule has this errno"
                : signature.broken().stream()
                        .map(rule -> rule.errnosInWords() + ": " + rule)
                        .collect(Collectors.joining("; ", "the rules: ", ""));
        return signature.call() + " on " + signature.on() + ": " + came + "; " + rules;
    }
}
