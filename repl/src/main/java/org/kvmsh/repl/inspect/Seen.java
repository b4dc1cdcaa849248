package org.kvmsh.repl.inspect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.text.Columns;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.cli.StandardOutput;

/**
 * What was seen of a board, or why it was not.
 *
 * @param verdict of its line
 * @param name of what was looked for, such as {@code kernel log}
 * @param about its value, what is wrong with it, or why it is not visible
 * @param toTry what may help; null if nothing is needed
 */
public record Seen(String verdict, String name, String about, String toTry) {
    public static Seen of(String name, String about) {
        return new Seen("ok", name, about, null);
    }

    public static Seen hidden(String name, String why, String toTry) {
        return new Seen("not visible", name, why, toTry);
    }

    public static Seen wrong(String name, String what, String toTry) {
        return new Seen("not ok", name, what, toTry);
    }

    /** An option of a kernel's configuration that is off. */
    static Seen unset(String option, String about) {
        return new Seen("not set", option, about, null);
    }

    /** Prints a line for each, with what to try below it. */
    public static void print(List<Seen> all, StandardOutput out) {
        Columns columns = new Columns(0);
        all.forEach(each -> columns.row(each.verdict(), each.name(), each.about()));
        List<MarkedLine> lines = columns.marked("");
        for (int i = 0; i < lines.size(); i++) {
            out.println(lines.get(i));
            if (all.get(i).toTry() != null) {
                out.println("  try: " + all.get(i).toTry());
            }
        }
        out.flush();
    }

    /** Its members by name, for JSON. */
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("verdict", verdict);
        facts.put("name", name);
        facts.put("about", about);
        facts.put("toTry", toTry);
        return facts;
    }
}
