package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The lines of one hunk of a header as it is after the patch, without their comments.
 *
 * @param given the original lines
 * @param texts the code of each line; a directive's continuation lines are joined to its first line
 * @param removedConditions the number of lines with an #if, #else or #endif that the hunk removes
 */
record Code(List<Line> given, List<String> texts, int removedConditions) {
    private static final Pattern CONDITION = Pattern.compile("\\s*#\\s*(?:if|el|endif)");
    private static final int LONGEST = Kept.LONGEST;

    /** @param warnings gets a sentence for each line that is no line of a header for user space */
    static Code of(List<Line> hunk, List<String> warnings) {
        List<Line> after = hunk.stream()
                .filter(line -> line.mark() == '+' || line.mark() == ' ')
                .collect(Collectors.toCollection(ArrayList::new));
        int added = 0;
        for (Line line : after) {
            added += line.added() ? line.text().length() : 0;
            if (added > Kept.MOST) {
                throw new PatchError(
                        line.number(), "not a header patch: it adds more than " + Kept.MOST + " characters");
            }
            if (line.text().length() > LONGEST) {
                throw new PatchError(
                        line.number(),
                        "too long for a header line: " + line.text().length() + " characters");
            }
        }
        int conditions = (int) hunk.stream()
                .filter(line -> line.mark() == '-'
                        && line.text().length() < LONGEST
                        && CONDITION.matcher(line.text()).lookingAt())
                .count();
        Code code = new Code(after, new ArrayList<>(), conditions);
        code.withoutComments();
        code.joined();
        for (int i = 0; i < after.size(); i++) {
            code.texts.set(i, UnexportedTypes.exported(code.texts.get(i), after.get(i), warnings));
        }
        return code;
    }

    /** A hunk may begin inside a comment, and end inside one. */
    private void withoutComments() {
        boolean inside = beginsInComment();
        int opened = -1;
        for (int i = 0; i < given.size(); i++) {
            String text = given.get(i).text();
            StringBuilder code = new StringBuilder(text.length());
            for (int at = 0; at < text.length(); ) {
                if (inside) {
                    int end = text.indexOf("*/", at);
                    inside = end < 0;
                    at = inside ? text.length() : end + 2;
                    code.append(' ');
                } else if (text.startsWith("/*", at)) {
                    inside = true;
                    opened = i;
                    at += 2;
                } else if (text.startsWith("//", at)) {
                    at = text.length();
                } else if (text.charAt(at) == '"' || text.charAt(at) == '\'') {
                    int end = literal(text, at);
                    code.append(text, at, end);
                    at = end;
                } else {
                    code.append(text.charAt(at++));
                }
            }
            texts.add(code.toString().stripTrailing());
        }
        if (inside && opened >= 0 && given.get(opened).added()) {
            throw new PatchError(
                    given.get(given.size() - 1).number(),
                    "the comment that begins on line " + given.get(opened).number() + " is not closed: expected */");
        }
    }

    private boolean beginsInComment() {
        for (Line line : given) {
            int begin = line.text().indexOf("/*");
            int end = line.text().indexOf("*/");
            if (begin >= 0 || end >= 0) {
                return end >= 0 && (begin < 0 || end < begin);
            }
        }
        return !given.isEmpty()
                && !given.get(0).added()
                && given.get(0).text().strip().startsWith("* ");
    }

    private static int literal(String text, int from) {
        int at = from + 1;
        while (at < text.length() && text.charAt(at) != text.charAt(from)) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, text.length());
    }

    private void joined() {
        for (int i = 0; i < texts.size(); i++) {
            if (!isDirective(i)) {
                continue;
            }
            StringBuilder whole = new StringBuilder(texts.get(i));
            int next = i + 1;
            while (!whole.isEmpty() && whole.charAt(whole.length() - 1) == '\\' && next < texts.size()) {
                whole.setLength(whole.length() - 1);
                whole.append(' ').append(texts.get(next).strip());
                added(i, given.get(next));
                texts.set(next++, "");
            }
            texts.set(i, whole.toString());
        }
    }

    /** A macro is new if the patch changes only one of its further lines. */
    private void added(int define, Line further) {
        Line first = given.get(define);
        if (further.added() && !first.added() && Define.name(texts.get(define)) != null) {
            given.set(define, new Line(first.number(), '+', first.text(), first.file(), first.hunk()));
        }
    }

    /** The lines of the hunk without some that are there after the patch. */
    List<Line> without(Set<Integer> taken, List<Line> hunk) {
        Set<Line> lines = taken.stream().map(given::get).collect(Collectors.toSet());
        return hunk.stream().filter(line -> !lines.contains(line)).toList();
    }

    int size() {
        return texts.size();
    }

    boolean isDirective(int line) {
        return texts.get(line).stripLeading().startsWith("#");
    }

    boolean isBlank(int line) {
        return texts.get(line).isBlank();
    }

    boolean added(int line) {
        return given.get(line).added();
    }

    int number(int line) {
        return given.get(line).number();
    }
}
