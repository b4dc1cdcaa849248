package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes a text apart into the lines of its diffs; one without a diff is a piece of a header, with or without + before
 * its lines.
 */
final class DiffLines {
    private static final Pattern HUNK =
            Pattern.compile("@@ -(\\d{1,9})(?:,(\\d{1,9}))? \\+(\\d{1,9})(?:,(\\d{1,9}))? @@.*");
    private static final Pattern STAT = Pattern.compile(" (?:\\.\\.\\.)?(\\S+) +\\| +\\d+ [+-]+");

    private final List<GivenLine> given;
    private final List<Line> lines = new ArrayList<>();
    private final Set<String> files = new LinkedHashSet<>();
    private final Map<String, Integer> announced = new LinkedHashMap<>();
    private boolean diff;
    private String file = "";
    private final int firstHunk;
    private int hunk;
    private boolean inHunk;
    private int hunkLine;
    private int oldLeft;
    private int newLeft;
    /** The number of lines that the hunk adds, according to its head and as counted. */
    private int growthLeft;

    private DiffLines(List<GivenLine> given, int firstHunk) {
        this.given = given;
        this.firstHunk = firstHunk;
        this.hunk = firstHunk;
    }

    /** @param firstHunk the number of hunks in earlier mails, as hunks are numbered throughout */
    static DiffLines of(List<GivenLine> given, int firstHunk) {
        DiffLines lines = new DiffLines(given, firstHunk);
        lines.read();
        return lines;
    }

    List<Line> lines() {
        return lines;
    }

    /** The files that it changes; empty if the text is not a diff. */
    Set<String> files() {
        return files;
    }

    boolean isDiff() {
        return diff;
    }

    int hunks() {
        return hunk - firstHunk;
    }

    /** Whether a mail quotes it. */
    boolean isQuoted() {
        return !given.isEmpty() && given.get(0).quoted();
    }

    /** Whether no line has a mark: then all of it is a header's text. */
    boolean isPlain() {
        return !diff && given.stream().noneMatch(line -> line.text().startsWith("+"));
    }

    /** The line that a file of the diffstat is named on, by file. */
    Map<String, Integer> announced() {
        return announced;
    }

    private void read() {
        diff = given.stream()
                .anyMatch(line ->
                        line.text().startsWith("diff --git ") || line.text().startsWith("@@ -"));
        if (!diff) {
            given.stream()
                    .filter(line ->
                            line.text().startsWith("diff --cc ") || line.text().startsWith("diff --combined "))
                    .findFirst()
                    .ifPresent(line -> {
                        throw new PatchError(
                                line.number(),
                                "this is a combined merge diff, which git am cannot apply; expected a diff against one"
                                        + " parent, as printed by git show -m");
                    });
            readPiece();
            return;
        }
        for (int i = 0; i < given.size(); i++) {
            GivenLine line = given.get(i);
            String text = line.text();
            if (text.startsWith("diff --git ")) {
                endHunk(line.number());
                file = fileOfDiff(text);
                files.add(file);
            } else if (text.startsWith("@@ -") || text.startsWith("@@@")) {
                endHunk(line.number());
                beginHunk(line);
            } else if (text.startsWith("--- ")
                    && i + 2 < given.size()
                    && given.get(i + 1).text().startsWith("+++ ")
                    && given.get(i + 2).text().startsWith("@@")) {
                endHunk(line.number());
                file = path(given.get(i + 1).text().substring(4));
                files.add(file);
                i++;
            } else if (inHunk) {
                inHunk(line);
            } else {
                outside(line);
            }
        }
        endHunk(given.get(given.size() - 1).number());
        dropRepeatedHunks();
    }

