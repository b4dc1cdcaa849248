package org.kvmsh.dsl.lang.js;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.kvmsh.dsl.script.Source;

/**
 * The names that texts declared at their top level: a context lists its global object's members, and {@code let} and
 * {@code const} make none.
 */
final class Declared {
    /** The stand-in for a value whose members may run code of the script. */
    static final Object OPAQUE = new Object();
    /** A declaration inside a block is indented or on the line of its brace. */
    private static final Pattern DECLARATION =
            Pattern.compile("(?:^|\\n|; ?)(?:let|const|var|function\\*?|class)\\s+([A-Za-z_$][\\w$]*)");
    /** {@code m = vm({})} at the start of a line, and {@code b = 2} behind another declaration. */
    private static final Pattern ASSIGNMENT = Pattern.compile("(?:^|\\n|; ?|, *)([A-Za-z_$][\\w$]*) *=(?![=>])");

    private Declared() {}

    /** Whether a value is bytes, as kvmsh has them. */
    static boolean isBytes(Value value) {
        return value.hasArrayElements()
                && value.getMetaObject().getMetaSimpleName().equals("Uint8Array");
    }

    /** The declared names of some texts that exist: a text may have ended before its declaration. */
    static Map<String, Value> in(Collection<Source> texts, Function<String, Value> read) {
        Set<String> names = new TreeSet<>();
        texts.forEach(text -> {
            DECLARATION.matcher(text.text()).results().forEach(found -> names.add(found.group(1)));
            ASSIGNMENT.matcher(text.text()).results().forEach(found -> names.add(found.group(1)));
        });
        Map<String, Value> values = new TreeMap<>();
        for (String name : names) {
            try {
                values.put(name, read.apply(name));
            } catch (PolyglotException e) {
                continue;
            }
        }
        return values;
    }
}
