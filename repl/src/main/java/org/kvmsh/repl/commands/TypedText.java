package org.kvmsh.repl.commands;

import java.util.List;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.lang.Statement;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.script.Site;

/**
 * A text that was typed, and what became of it.
 *
 * @param board the board that it was typed on, as in its prompt
 * @param reached a position in the last statement that began; null if unknown, or if none did
 * @param failed whether an expectation or a test in it failed
 * @param began when it began to run, by {@link System#nanoTime}
 */
public record TypedText(
        Language language,
        String board,
        Arch arch,
        String text,
        Site reached,
        TypedResult result,
        boolean failed,
        long began) {
    private static final String QUOTES = "'''";

    /** A patch that was pasted. */
    public static String ofPatch(Language language, String patch) {
        String escaped = patch.replace("\\", "\\\\");
        return language == Language.JS
                ? "rfc(`" + escaped.replace("`", "\\`").replace("${", "\\${") + "`)"
                : "rfc " + QUOTES + "\\\n" + escaped.replace(QUOTES, "\\'\\'\\'") + QUOTES;
    }

    /** Whether the board or an expectation failed it, and not a typing error. */
    boolean isFailure() {
        return failed
                || (result instanceof TypedResult.Done done
                        ? done.value() instanceof Outcome end && end.isUnasked()
                        : !(result instanceof TypedResult.Failed));
    }

    /** The text of one of its statements. */
    String textOf(Statement statement) {
        return text.substring(statement.start(), statement.end());
    }

    /** The index of the statement that was the last to begin; -1 where that is not known. */
    int reachedOf(List<Statement> statements) {
        int line = 0;
        for (int i = 1; reached != null && i < reached.line(); i++) {
            line = text.indexOf('\n', line) + 1;
        }
        for (int i = 0; reached != null && i < statements.size(); i++) {
            if (statements.get(i).has(line + reached.column() - 1)) {
                return i;
            }
        }
        return statements.size() == 1 ? 0 : -1;
    }
}
