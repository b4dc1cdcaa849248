package org.kvmsh.bindings.abi.patch;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A statement of the kernel's C in a hunk, with as much of it as the errors need that it leads to. */
sealed interface CodeStatement {
    /** An if with what follows it, and what follows its else. */
    record If(String condition, List<CodeStatement> then, List<CodeStatement> otherwise) implements CodeStatement {}

    /** A block, or the statement of a loop or a switch. */
    record Inner(List<CodeStatement> statements) implements CodeStatement {}

    /** A label; of a switch, its constant or "default". */
    record Label(String name, boolean isCase) implements CodeStatement {}

    /**
     * Any other statement.
     *
     * @param text without its semicolon
     * @param line of the given text
     */
    record Plain(String text, int line) implements CodeStatement {
        /** A variable with its type if it is new, and what it becomes. */
        static final Pattern ASSIGNED = Pattern.compile("(?:\\w+\\s++){0,3}(\\w+)\\s*=\\s*(?!=)(.*)");

        /** Whether nothing behind it in its block runs. */
        boolean leaves() {
            return text.startsWith("return") || jumps();
        }

        private boolean jumps() {
            return text.startsWith("goto ") || text.equals("break");
        }

        /** Whether it returns what a variable holds; a jump is taken to end there too. */
        boolean returns(String variable) {
            return jumps() || text.equals("return " + variable);
        }

        boolean assigns(String variable) {
            Matcher assigned = ASSIGNED.matcher(text);
            return assigned.matches() && assigned.group(1).equals(variable);
        }
    }
}
