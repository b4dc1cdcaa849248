package org.kvmsh.bindings.splat;

import java.util.List;
import java.util.regex.Pattern;
import org.kvmsh.bindings.text.TsvTable;

/** The patterns of fault reports in a kernel's log, from the table {@code splats.tsv}. */
public final class SplatTable {
    /**
     * A console puts a level and the time before a line, and the thread or CPU with CONFIG_PRINTK_CALLER
     * (kernel/printk/printk.c, info_print_prefix).
     */
    private static final Pattern STAMP = Pattern.compile("^(?:<\\d+>)?(?:\\[ *\\d+\\.\\d+\\](?:\\[ *[TC]\\d+\\])? ?)?");

    private SplatTable() {}

    /** Reading the table waits for the first line of a log. */
    private static final class Rows {
        private static final List<SplatKind> ALL = TsvTable.rows(SplatTable.class, "splats.tsv").stream()
                .map(row -> new SplatKind(
                        row[0],
                        row[1].equals("oops"),
                        row[1].equals("late"),
                        row[2].equals("joins"),
                        row[3].replace("-", ""),
                        Pattern.compile(row[4]),
                        row[5],
                        row[6]))
                .toList();
    }

    static List<SplatKind> kinds() {
        return Rows.ALL;
    }

    /** A line of a console or log without what is before its text. */
    static String text(String line) {
        return STAMP.matcher(line).replaceFirst("");
    }

    /** The kind of report that a line without its timestamp begins or continues, or null. */
    static SplatKind kind(String text) {
        return Rows.ALL.stream()
                .filter(kind -> kind.titleOf(text) != null)
                .findFirst()
                .orElse(null);
    }

    /** The short form of a report in a line of a log or console; null if it reports nothing. */
    public static String title(String line) {
        SplatKind kind = kind(text(line));
        return kind == null ? null : kind.titleOf(text(line));
    }

    /** Whether a line of a log or console reports an oops or a panic. */
    public static boolean tellsOops(String line) {
        SplatKind kind = kind(text(line));
        return kind != null && kind.oops();
    }

    /** The first line of a log or console that reports an oops or a panic, or null. */
    public static String oopsIn(String text) {
        return text.lines()
                .map(String::strip)
                .filter(SplatTable::tellsOops)
                .findFirst()
                .orElse(null);
    }
}
