package org.kvmsh.dsl.reference;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.dsl.lang.WordTable;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/**
 * The vocabulary as its annotations and the methods that carry them describe it: what pages and editors' files are
 * written from.
 */
public final class Described {
    /** A scope with words: a block's words, or a value that words answer. */
    public record Scope(String name, Class<?> type, List<Entry> entries) {}

    /** A word: its variants are the methods of its name, and of one that is read its getter too. */
    public record Entry(String name, Word word, boolean read, List<Method> ways) {
        /** The variants that are called. */
        List<Method> called() {
            return ways.stream()
                    .filter(way -> way.getName().equals(name) && !Vocabulary.isRead(way))
                    .toList();
        }
    }

    private final WordTable groovy;
    private final WordTable js;
    private final Function<Word, String> inJavaScript;
    private final Map<Class<?>, Collection<String>> jsMembers;
    private List<Scope> groovyBlocks;
    private List<Scope> values;

    /**
     * @param inJavaScript a word's example as JavaScript writes it
     * @param jsMembers the members of values without words in JavaScript, by class
     */
    public Described(
            WordTable groovy,
            WordTable js,
            Function<Word, String> inJavaScript,
            Map<Class<?>, Collection<String>> jsMembers) {
        this.groovy = groovy;
        this.js = js;
        this.inJavaScript = inJavaScript;
        this.jsMembers = jsMembers;
    }

    /** The members of values without words in JavaScript, by class. */
    Map<Class<?>, Collection<String>> jsMembers() {
        return jsMembers;
    }

    /** The method that reads a member of a value without words; null for a number that no method has the name of. */
    static Method member(Class<?> type, String name) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getParameterCount() == 0)
                .filter(method ->
                        method.getName().equals(name) || method.getName().equals("get" + TypeScriptTypes.capital(name)))
                .max(Comparator.comparing(method -> method.getName().length()))
                .orElse(null);
    }

    /** The values with words that only members of values without words return. */
    List<Scope> ofMembers() {
        return jsMembers.entrySet().stream()
                .flatMap(members -> members.getValue().stream().map(name -> member(members.getKey(), name)))
                .filter(read -> read != null
                        && !Vocabulary.methods(read.getReturnType()).isEmpty())
                .map(Method::getReturnType)
                .distinct()
                .filter(type -> values().stream().noneMatch(value -> value.type() == type))
                .sorted(Comparator.comparing(Class::getSimpleName))
                .map(type -> scope(type.getSimpleName(), type))
                .toList();
    }

    String example(Word word) {
        return inJavaScript.apply(word);
    }

    /** The words of Groovy by block, the top level first. */
    public synchronized List<Scope> groovyBlocks() {
        if (groovyBlocks == null) {
            groovyBlocks = List.copyOf(blocks(groovy));
        }
        return groovyBlocks;
    }

    /** The words of JavaScript by block, the top level first. */
    public List<Scope> jsBlocks() {
        return blocks(js);
    }

    private static List<Scope> blocks(WordTable table) {
        List<Scope> scopes = new ArrayList<>();
        table.blocks().forEach((name, type) -> scopes.add(scope(name, type)));
        return scopes;
    }

    /** The words that only the shell has. */
    public Set<String> ofShell() {
        return Stream.concat(groovyBlocks().stream(), values().stream())
                .flatMap(scope -> scope.entries().stream())
                .filter(entry -> entry.word().shell())
                .map(Entry::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The values that words return, or pass to blocks, and that have their own words, recursively. */
    public synchronized List<Scope> values() {
        if (values == null) {
            Map<Class<?>, Scope> found = new LinkedHashMap<>();
            groovyBlocks().forEach(block -> follow(block, found));
            values = found.values().stream()
                    .sorted(Comparator.comparing(Scope::name))
                    .toList();
        }
        return values;
    }

    /** A word or member that returns a value, or passes it to a block: {@code trace}, {@code trace} of a machine. */
    record Source(Scope scope, Entry entry) {}

    /** The words of blocks and then the members of other values that a value is from. */
    List<Source> sources(Scope value) {
        return Stream.concat(groovyBlocks().stream(), values().stream().filter(other -> other.type() != value.type()))
                .flatMap(scope -> scope.entries().stream()
                        .filter(entry -> gives(entry, value.type()))
                        .map(entry -> new Source(scope, entry)))
                .toList();
    }

    private static boolean gives(Entry entry, Class<?> value) {
        return entry.ways().stream()
                .anyMatch(way -> answered(way) == value || given(way).anyMatch(type -> type == value));
    }

    /** The types that a variant of a word passes to its block. */
    static Stream<Class<?>> given(Method way) {
        return Arrays.stream(way.getParameterTypes())
                .filter(Class::isInterface)
                .flatMap(block -> Arrays.stream(block.getMethods()))
                .flatMap(called -> Arrays.stream(called.getParameterTypes()));
    }

    private static void follow(Scope from, Map<Class<?>, Scope> found) {
        for (Entry entry : from.entries()) {
            for (Method way : entry.ways()) {
                follow(answered(way), found);
                given(way).forEach(given -> follow(given, found));
            }
        }
    }

    /** The type that a word answers, or the element type of a list. */
    static Class<?> answered(Method way) {
        return way.getGenericReturnType() instanceof ParameterizedType list
                        && List.class.isAssignableFrom(way.getReturnType())
                        && list.getActualTypeArguments()[0] instanceof Class<?> element
                ? element
                : way.getReturnType();
    }

    private static void follow(Class<?> value, Map<Class<?>, Scope> found) {
        if (!found.containsKey(value) && !Vocabulary.methods(value).isEmpty()) {
            Scope scope = scope(value.getSimpleName(), value);
            found.put(value, scope);
            follow(scope, found);
        }
    }

    private static Scope scope(String name, Class<?> type) {
        List<Method> methods = Arrays.stream(type.getMethods())
                .filter(way -> !way.isBridge()
                        && !way.isAnnotationPresent(Deprecated.class)
                        && !Modifier.isStatic(way.getModifiers()))
                .sorted(Comparator.comparing(Method::getParameterCount).thenComparing(Method::toString))
                .toList();
        List<Entry> entries = new ArrayList<>();
        Vocabulary.methods(type).forEach((word, method) -> {
            Method bare = Vocabulary.bare(type, word);
            entries.add(new Entry(
                    word,
                    Vocabulary.word(type, method),
                    Vocabulary.isRead(method),
                    methods.stream()
                            .filter(way -> way.getName().equals(method.getName())
                                    || way.getName().equals(word)
                                    || way.equals(bare))
                            .toList()));
        });
        return new Scope(name, type, entries);
    }
}
