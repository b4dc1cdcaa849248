package org.kvmsh.dsl.word;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The words of a class of words, as their annotations describe them. */
public final class Vocabulary {
    private static final ClassValue<Map<String, Word>> READ = new ClassValue<>() {
        @Override protected Map<String, Word> computeValue(Class<?> words) {
            return read(words);
        }
    };

    private Vocabulary() { }

    /** Words by name. */
    public static Map<String, Word> of(Class<?> words) {
        return READ.get(words);
    }

    private static Map<String, Word> read(Class<?> words) {
        Map<String, Word> found = new TreeMap<>();
        for (Method method : words.getMethods()) {
            Word word = method.getAnnotation(Word.class);
            if (word != null) {
                found.put(method.getName(), word);
            }
        }
        return found;
    }

    /** The named arguments of one word. */
    static List<String> named(Class<?> words, String name) {
        return Arrays.asList(of(words).get(name).named());
    }
}
