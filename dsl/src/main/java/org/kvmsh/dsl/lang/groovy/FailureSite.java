package org.kvmsh.dsl.lang.groovy;

import groovy.lang.MissingMethodException;
import groovy.lang.MissingPropertyException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.dsl.script.Causes;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Source;

/**
 * The position in a script at which an exception was thrown.
 *
 * @param compiled scripts by the class that each was compiled to
 */
record FailureSite(Map<String, Source> compiled) {
    /** The innermost line of a script on the stack; classes that a script declares have the file of the script. */
    Site of(Throwable thrown) {
        Site cursor = Cursor.here();
        for (Throwable t : Causes.of(thrown).toList()) {
            for (StackTraceElement frame : t.getStackTrace()) {
                Source source = compiled.get(String.valueOf(frame.getFileName()).replaceFirst("\\.groovy$", ""));
                if (source != null && frame.getLineNumber() > 0) {
                    boolean same = cursor.source().equals(source.name()) && cursor.line() == frame.getLineNumber();
                    String line = source.line(frame.getLineNumber());
                    int column = same ? cursor.column() : start(line);
                    return named(thrown, source, frame.getLineNumber(), StatementsOfLine.column(source, frame, column));
                }
            }
        }
        return cursor;
    }

    /**
     * The place at which the name that is missing is first used from a place on, in its line or in the lines that its
     * statement goes on in; that place where it is not, as the method of an operator is not.
     */
    private static Site named(Throwable thrown, Source source, int line, int column) {
        Site place = new Site(source.name(), line, column);
        String name = thrown instanceof MissingPropertyException e
                ? e.getProperty()
                : thrown instanceof MissingMethodException e ? e.getMethod() : null;
        if (name == null
                || column > source.line(line).length()
                || thrown instanceof MissingMethodException e
                        && !Operators.message(e, "", source.line(line)).isEmpty()) {
            return place;
        }
        Pattern word = Pattern.compile("(?<![\\w$'\"])" + Pattern.quote(name) + "(?![\\w$:'\"])");
        Matcher used = word.matcher(source.line(line));
        if (used.find(column - 1)) {
            return new Site(source.name(), line, used.start() + 1);
        }
        int last = LinesOfStatement.last(source, line);
        for (int i = line + 1; i <= last; i++) {
            used = word.matcher(source.line(i));
            if (used.find()) {
                return new Site(source.name(), i, used.start() + 1);
            }
        }
        return place;
    }

    private static int start(String line) {
        return 1 + line.length() - line.stripLeading().length();
    }

    /** The text of a line of a script; empty for a place outside the scripts. */
    static String line(Map<String, Source> compiled, Site site) {
        return compiled.values().stream()
                .filter(source -> source.name().equals(site.source()))
                .map(source -> source.line(site.line()))
                .findFirst()
                .orElse("");
    }
}
