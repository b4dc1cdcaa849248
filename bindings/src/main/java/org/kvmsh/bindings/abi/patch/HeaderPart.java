package org.kvmsh.bindings.abi.patch;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.Abi;

/**
 * Keeps of one hunk of a header what the patch adds: its macros, and each declaration that has an added line, whole.
 * What belongs to a declaration whose beginning the hunk does not show cannot be laid out, and is left out with a
 * warning; of an enum it is counted on.
 */
final class HeaderPart {
    private static final int DEEPEST = 64;
    private static final int MOST_BRACKETS = 200;
    /** The beginning of a declaration that a header may add; any other text that ends with a semicolon is a member. */
    private static final Pattern DECLARATION = Pattern.compile(
            "(?s)\\s*(?:__extension__\\s+)?(?:typedef\\b|static\\b|extern\\b|enum\\b|(?:struct|union)\\b[^;{]{0,200}?\\b\\w+\\s*(?:\\{|;)).*");

    private static final Pattern MEMBER = Pattern.compile(
            "(?s)\\s*(?:__(?:aligned_)?[su]\\d+|__[bl]e\\d+|unsigned|signed|char|short|int|long|void|(?:struct|union)\\s*\\{|(?:struct|union)\\s+\\w+\\s+[\\w*]).*");

    private static final Pattern ELSEWHERE = Pattern.compile("\\s*#\\s*(?:include|error|pragma)\\b.*");

    private final Code code;
    private final Abi over;
    private final List<String> warnings;
    private final boolean shown;
    private final boolean[] keep;
    private final String[] instead;
    private int begin = -1;
    private int depth;
    private int reset;
    /**
     * Lines of conditions that the hunk removes: one that it adds may be in the place of such a line, and has its other
     * half elsewhere.
     */
    private int conditionsLeft;
    /** The line that closes something unseen: what follows the brace there is its name. */
    private int closing = -1;

    /** @param shown whether the header's text is complete */
    private HeaderPart(Code code, Abi over, boolean shown, List<String> warnings) {
        this.code = code;
        this.over = over;
        this.shown = shown;
        this.warnings = warnings;
        this.keep = new boolean[code.size()];
        this.instead = new String[code.size()];
    }

    static void keep(List<Line> hunk, Abi over, boolean shown, Kept into, List<String> warnings) {
        HeaderPart part = new HeaderPart(Code.of(hunk, warnings), over, shown, warnings);
        part.scan();
        for (int i = 0; i < part.keep.length; i++) {
            if (part.keep[i]) {
                into.add(
                        part.code.number(i),
                        part.instead[i] != null
                                ? part.instead[i]
                                : part.code.texts().get(i));
            }
        }
    }

    private void scan() {
        int brackets = 0;
        Deque<Integer> conditions = new ArrayDeque<>();
        conditionsLeft = code.removedConditions();
        for (int i = 0; i < code.size(); i++) {
            String text = code.texts().get(i);
            if (code.isDirective(i)) {
                // An include names a file that the patch does not bring along.
                keep[i] = code.added(i) && !ELSEWHERE.matcher(text).matches();
                conditional(i, text, conditions);
            } else {
                for (int at = 0; at < text.length(); at++) {
                    character(i, text.charAt(at));
                }
            }
            brackets = Math.max(0, nested(i, text, code.isDirective(i) ? 0 : brackets));
        }
        while (!conditions.isEmpty() && conditionsLeft > 0) {
            keep[conditions.pop()] = false;
            conditionsLeft--;
        }
        if (!conditions.isEmpty()) {
            throw new PatchError(
                    PatchError.Kind.CUT,
                    last(),
                    "missing #endif for the condition on line " + code.number(conditions.peek()));
        }
        end();
    }

    /** Only those that the patch adds: the hunk may show the others incompletely. */
    private void conditional(int line, String text, Deque<Integer> open) {
        if (!keep[line]) {
            return;
        }
        String directive = text.strip().substring(1).strip();
        if (directive.startsWith("if")) {
            open.push(line);
        } else if (open.isEmpty()
                && conditionsLeft > 0
                && (directive.startsWith("endif") || directive.startsWith("el"))) {
            keep[line] = false;
            conditionsLeft--;
        } else if (directive.startsWith("endif") && open.poll() == null) {
            throw new PatchError(code.number(line), "unexpected #endif: the patch adds no matching #if");
        } else if (directive.startsWith("el") && open.isEmpty()) {
            throw new PatchError(
                    code.number(line),
                    "unexpected #" + directive.split("\\s", 2)[0] + ": the patch adds no matching #if");
        }
    }

