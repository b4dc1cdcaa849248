package org.kvmsh.dsl.variable;

import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The way to a value as C writes it: {@code head->next->value}, {@code *p}, {@code table[3].x}. */
final class CExpression {
    private static final Pattern WHOLE = Pattern.compile("([*\\s]*)([^*\\[\\]>]+?)((?:->|\\[).*)?");
    private static final Pattern STEP =
            Pattern.compile("\\G\\s*(?:(?:->|\\.)\\s*([A-Za-z_]\\w*)|\\[\\s*(\\d{1,9})\\s*])\\s*");

    private CExpression() {}

    /**
     * @param named the variable, or the member, that the way begins with
     * @param has whether there is one of a name
     */
    static CPlace of(String said, Function<String, CPlace> named, Predicate<String> has) {
        Matcher whole = WHOLE.matcher(said.strip());
        if (!whole.matches()) {
            throw unknown(said);
        }
        String name = whole.group(2).strip();
        String steps = whole.group(3) == null ? "" : whole.group(3);
        // A static variable's name has its file or function before it, with a point as before a member.
        for (int point = name.contains(".") ? name.length() : 0; point > 0; point = name.lastIndexOf('.', point - 1)) {
            if (has.test(name.substring(0, point))) {
                steps = name.substring(point) + steps;
                name = name.substring(0, point);
                break;
            }
        }
        CPlace place = named.apply(name);
        Matcher step = STEP.matcher(steps);
        int end = 0;
        for (; step.find(); end = step.end()) {
            place = step.group(1) != null ? place.member(step.group(1)) : place.element(Long.parseLong(step.group(2)));
        }
        if (end < steps.length()) {
            throw unknown(said);
        }
        for (long stars = whole.group(1).chars().filter(c -> c == '*').count(); stars > 0; stars--) {
            place = place.pointee();
        }
        return place;
    }

    private static ScriptError unknown(String said) {
        return new ScriptError(
                Site.UNKNOWN,
                "'" + said + "' is not a variable, a member or an element",
                "for example: head->next->value, *p, table[3].x");
    }
}
