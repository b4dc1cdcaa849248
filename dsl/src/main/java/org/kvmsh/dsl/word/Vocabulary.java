package org.kvmsh.dsl.word;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kvmsh.dsl.spec.Site;

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

    /** Takes a word's named arguments as its description has them. */
    static NamedArguments named(Class<?> words, String name, Map<String, ?> values, Site site) {
        Word word = of(words).get(name);
        return new NamedArguments(name, List.of(word.named()), word.example(), values, site);
    }
}
