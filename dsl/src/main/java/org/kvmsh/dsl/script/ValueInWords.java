package org.kvmsh.dsl.script;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of scripts as errors name them: users need not know Java, so no class is named. */
public final class ValueInWords {
    private static final int MOST = 60;
    private static final Map<String, String> KINDS = new HashMap<>();

    static {
        kind("a string", "String", "GString", "GStringImpl", "CharSequence");
        kind("a character", "Character");
        kind("a value", "Object");
        kind("true or false", "Boolean");
        kind("a number", "Number", "Integer", "Long", "Short", "Byte", "BigInteger");
        kind("a decimal number", "BigDecimal", "Double", "Float");
        kind("a time", "Duration");
        kind("a list", "List", "ArrayList");
        kind("a range", "IntRange", "NumberRange", "ObjectRange", "EmptyRange");
        kind("named values", "Map", "LinkedHashMap");
        kind("a block", "Closure");
        kind("a platform", "Platform");
        kind("a function", "Value");
        kind("a machine", "Machine");
        kind("a vCPU", "MachineVcpu");
        kind("an exit", "Io", "Mmio", "PaprHcall");
    }

    private static final Pattern CLASS_NAME =
            Pattern.compile("(?:class )?\\[?L?\\b(?:[a-z_]\\w*\\.)+([A-Z]\\w*)((?:[$.]\\w+)*);?(?:@[0-9a-f]+)?");
    private static final Pattern COMPILED = Pattern.compile("\\bScript\\d+(?:\\$_\\w+)*(?:@[0-9a-f]+)?");
    private static final Pattern OBJECT = Pattern.compile("(?:[\\w$]+\\.)*[\\w$]*[A-Z\\[][\\w$]*(?:;)?@[0-9a-f]{4,}");
    private static final Pattern ARRAY = Pattern.compile("(?<!\\w)\\[[BCDFIJSZ](?:@[0-9a-f]+)?(?!\\w)");

    private ValueInWords() {}

    private static void kind(String kind, String... classes) {
        for (String name : classes) {
            KINDS.put(name, kind);
        }
    }

    /** A value that is not what was wanted: {@code '2', a number}. */
    public static String of(Object value) {
        String kind = kind(value);
        return value == null || value instanceof Callable || value instanceof Runnable || kind.equals("a function")
                ? kind
                : "'" + brief(value) + "', " + kind;
    }

    /** A value's text, cut where it is long. */
    public static String brief(Object value) {
        String text = withoutClasses(text(value));
        return text.length() <= MOST ? text : text.substring(0, MOST) + "…";
    }

    /** An exit is a view of its vCPU's memory, and ends with that. */
    private static String text(Object value) {
        try {
            return value instanceof Duration ? PrintedValue.of(value) : String.valueOf(value);
        } catch (IllegalStateException e) {
            return kind(value) + " that no longer exists";
        }
    }

    /** The kind of a value, as a sentence has it. */
    public static String kind(Object value) {
        if (value == null) {
            return "null";
        } else if (value instanceof BigDecimal || value instanceof Double || value instanceof Float) {
            return "a decimal number";
        } else if (value instanceof Number || value instanceof BigInteger) {
            return "a number";
        } else if (value instanceof Callable || value instanceof Runnable) {
            return "a block";
        } else if (value instanceof Map) {
            return "named values";
        } else if (value instanceof Collection || value.getClass().isArray()) {
            return "a list";
        }
        return ofClass(value.getClass().getSimpleName());
    }

    /** The kind of the values of a class, as a sentence has it. */
    public static String kindOf(Class<?> type) {
        return ofClass(type.getSimpleName());
    }

    private static String ofClass(String simpleName) {
        String known = KINDS.get(simpleName);
        if (known != null) {
            return known;
        }
        String words = apart(simpleName);
        return (List.of('a', 'e', 'i', 'o', 'u').contains(words.isEmpty() ? ' ' : words.charAt(0)) ? "an " : "a ")
                + words;
    }

    /** A text with the kinds of values where it has Java's own text of an object, a class and a number. */
    static String withoutObjects(String text) {
        return text == null || text.indexOf('@') < 0
                ? text
                : OBJECT.matcher(text).replaceAll(found -> Matcher.quoteReplacement(withoutClasses(found.group())));
    }

    /** A text of Java's with the kinds of values where it names classes. */
    public static String withoutClasses(String text) {
        String named = COMPILED.matcher(text)
                .replaceAll(found -> found.group().contains("closure") ? "a block" : "the script");
        named = ARRAY.matcher(named).replaceAll("a list");
        return CLASS_NAME.matcher(named).replaceAll(found -> Matcher.quoteReplacement(ofClass(found.group(1))));
    }

    /** {@code ArrayIndex} is an array index. */
    public static String apart(String camelCase) {
        return camelCase
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ")
                .toLowerCase(Locale.ROOT);
    }
}