    /** An archive may keep several copies of a mail as one: no diff changes the same lines of a file twice. */
    private void dropRepeatedHunks() {
        Map<Integer, List<String>> hunks = lines.stream()
                .collect(Collectors.groupingBy(
                        Line::hunk,
                        LinkedHashMap::new,
                        Collectors.mapping(
                                line -> line.file() + "\n" + line.mark() + line.text(), Collectors.toList())));
        Set<List<String>> seen = new HashSet<>();
        Set<Integer> repeated = hunks.entrySet().stream()
                .filter(hunk -> !seen.add(hunk.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        lines.removeIf(line -> repeated.contains(line.hunk()));
    }

    private void readPiece() {
        boolean plain = isPlain();
        for (GivenLine line : given) {
            if (plain) {
                lines.add(new Line(line.number(), '+', line.text(), "", 0));
            } else if (line.text().startsWith("+")) {
                lines.add(new Line(line.number(), '+', line.text().substring(1), "", 0));
            }
        }
    }

    private void outside(GivenLine line) {
        String text = line.text();
        if (files.isEmpty() && text.length() < 200) {
            Matcher stat = STAT.matcher(text);
            if (stat.matches()) {
                announced.put(stat.group(1), line.number());
            }
        }
        if (hunk > firstHunk && text.startsWith("+") && !text.startsWith("+++ ") && !line.quoted()) {
            throw new PatchError(
                    PatchError.Kind.CUT,
                    line.number(),
                    "an added line after the end of the hunk at line " + hunkLine
                            + ", according to the line counts in its @@ line");
        }
    }

    /** The file that a line {@code diff --git a/FILE b/FILE} or {@code +++ b/FILE} names; null for any other line. */
    static String named(String text) {
        return text.startsWith("diff --git ")
                ? fileOfDiff(text)
                : text.startsWith("+++ ") ? path(text.substring(4)) : null;
    }

    private static String fileOfDiff(String text) {
        int b = text.lastIndexOf(" b/");
        if (b >= 0) {
            return text.substring(b + 3);
        }
        // A mail program may have moved the second name to a line of its own.
        String named = text.stripTrailing();
        String last = named.substring(named.lastIndexOf(' ') + 1);
        return last.startsWith("a/") ? last.substring(2) : last;
    }

    private static String path(String text) {
        int tab = text.indexOf('\t');
        String path = (tab < 0 ? text : text.substring(0, tab)).strip();
        return path.startsWith("b/") ? path.substring(2) : path;
    }

    private void beginHunk(GivenLine line) {
        Matcher head = HUNK.matcher(line.text());
        if (!head.matches()) {
            throw new PatchError(line.number(), "expected @@ -LINE,COUNT +LINE,COUNT @@");
        }
        oldLeft = count(head.group(2));
        newLeft = count(head.group(4));
        growthLeft = newLeft - oldLeft;
        hunk++;
        hunkLine = line.number();
        lines.add(new Line(hunkLine, '@', line.text(), file, hunk));
        inHunk = true;
    }

    private static int count(String digits) {
        return digits == null ? 1 : Integer.parseInt(digits);
    }

    private void inHunk(GivenLine line) {
        String text = line.text();
        char first = text.isEmpty() ? ' ' : text.charAt(0);
        if (first == '\\') {
            return;
        }
        if (text.equals("-- ") && growthLeft == 0) {
            // The signature of git's mails, behind a hunk that has lost lines.
            endHunk(line.number());
            return;
        }
        char mark = first == '+' || first == '-' ? first : ' ';
        // Pages and mail programs take away the blank at the beginning of a line: such a line was there before.
        boolean marked = mark != ' ' || first == ' ';
        lines.add(new Line(line.number(), mark, marked && !text.isEmpty() ? text.substring(1) : text, file, hunk));
        oldLeft -= mark == '+' ? 0 : 1;
        newLeft -= mark == '-' ? 0 : 1;
        growthLeft -= mark == '+' ? 1 : mark == '-' ? -1 : 0;
        if (oldLeft <= 0 && newLeft <= 0) {
            endHunk(line.number());
        }
    }

    /** Lines that stay may be lost on the way, and reviewers cut what they quote; a line that is added may not. */
    private void endHunk(int number) {
        if (inHunk && growthLeft != 0 && !isQuoted()) {
            throw new PatchError(
                    PatchError.Kind.CUT,
                    number,
                    "the hunk at line " + hunkLine + " ends here, but its @@ line specifies " + Math.abs(growthLeft)
                            + (growthLeft > 0 ? " more added lines" : " more removed lines"));
        }
        if (inHunk && isQuoted()) {
            closeComment(number);
        }
        inHunk = false;
    }

    /** A reviewer may stop to quote in the middle of a comment. */
    private void closeComment(int number) {
        String text = lines.stream()
                .filter(line -> line.hunk() == hunk && line.mark() != '-')
                .map(Line::text)
                .collect(Collectors.joining("\n"));
        if (text.lastIndexOf("/*") > text.lastIndexOf("*/")) {
            lines.add(new Line(number, '+', "*/", file, hunk));
        }
    }
}
