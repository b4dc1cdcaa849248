package org.kvmsh.dsl.complete;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kvmsh.bindings.code.Assembled;
import org.kvmsh.bindings.code.Disassembly;
import org.kvmsh.bindings.code.Instruction;
import org.kvmsh.bindings.text.TsvTable;
import org.kvmsh.dsl.inspect.RefusedCall;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.machine.vcpu.Registers;

/** The members of values that have no words of their own: strings, lists, outcomes. A table has them by language. */
final class LibraryMembers {
    private static final LibraryMembers GROOVY = new LibraryMembers("groovy");
    private static final LibraryMembers JS = new LibraryMembers("js");
    private static final String ANY = "any";
    private static final String UNKNOWN = "-";
    private static final String LIST_OF = "List-";

    /** The classes by their names in the table; a subclass has the members of the first that it is of. */
    private static final List<Map.Entry<String, Class<?>>> CLASSES = List.of(
            Map.entry("String", String.class),
            Map.entry("StringBuilder", StringBuilder.class),
            Map.entry("List", List.class),
            Map.entry("Map", Map.class),
            Map.entry("bytes", byte[].class),
            Map.entry("Outcome", Outcome.class),
            Map.entry("Duration", Duration.class),
            Map.entry("Disassembly", Disassembly.class),
            Map.entry("Instruction", Instruction.class),
            Map.entry("Assembled", Assembled.class),
            Map.entry("Registers", Registers.class),
            Map.entry("RefusedCall", RefusedCall.class),
            Map.entry("Throwable", Throwable.class));

    private static final Map<String, Class<?>> CREATED =
            Map.of("StringBuilder", StringBuilder.class, "Uint8Array", byte[].class, "Error", Throwable.class);
    private static final Set<String> TAKING_ELEMENTS = Set.of(
            "each",
            "every",
            "any",
            "find",
            "findAll",
            "collect",
            "collectMany",
            "count",
            "sum",
            "max",
            "min",
            "sort",
            "findIndexOf",
            "groupBy",
            "map",
            "filter",
            "some",
            "forEach",
            "findIndex",
            "flatMap");

    /** A global object of JavaScript. */
    private record Global(String name) {}

    private final Map<String, Map<String, String>> byClass = new HashMap<>();
    private final boolean js;

    private LibraryMembers(String language) {
        js = language.equals("js");
        for (String[] row : TsvTable.rows(LibraryMembers.class, "library-members.tsv")) {
            if (row[0].equals(language)) {
                byClass.computeIfAbsent(row[1], none -> new LinkedHashMap<>()).put(row[2], row[3]);
            }
        }
    }

    static LibraryMembers of(boolean js) {
        return js ? JS : GROOVY;
    }

    /** The members of a value; of any value, those that every one has are the last. */
    List<String> names(Known known) {
        List<String> names =
                new ArrayList<>(byClass.getOrDefault(name(known), Map.of()).keySet());
        names.addAll(byClass.getOrDefault(ANY, Map.of()).keySet());
        return names;
    }

    /** The result of a member; null where it cannot be told. */
    Known result(Known known, String member) {
        String result = byClass.getOrDefault(name(known), Map.of())
                .getOrDefault(member, byClass.getOrDefault(ANY, Map.of()).getOrDefault(member, UNKNOWN));
        if (result.equals("same")) {
            return known;
        } else if (result.equals("element")) {
            return known.element() == null ? null : Known.type(known.element());
        } else if (result.startsWith(LIST_OF)) {
            return Known.list(type(result.substring(LIST_OF.length())));
        } else if (result.equals("List")) {
            return Known.list(null);
        }
        return Known.type(type(result));
    }

    private static Class<?> type(String name) {
        return CLASSES.stream()
                .filter(each -> each.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static String name(Known known) {
        if (known.value() instanceof Global global) {
            return global.name();
        }
        Class<?> type = known.type();
        if (CharSequence.class.isAssignableFrom(type) && type != StringBuilder.class) {
            return "String";
        } else if (Collection.class.isAssignableFrom(type)) {
            return "List";
        }
        return CLASSES.stream()
                .filter(each -> each.getValue().isAssignableFrom(type))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** The object that {@code new} creates; null for an unknown class. */
    Known created(String name) {
        return Known.type(CREATED.get(name));
    }

    /** A global of JavaScript; one that is a function is taken for its result. */
    Known global(String name) {
        if (!js || !byClass.containsKey(name)) {
            return null;
        }
        return name.equals("String") ? Known.type(String.class) : Known.value(new Global(name));
    }

    /** Whether a function's parameter is an element of the list that it is called on. */
    boolean takesElements(String member) {
        return TAKING_ELEMENTS.contains(member);
    }
}
