package org.kvmsh.dsl.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.word.Vocabulary;

/** The reference of words by task, and of the members of values: descriptions, arguments, answers, errors, examples. */
final class WordPages {
    private static final String JS = "js.";

    private final Described vocabulary;
    private final ValueExamples examples = new ValueExamples();
    private final Map<String, Described.Entry> words = new LinkedHashMap<>();

    WordPages(Described vocabulary) {
        this.vocabulary = vocabulary;
        for (Described.Scope block : vocabulary.groovyBlocks()) {
            block.entries()
                    .forEach(entry -> words.put(
                            block.name().isEmpty() ? entry.name() : block.name() + "." + entry.name(), entry));
        }
        vocabulary.jsBlocks().get(0).entries().stream()
                .filter(entry -> !words.containsKey(entry.name()))
                .forEach(entry -> words.put(JS + entry.name(), entry));
    }

    List<ReferenceEntry> entries() {
        List<ReferenceEntry> entries = new ArrayList<>();
        Map<String, Described.Entry> left = new LinkedHashMap<>(words);
        for (WordDetails details : WordDetails.all()) {
            List<String> known =
                    details.words().stream().filter(words::containsKey).toList();
            left.keySet().removeAll(known);
            entries.add(new ReferenceEntry(details.task(), simple(details.words()), entry(known, details.body())));
        }
        left.forEach((word, entry) ->
                entries.add(new ReferenceEntry("Other words", simple(List.of(word)), entry(List.of(word), ""))));
        for (Described.Scope value : vocabulary.values()) {
            entries.add(new ReferenceEntry(section(value), List.of(value.name()), introduction(value)));
            value.entries()
                    .forEach(entry ->
                            entries.add(new ReferenceEntry(section(value), List.of(entry.name()), member(entry))));
        }
        return entries;
    }

    private String introduction(Described.Scope value) {
        List<String> sources = vocabulary.sources(value);
        String example = examples.of(value.name());
        return (sources.isEmpty() ? "" : sources.stream().collect(Collectors.joining("`, `", "From `", "`.\n")))
                + (example.isEmpty() ? "" : "\n" + example) + "\nMembers:\n";
    }

    private static String section(Described.Scope value) {
        return "Of a value: `" + value.name() + "`";
    }

    /** Without the blocks that the words are used in. */
    private static List<String> simple(List<String> words) {
        return words.stream()
                .map(word -> word.substring(word.indexOf('.') + 1))
                .distinct()
                .toList();
    }

    private String entry(List<String> known, String body) {
        StringBuilder text = new StringBuilder("### ")
                .append(simple(known).stream().map(word -> "`" + word + "`").collect(Collectors.joining(", ")))
                .append("\n\n");
        for (String word : known) {
            text.append(place(word, known.size() > 1))
                    .append(words.get(word).word().value())
                    .append(".\n");
        }
        if (known.stream().anyMatch(word -> words.get(word).word().keys())) {
            text.append("\nKeys: ")
                    .append(Arrays.stream(KeyedExit.values())
                            .map(keyed -> "`" + keyed.key() + ":` " + keyed.number())
                            .collect(Collectors.joining(", ")))
                    .append(".\n");
        }
        text.append('\n');
        // Below the last item of a list, code has the item's indent too; with four spaces it would be a paragraph.
        String indent = known.size() > 1 ? "      " : "    ";
        known.stream()
                .flatMap(word -> lines(words.get(word)).stream())
                .distinct()
                .forEach(line -> text.append(indent).append(line).append('\n'));
        return text.append(body.isEmpty() ? "" : "\n" + body).toString();
    }

    /** The place where a word is used, as the beginning of what it does there; a list where there are several. */
    private static String place(String word, boolean several) {
        int dot = word.indexOf('.');
        String where = dot < 0
                ? "at the top level"
                : word.startsWith(JS) ? word.substring(dot + 1) : "inside `" + word.substring(0, dot) + " { }`";
        return several ? "- " + where + ": " : dot < 0 || word.startsWith(JS) ? "" : "Used " + where + ": ";
    }

    /** The example of a description: Groovy, and JavaScript where it is another. */
    private List<String> lines(Described.Entry entry) {
        return List.of(entry.word().example(), vocabulary.example(entry.word())).stream()
                .distinct()
                .toList();
    }

    private String member(Described.Entry entry) {
        StringBuilder text =
                new StringBuilder("`" + entry.name() + "`: " + entry.word().value() + ".\n");
        List<String> named = Vocabulary.arguments(entry.word());
        if (!named.isEmpty()) {
            text.append("Named: `").append(String.join(":`, `", named)).append(":`.\n");
        }
        text.append('\n');
        lines(entry).forEach(line -> text.append("    ").append(line).append('\n'));
        return text.toString();
    }
}