    private void character(int line, char c) {
        if (line == closing && c != '}') {
            return;
        }
        if (begin < 0 && !Character.isWhitespace(c) && c != '}' && c != ';') {
            begin = line;
        }
        if (c == '{' && ++depth > DEEPEST) {
            throw new PatchError(code.number(line), "structs are nested more than " + DEEPEST + " deep");
        } else if (c == '}' && --depth < 0) {
            unseen(line);
        } else if (c == '}' && depth == 0 && begin >= 0 && isFunction()) {
            // A function defines nothing that is callable from here.
            begin = -1;
        } else if (c == ';' && depth == 0 && begin >= 0) {
            declaration(line);
        }
    }

    private int nested(int line, String text, int before) {
        int open = before;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            open += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
            if (open > MOST_BRACKETS && (code.added(line) || keep[line])) {
                throw new PatchError(code.number(line), "brackets are nested more than " + MOST_BRACKETS + " deep");
            }
        }
        return open;
    }

    private boolean isFunction() {
        String start = code.texts().get(begin).strip();
        return start.startsWith("static") || start.startsWith("extern");
    }

    /** A declaration lies from its beginning to this line. */
    private void declaration(int last) {
        if (adds(begin, last)) {
            String start = text(begin, Math.min(last, begin + 2));
            if (!shown
                    && !DECLARATION.matcher(start).matches()
                    && MEMBER.matcher(start).matches()) {
                orphan(begin, last);
            } else {
                Arrays.fill(keep, begin, last + 1, true);
            }
        }
        begin = -1;
    }

    /** A brace closes what began before the hunk: all lines up to here belong to that. */
    private void unseen(int line) {
        depth = 0;
        closing = line;
        if (shown) {
            throw new PatchError(code.number(line), "unexpected }: no matching {");
        }
        if (adds(reset, line)) {
            if (!Enumerators.continued(code, reset, line, over, keep, instead, warnings)) {
                for (int i = reset; i <= line; i++) {
                    keep[i] &= code.isDirective(i);
                }
                orphan(reset, line);
            }
        }
        begin = -1;
        reset = line + 1;
    }

    private void end() {
        if (begin < 0 || !adds(begin, code.size() - 1)) {
            return;
        }
        if (code.added(begin)
                && (depth > 0
                        || DECLARATION.matcher(code.texts().get(begin) + ";").matches())) {
            throw new PatchError(
                    PatchError.Kind.CUT,
                    last(),
                    (depth > 0 ? "expected }" : "expected ;")
                            + ": the text ends inside the declaration that starts at line " + code.number(begin));
        }
        if (Enumerators.continued(code, begin, code.size() - 1, over, keep, instead, warnings)) {
            return;
        }
        if (code.added(begin)) {
            throw new PatchError(
                    code.number(begin),
                    "expected a macro or a declaration, not: "
                            + shortened(code.texts().get(begin)));
        }
        orphan(begin, code.size() - 1);
    }

    private void orphan(int first, int last) {
        for (int i = first; i <= last; i++) {
            if (code.added(i) && !code.isDirective(i) && !code.isBlank(i)) {
                String warning = "line " + code.number(i)
                        + " adds to a struct or enum whose first line is not in the patch; ignored: "
                        + shortened(code.texts().get(i));
                if (!warnings.contains(warning)) {
                    warnings.add(warning);
                }
                return;
            }
        }
    }

    private boolean adds(int first, int last) {
        for (int i = first; i <= last; i++) {
            if (code.added(i) && !code.isDirective(i) && !code.isBlank(i)) {
                return true;
            }
        }
        return false;
    }

    private String text(int first, int last) {
        return String.join("\n", code.texts().subList(first, last + 1));
    }

    private int last() {
        return code.number(code.size() - 1);
    }

    private static String shortened(String text) {
        String plain = text.strip();
        return plain.length() > 60 ? plain.substring(0, 60) + "…" : plain;
    }
}
