package org.kvmsh.dsl.lang.groovy;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/** How a member is called that a script has read. */
final class MemberCall {
    private MemberCall() {}

    /**
     * The text to be written where a word that is called is read, {@code m.run}; and {@code x.write [0]} is an index to
     * Groovy.
     */
    static String advice(Class<?> type, String name) {
        Method word = type == null ? null : Vocabulary.methods(type).get(name);
        boolean isMember = word == null
                && type != null
                && Reach.isHeld(type)
                && Reach.names(type).contains(name);
        if (!isMember && (word == null || Vocabulary.isRead(word))) {
            return "";
        }
        boolean alone = Arrays.stream(type.getMethods())
                .anyMatch(method -> method.getName().equals(name) && method.getParameterCount() == 0);
        if (isMember && !alone) {
            return "";
        }
        return alone
                ? name + " must be called with parentheses: " + name + "()"
                : name + " takes arguments"
                        + (takesList(type, name)
                                ? "; put parentheses around a list: " + name + "([1, 2])"
                                : ", as in " + word.getAnnotation(Word.class).example());
    }

    private static boolean takesList(Class<?> type, String name) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name) && method.getParameterCount() == 1)
                .anyMatch(method -> !Map.class.isAssignableFrom(method.getParameterTypes()[0])
                        && method.getParameterTypes()[0].isAssignableFrom(ArrayList.class));
    }
}
