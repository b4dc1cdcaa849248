package org.kvmsh.dsl.js;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graalvm.polyglot.Value;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Site;
import org.kvmsh.dsl.word.Vocabulary;

/** Calls the words of an object by their names. Named arguments, first in Java, are last in JavaScript. */
final class WordCalls {
    private WordCalls() { }

    static Set<String> of(Object words) {
        return Vocabulary.of(words.getClass()).keySet();
    }

    static Object call(Object words, String word, List<Object> arguments, Site site) {
        Method method = find(words, word, arguments);
        List<Object> ordered = arguments;
        if (method == null && arguments.size() > 1 && arguments.get(arguments.size() - 1) instanceof Map) {
            ordered = new ArrayList<>(arguments);
            Collections.rotate(ordered, 1);
            method = find(words, word, ordered);
        }
        if (method == null) {
            throw new ScriptError(site, "there is no word " + word + " here that takes " + text(arguments), "try: " + Spelling.of(Vocabulary.of(words.getClass()).get(word).example()));
        }
        try {
            return method.invoke(words, ordered.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            if (e.getCause() instanceof Error thrown) {
                throw thrown;
            }
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Method find(Object words, String word, List<Object> arguments) {
        Method found = null;
        for (Method method : words.getClass().getMethods()) {
            if (method.getName().equals(word) && !Modifier.isStatic(method.getModifiers()) && takes(method, arguments)
                    && (found == null || found.getParameterTypes()[0].isAssignableFrom(method.getParameterTypes()[0]))) {
                found = method;
            }
        }
        return found;
    }

    private static boolean takes(Method method, List<Object> arguments) {
        Class<?>[] types = method.getParameterTypes();
        if (types.length != arguments.size()) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            Object argument = arguments.get(i);
            if (argument == null ? types[i] != Object.class : !types[i].isInstance(argument)) {
                return false;
            }
        }
        return true;
    }

    private static String text(List<Object> arguments) {
        List<String> texts = arguments.stream().map(argument -> argument instanceof Value ? "a function"
                : argument instanceof Map<?, ?> map ? "{" + String.join(", ", map.keySet().stream().map(key -> key + ": …").toList()) + "}"
                : argument == null ? "nothing" : argument.toString()).toList();
        return texts.isEmpty() ? "nothing" : String.join(", ", texts);
    }
}
