package org.kvmsh.dsl.lang.groovy;

import groovy.lang.Closure;
import groovy.lang.MissingMethodException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.MachineVcpu;
import org.kvmsh.dsl.word.VcpuBlockWords;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/** What a call of a word lacks: its arguments, or its block. */
final class MissingArguments {
    private static final Pattern OVERLOADED = Pattern.compile("(\\w+) does not accept null here");

    private static final String OWN = "org.kvmsh.";
    private static final List<Class<?>> TYPES =
            List.of(GroovyVmWords.class, VcpuBlockWords.class, KvmScript.class, Machine.class, MachineVcpu.class);

    private MissingArguments() {}

    /**
     * The word that a line calls without arguments; empty if the error is another. Groovy takes such a call for one
     * with null if each method of the name has one parameter.
     */
    static String word(Throwable thrown, String message, String line) {
        Matcher overloaded = OVERLOADED.matcher(message);
        Stream<String> names = overloaded.matches()
                ? Stream.of(overloaded.group(1))
                : thrown instanceof NullPointerException
                        ? Arrays.stream(thrown.getStackTrace())
                                .takeWhile(frame -> frame.getClassName().startsWith(OWN))
                                .filter(MissingArguments::isGivenNull)
                                .map(StackTraceElement::getMethodName)
                        : Stream.empty();
        return names.filter(name -> Pattern.compile("\\b" + Pattern.quote(name) + "\\s*\\(\\s*\\)")
                        .matcher(line)
                        .find())
                .findFirst()
                .orElse("");
    }

    /** Whether a method of a frame's name takes one argument; if another takes none, no argument is missing. */
    private static boolean isGivenNull(StackTraceElement frame) {
        try {
            Class<?> called = Class.forName(frame.getClassName(), false, MissingArguments.class.getClassLoader());
            List<Integer> counts = Arrays.stream(called.getDeclaredMethods())
                    .filter(method -> method.getName().equals(frame.getMethodName()) && !method.isSynthetic())
                    .map(Method::getParameterCount)
                    .toList();
            return counts.contains(1) && !counts.contains(0);
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** The example of a word, in the class that Groovy's message names if it names one; empty if it has none. */
    static String example(String said, String name) {
        List<Class<?>> named = TYPES.stream()
                .filter(type -> said.contains(type.getName() + "#"))
                .toList();
        return (named.isEmpty() ? TYPES : named)
                .stream()
                        .map(type -> Vocabulary.of(type).get(name))
                        .filter(Objects::nonNull)
                        .map(Word::example)
                        .map(example -> "try: " + example)
                        .findFirst()
                        .orElse("");
    }

    /** Whether a method takes the same arguments with a block after them. */
    static boolean isBlock(MissingMethodException e) {
        Object[] given = e.getArguments();
        return Arrays.stream(e.getType().getMethods())
                .filter(method -> method.getName().equals(e.getMethod()))
                .map(method -> method.getParameterTypes())
                .anyMatch(types -> types.length == given.length + 1
                        && isBlock(types[given.length])
                        && IntStream.range(0, given.length)
                                .allMatch(i -> given[i] == null || types[i].isInstance(given[i])));
    }

    /** Whether one of a name's methods takes as many arguments with a block after them. */
    static boolean isBlock(List<MethodNode> named, int given) {
        return given > 0
                && named.stream()
                        .map(MethodNode::getParameters)
                        .anyMatch(all -> all.length == given + 1 && isBlock(all[given].getType()));
    }

    private static boolean isBlock(ClassNode type) {
        return ClassHelper.CLOSURE_TYPE.equals(type) || type.isResolved() && isBlock(type.getTypeClass());
    }

    private static boolean isBlock(Class<?> type) {
        return type == Closure.class || type.isInterface() && type.getName().startsWith("org.kvmsh.");
    }
}
