package org.kvmsh.repl.commands;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.ExitKind;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.lang.Statement;

/** A language's notation for what a saved script adds to what was typed. */
abstract class Notation {
    /** @param again the names that more than one text declares */
    static Notation of(Language language, Set<String> again) {
        return switch (language) {
            case GROOVY -> new Groovy();
            case JS -> new Js(again);
        };
    }

    /** A statement that ran: a shell takes each name as often as it is typed, a file declares it once. */
    abstract String statement(Statement statement, String text);

    /** A statement with a call that the kernel refused. */
    abstract List<String> refused(Object errno, String statement);

    /** A test around a statement. */
    abstract List<String> test(String name, String statement);

    /** The statement for what the script needs of its board. */
    final String needs(String what, String value) {
        return "needs" + brackets(what + ": " + Language.quoted(value));
    }

    /** An expectation that never holds. */
    abstract String never();

    /** A value that is kept under a name. */
    abstract String declared(String name, String value);

    /** An expectation. */
    abstract String expectation(String condition);

    /** A value that is kept under a name, and what is expected of it. */
    final List<String> expected(String name, String value, String condition) {
        return List.of(declared(name, value), expectation(condition));
    }

    /** The brackets of a call with one named argument. */
    abstract String brackets(String argument);

    /** A time. */
    abstract String milliseconds(long count);

    /** A number, whole, of any size. */
    abstract String number(BigInteger number);

    /** A value as a literal; null if it cannot be written so. */
    final String literal(Object value) {
        if (value instanceof Boolean || value instanceof ExitKind || value instanceof Errno) {
            return value.toString();
        } else if (value instanceof String text) {
            return Language.quoted(text);
        }
        return value instanceof Integer || value instanceof Long || value instanceof BigInteger
                ? number(new BigInteger(value.toString()))
                : null;
    }

    /** A block on one line where its statement is on one. */
    private static List<String> block(String head, String statement, String tail) {
        return statement.contains("\n")
                ? List.of(head, statement, tail.strip())
                : List.of(head + " " + statement + tail);
    }

    private static final class Groovy extends Notation {
        private final Set<String> declared = new HashSet<>();

        @Override
        String statement(Statement statement, String text) {
            List<String> names = statement.declares()
                    ? statement.declared()
                    : statement.name() == null ? List.of() : List.of(statement.name());
            List<String> fresh =
                    names.stream().filter(name -> !declared.contains(name)).toList();
            if (names.isEmpty() || fresh.isEmpty() && !statement.declares()) {
                return text;
            }
            declared.addAll(names);
            if (fresh.equals(names)) {
                return (statement.declares() ? "" : "def ") + text;
            }
            String value = text.substring(statement.value() - statement.start());
            String assigned = statement.name() == null ? "(" + String.join(", ", names) + ")" : statement.name();
            return fresh.stream().map(name -> "def " + name + "; ").collect(Collectors.joining())
                    + assigned
                    + " ="
                    + (value.isBlank() ? " null" : value);
        }

        @Override
        List<String> refused(Object errno, String statement) {
            return block("expect(errno: " + errno + ") {", statement, " }");
        }

        @Override
        List<String> test(String name, String statement) {
            return block("test(" + Language.quoted(name) + ") {", statement, " }");
        }

        @Override
        String never() {
            return "expect { false }";
        }

        @Override
        String declared(String name, String value) {
            return "def " + name + " = " + value;
        }

        @Override
        String expectation(String condition) {
            return "expect { " + condition + " }";
        }

        @Override
        String brackets(String argument) {
            return "(" + argument + ")";
        }

        @Override
        String milliseconds(long count) {
            return count + ".ms";
        }

        @Override
        String number(BigInteger number) {
            return number.toString();
        }
    }

    private static final class Js extends Notation {
        private static final long MOST_EXACT = (1L << 53) - 1;
        private final Set<String> again;
        private final Set<String> known = new HashSet<>();

        Js(Set<String> again) {
            this.again = again;
        }

        @Override
        String statement(Statement statement, String text) {
            List<String> names = statement.declared();
            List<String> fresh =
                    names.stream().filter(name -> !known.contains(name)).toList();
            known.addAll(names);
            if (statement.name() != null) {
                known.add(statement.name());
            }
            if (fresh.equals(names)) {
                return names.stream().anyMatch(again::contains) ? text.replaceFirst("^const\\b", "let") : text;
            }
            if (statement.name() != null) {
                return statement.name() + " =" + text.substring(statement.value() - statement.start());
            }
            List<String> parts = new ArrayList<>();
            if (!fresh.isEmpty()) {
                parts.add("let " + String.join(", ", fresh));
            }
            statement.unset().stream()
                    .filter(name -> !fresh.contains(name))
                    .forEach(name -> parts.add(name + " = undefined"));
            if (!names.equals(statement.unset())) {
                // A parenthesis would call what the line before ends with.
                parts.add((parts.isEmpty() ? ";" : "") + "(" + text.replaceFirst("^\\w+\\s*", "") + ")");
            }
            return String.join("; ", parts);
        }

        @Override
        List<String> refused(Object errno, String statement) {
            return block("expect({errno: " + errno + "}, () => {", statement, " })");
        }

        @Override
        List<String> test(String name, String statement) {
            return block("test(" + Language.quoted(name) + ", () => {", statement, " })");
        }

        @Override
        String never() {
            return "expect(() => false)";
        }

        @Override
        String declared(String name, String value) {
            return "const " + name + " = " + value;
        }

        @Override
        String expectation(String condition) {
            return "expect(() => " + condition + ")";
        }

        @Override
        String brackets(String argument) {
            return "({" + argument + "})";
        }

        @Override
        String milliseconds(long count) {
            return "ms(" + count + ")";
        }

        @Override
        String number(BigInteger number) {
            return number + (number.abs().compareTo(BigInteger.valueOf(MOST_EXACT)) > 0 ? "n" : "");
        }
    }
}
