package org.kvmsh.dsl.word;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.script.Site;

/** The words of a class or of its interfaces, as their annotations describe them. */
public final class Vocabulary {
    private static final ClassValue<Map<String, Method>> READ = new ClassValue<>() {
        @Override
        protected Map<String, Method> computeValue(Class<?> words) {
            Map<String, Method> found = new TreeMap<>();
            read(words, found);
            return Collections.unmodifiableMap(found);
        }
    };

    private Vocabulary() {}

    /** Words by name. */
    public static Map<String, Word> of(Class<?> words) {
        Map<String, Word> found = new TreeMap<>();
        READ.get(words).forEach((name, method) -> found.put(name, word(words, method)));
        return found;
    }

    /** The methods that describe words, by the words' names; one that is overridden is the one with the description. */
    public static Map<String, Method> methods(Class<?> words) {
        return READ.get(words);
    }

    /** The description of a word in a class that has it; that of a machine's word at the top level is derived. */
    public static Word word(Class<?> words, Method method) {
        Word said = method.getAnnotation(Word.class);
        Class<?> from = method.getDeclaringClass();
        return TopLevel.class.isAssignableFrom(words)
                        && AlsoOfTopLevel.class.isAssignableFrom(from)
                        && !TopLevel.class.isAssignableFrom(from)
                ? new WordOfTopLevel(said)
                : said;
    }

    /** Whether a word is read, and not called: by {@code getX}, or as a component of a record. */
    public static boolean isRead(Method word) {
        return !word.getName().equals(name(word)) || isComponent(word);
    }

    private static boolean isComponent(Method word) {
        return word.getDeclaringClass().isRecord()
                && Arrays.stream(word.getDeclaringClass().getRecordComponents())
                        .anyMatch(component -> component.getAccessor().equals(word));
    }

    /** The effect of a word without arguments; null if it requires some. */
    public static Method bare(Class<?> words, String word) {
        try {
            return words == null || word.isEmpty()
                    ? null
                    : words.getMethod("get" + word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private static void read(Class<?> words, Map<String, Method> found) {
        if (words == null) {
            return;
        }
        for (Method method : words.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Word.class) && !method.isBridge()) {
                found.putIfAbsent(name(method), method);
            }
        }
        read(words.getSuperclass(), found);
        for (Class<?> theme : words.getInterfaces()) {
            read(theme, found);
        }
    }

    private static String name(Method method) {
        String name = method.getName();
        boolean read = name.matches("get[A-Z].*") && method.getParameterCount() == 0;
        return read ? name.substring(3, 4).toLowerCase(Locale.ROOT) + name.substring(4) : name;
    }

    /** The named arguments of a word; may be empty. */
    public static List<String> arguments(Word word) {
        return Stream.concat(
                        word.keys() ? Arrays.stream(KeyedExit.values()).map(KeyedExit::key) : Stream.empty(),
                        Arrays.stream(word.named()))
                .toList();
    }

    /** Takes a word's named arguments as its description has them. */
    public static NamedArguments named(Class<?> words, String name, Map<String, ?> values, Site site) {
        Word word = of(words).get(name);
        return new NamedArguments(name, arguments(word), word.example(), values, site);
    }
}
