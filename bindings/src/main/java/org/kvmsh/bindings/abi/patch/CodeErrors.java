package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.kernel.Errno;

/**
 * Why ioctls fail, as a patch's C code tells it: the errnos behind an ioctl's case label, and in the functions of the
 * patch that are called there. Code tells less than a document: a condition may never be met, and what functions
 * outside of the patch return is not seen.
 */
final class CodeErrors {
    private static final Pattern ERRNO = Pattern.compile("-\\s?(E[A-Z0-9]{2,14})\\b");
    private static final Pattern CALLED = Pattern.compile("\\b([a-z_]\\w*)\\s*\\(");
    private static final Pattern CHOICE = Pattern.compile("(.*?)\\?\\s*(.*?)\\s:\\s*(.*)");
    private static final int DEEPEST = 4;
    private static final int LONGEST = 400;
    private static final String ALWAYS = "";

    /** A function that a struct of functions is given, as in {@code .svm_off = kvmhv_svm_off,}. */
    private static final Pattern GIVEN = Pattern.compile("\\s*\\.(\\w+)\\s*=\\s*(\\w+),\\s*");

    private record Function(String file, List<CodeStatement> body) {}

    private final Map<String, Function> functions = new HashMap<>();
    private final Map<String, String> given = new HashMap<>();
    private final Map<String, List<CodedError>> found = new LinkedHashMap<>();

    /** @param ioctls those to look for */
    CodeErrors(List<Line> lines, Set<String> ioctls) {
        lines.stream()
                .filter(line -> line.mark() != '-' && line.text().length() < LONGEST)
                .map(line -> GIVEN.matcher(line.text()))
                .filter(Matcher::matches)
                .forEach(member -> given.putIfAbsent(member.group(1), member.group(2)));
        List<HunkCode> hunks = hunks(lines);
        for (HunkCode hunk : hunks) {
            hunk.functions().forEach((name, body) -> functions.putIfAbsent(name, new Function(hunk.file(), body)));
        }
        for (HunkCode hunk : hunks) {
            hunk.cases().forEach((label, body) -> {
                if (ioctls.contains(label)) {
                    List<CodedError> errors = found.computeIfAbsent(label, key -> new ArrayList<>());
                    new Walk(hunk.file(), errors, new HashSet<>()).through(body, ALWAYS);
                }
            });
        }
    }

    private static List<HunkCode> hunks(List<Line> lines) {
        Map<Integer, List<Line>> hunks = new LinkedHashMap<>();
        for (Line line : lines) {
            if (line.file().endsWith(".c")) {
                hunks.computeIfAbsent(line.hunk(), key -> new ArrayList<>()).add(line);
            }
        }
        return hunks.values().stream().map(HunkCode::new).toList();
    }

    /** The errors of an ioctl, in the order of the code; one and the same once. */
    List<CodedError> of(String ioctl) {
        return found.getOrDefault(ioctl, List.of()).stream().distinct().toList();
    }

    /** One way through the code from a case label, into the functions that it calls. */
    private final class Walk {
        private final String file;
        private final List<CodedError> errors;
        private final Set<String> entered;

        Walk(String file, List<CodedError> errors, Set<String> entered) {
            this.file = file;
            this.errors = errors;
            this.entered = entered;
        }

        /** @param condition under which the statements run, as far as the innermost if says it */
        void through(List<CodeStatement> statements, String condition) {
            // The error that a variable holds until it is returned, as in r = -EFAULT; if (…) goto out;
            Map<String, CodedError> held = new LinkedHashMap<>();
            for (CodeStatement statement : statements) {
                if (statement instanceof CodeStatement.Inner inner) {
                    held.keySet().removeIf(name -> assigns(inner.statements(), name));
                    through(inner.statements(), condition);
                } else if (statement instanceof CodeStatement.If branch) {
                    branch(branch, held);
                } else if (statement instanceof CodeStatement.Plain plain
                        && plain.text().length() < LONGEST) {
                    plain(plain, condition, held);
                }
            }
            // What is still held at the end of the block is returned behind it.
            errors.addAll(held.values());
        }

        private void branch(CodeStatement.If branch, Map<String, CodedError> held) {
            follow(branch.condition());
            String met = "if (" + branch.condition() + ")";
            String unmet = "unless (" + branch.condition() + ")";
            held.replaceAll((name, error) -> {
                if (assigns(branch.then(), name)) {
                    return error.under(unmet);
                }
                if (branch.then().stream()
                        .anyMatch(one -> one instanceof CodeStatement.Plain last && last.returns(name))) {
                    errors.add(error.under(met));
                }
                return error;
            });
            through(branch.then(), met);
            through(branch.otherwise(), unmet);
        }

        private void plain(CodeStatement.Plain plain, String condition, Map<String, CodedError> held) {
            follow(plain.text());
            if (plain.leaves()) {
                held.forEach((name, error) -> {
                    if (plain.returns(name)) {
                        errors.add(error);
                    }
                });
                held.clear();
                if (plain.text().startsWith("return")) {
                    value(plain.text().substring("return".length()), condition, plain.line());
                }
                return;
            }
            Matcher assigned = CodeStatement.Plain.ASSIGNED.matcher(plain.text());
            if (assigned.matches()) {
                held.remove(assigned.group(1));
                Matcher errno = ERRNO.matcher(assigned.group(2));
                if (errno.matches() && Errno.of(errno.group(1)) != null) {
                    held.put(assigned.group(1), new CodedError(errno.group(1), "", condition, file, plain.line()));
                } else {
                    value(assigned.group(2), condition, plain.line());
                }
            }
        }

        /** A value that is an error, or one of two that a condition chooses. */
        private void value(String text, String condition, int line) {
            Matcher choice = CHOICE.matcher(text);
            if (choice.matches()) {
                String asked = choice.group(1).strip();
                value(choice.group(2), "if (" + asked + ")", line);
                value(choice.group(3), "unless (" + asked + ")", line);
                return;
            }
            Matcher errno = ERRNO.matcher(text);
            while (errno.find()) {
                if (Errno.of(errno.group(1)) != null) {
                    errors.add(new CodedError(errno.group(1), "", condition, file, line));
                }
            }
        }

        /** Into the patch's functions that an expression calls. */
        private void follow(String expression) {
            Matcher called = CALLED.matcher(expression);
            while (called.find()) {
                String name = given.getOrDefault(called.group(1), called.group(1));
                Function function = functions.get(name);
                if (function != null && entered.size() < DEEPEST && entered.add(name)) {
                    new Walk(function.file(), errors, entered).through(function.body(), ALWAYS);
                    entered.remove(name);
                }
            }
        }

        private static boolean assigns(List<CodeStatement> statements, String name) {
            return statements.stream().anyMatch(one -> {
                if (one instanceof CodeStatement.Inner inner) {
                    return assigns(inner.statements(), name);
                } else if (one instanceof CodeStatement.If branch) {
                    return assigns(branch.then(), name) || assigns(branch.otherwise(), name);
                }
                return one instanceof CodeStatement.Plain plain && plain.assigns(name);
            });
        }
    }
}
