package org.kvmsh.dsl.reference;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.dsl.config.Handler;
import org.kvmsh.dsl.word.Vocabulary;

/** The reference of values: the words that return each, an example and the members. */
final class ValuePages {
    private static final Pattern EXAMPLE = Pattern.compile("(?m)^Example: see `(\\w+)`");

    private final Described vocabulary;
    private final UnaryOperator<String> words;
    private final ValueTexts texts = new ValueTexts();
    private final Map<Class<?>, Described.Scope> scopes = new LinkedHashMap<>();

    /** @param words the link to a top-level word */
    ValuePages(Described vocabulary, UnaryOperator<String> words) {
        this.vocabulary = vocabulary;
        this.words = words;
        Stream.of(vocabulary.values(), vocabulary.ofMembers())
                .flatMap(List::stream)
                .forEach(value -> scopes.put(value.type(), value));
        vocabulary
                .jsMembers()
                .keySet()
                .forEach(type -> scopes.putIfAbsent(type, new Described.Scope(type.getSimpleName(), type, List.of())));
        List<String> missing = scopes.values().stream()
                .filter(value -> !value.entries().isEmpty() && texts.of(value.type()) == null)
                .map(Described.Scope::name)
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("values.md has no text of " + missing);
        }
    }

    List<ReferenceEntry> entries() {
        List<ReferenceEntry> entries = new ArrayList<>();
        for (ValueTexts.ValueText value : texts.all()) {
            Described.Scope scope = scopes.values().stream()
                    .filter(each -> each.name().equals(value.type()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            "values.md has a section for " + value.type() + ", which is not a value"));
            String introduction = introduction(value, scope);
            entries.add(entry(value, value.names(), introduction, List.of(line(value, introduction))));
            scope.entries()
                    .forEach(member -> entries.add(entry(value, List.of(member.name()), member(member), List.of())));
        }
        return entries;
    }

    private static ReferenceEntry entry(
            ValueTexts.ValueText value, List<String> names, String text, List<String> index) {
        return new ReferenceEntry(value.page(), value.title(), names, text, value.names(), index);
    }

    /** A value's line in the index, with where it is from. */
    private static String line(ValueTexts.ValueText value, String introduction) {
        return "- " + ValueTexts.link(value.title(), value.page(), value.title()) + ": "
                + ReferenceEntry.unlinked(introduction.lines().findFirst().orElse(""))
                        .replaceFirst("^From ", "from ");
    }

    /** The words that return a value, and the values whose members do. */
    private String sources(Described.Scope scope) {
        Map<String, Set<String>> sources = new LinkedHashMap<>();
        for (Described.Source source : vocabulary.sources(scope)) {
            ValueTexts.ValueText value = texts.of(source.scope().type());
            sources.computeIfAbsent(value == null ? "" : " of " + value.link(), first -> new LinkedHashSet<>())
                    .add(
                            value == null
                                    ? words.apply(source.entry().name())
                                    : "`" + source.entry().name() + "`");
        }
        return sources.entrySet().stream()
                .map(source -> String.join(", ", source.getValue()) + source.getKey())
                .collect(Collectors.joining("; "));
    }

    private String introduction(ValueTexts.ValueText value, Described.Scope scope) {
        String sources = sources(scope);
        String body = EXAMPLE.matcher(texts.linked(value.body()))
                .replaceAll(found -> Matcher.quoteReplacement("Example: see " + words.apply(found.group(1))));
        return (sources.isEmpty() ? "" : "From " + sources + ".\n\n")
                + body
                + (scope.entries().isEmpty() ? "" : "\nMembers:\n");
    }

    private String member(Described.Entry entry) {
        StringBuilder text = new StringBuilder("`" + entry.name() + "`: ")
                .append(entry.word().value())
                .append(links(entry))
                .append(".\n");
        List<String> named = Vocabulary.arguments(entry.word());
        if (!named.isEmpty()) {
            text.append("Named arguments: `")
                    .append(String.join(":`, `", named))
                    .append(":`.\n");
        }
        text.append('\n');
        WordPages.lines(vocabulary, entry)
                .forEach(line -> text.append("    ").append(line).append('\n'));
        return text.toString();
    }

    private Stream<String> linked(Stream<? extends Class<?>> types) {
        return types.filter(scopes::containsKey)
                .map(texts::of)
                .filter(Objects::nonNull)
                .map(ValueTexts.ValueText::link);
    }

    /** The end of a sentence: where the members of the values are that a word returns, and passes to its block. */
    String links(Described.Entry entry) {
        Set<String> returned = new LinkedHashSet<>();
        Set<String> passed = new LinkedHashSet<>();
        for (Method way : entry.ways()) {
            linked(Stream.of(Described.answered(way))).forEach(returned::add);
            linked(Described.given(way)).forEach(passed::add);
            if (List.of(way.getParameterTypes()).contains(Handler.class)) {
                passed.add("[the exit](" + ValueTexts.file(ExitPages.SECTION) + ")");
            }
        }
        return (returned.isEmpty() ? "" : "; see " + String.join(", ", returned))
                + (passed.isEmpty() ? "" : "; the block gets " + String.join(", ", passed));
    }
}
