package org.kvmsh.dsl.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/** The reference of words by task: descriptions, arguments, answers, errors, examples. */
final class WordPages {
    private static final String JS = "js.";
    /** What may end the first clause of a description. */
    private static final Pattern END = Pattern.compile("[;:.](?= )");

    private final Described vocabulary;
    private final ValuePages values;
    private final List<WordDetails> details = WordDetails.all();
    private final Map<String, Described.Entry> words = new LinkedHashMap<>();

    WordPages(Described vocabulary) {
        this.vocabulary = vocabulary;
        this.values = new ValuePages(vocabulary, this::link);
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
        for (WordDetails each : details) {
            List<String> known =
                    each.words().stream().filter(words::containsKey).toList();
            left.keySet().removeAll(known);
            entries.add(entry(each, known));
        }
        left.keySet()
                .forEach(word -> entries.add(entry(new WordDetails("Other words", List.of(word), ""), List.of(word))));
        entries.addAll(values.entries());
        return entries;
    }

    private ReferenceEntry entry(WordDetails of, List<String> known) {
        List<String> index = simple(known).stream()
                .map(name -> "- " + link(name, of) + ": "
                        + summary(known.stream()
                                .filter(word -> simple(List.of(word)).contains(name))
                                .toList()))
                .toList();
        return new ReferenceEntry(of.task(), of.task(), simple(known), text(of, known), List.of(), index);
    }

    /** A word, with the link to the entry that it is in. */
    private String link(String word, WordDetails of) {
        return ValueTexts.link("`" + word + "`", of.task(), heading(of));
    }

    /** The names; with the place where they are used, if another entry of the page has these names. */
    private String heading(WordDetails of) {
        List<String> names = simple(of.words());
        boolean repeated = details.stream()
                .takeWhile(other -> other != of)
                .anyMatch(other ->
                        other.task().equals(of.task()) && simple(other.words()).equals(names));
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "))
                + (repeated ? " " + where(of.words().get(0)) : "");
    }

    /** The link to the entry of a top-level word. */
    private String link(String word) {
        return details.stream()
                .filter(each -> each.words().contains(word))
                .findFirst()
                .map(each -> link(word, each))
                .orElse("`" + word + "`");
    }

    /** What a word does, in a line, without its arguments; with where it is used, unless only at the top level. */
    private String summary(List<String> known) {
        String places = known.size() == 1 && known.get(0).indexOf('.') < 0
                ? ""
                : known.stream()
                        .map(word -> word.startsWith(JS) ? "JavaScript" : where(word))
                        .collect(Collectors.joining(" and ", " (", ")"));
        Word word = known.stream()
                .map(each -> words.get(each).word())
                .filter(each -> !each.value().contains(", as in vm { }"))
                .findFirst()
                .orElseGet(() -> words.get(known.get(0)).word());
        return firstClause(word) + places;
    }

    /** A description up to its first end that is neither in brackets nor an argument's colon. */
    private static String firstClause(Word word) {
        String sentence = word.value();
        Matcher end = END.matcher(sentence);
        while (end.find()) {
            String before = sentence.substring(0, end.start());
            String last = before.substring(before.lastIndexOf(' ') + 1);
            boolean colon = sentence.charAt(end.start()) == ':';
            if (before.lastIndexOf('(') <= before.lastIndexOf(')')
                    && !(colon
                            && (before.equals(last)
                                    || Vocabulary.arguments(word).contains(last)))) {
                return before;
            }
        }
        return sentence;
    }

    /** Without the blocks that the words are used in. */
    private static List<String> simple(List<String> words) {
        return words.stream()
                .map(word -> word.substring(word.indexOf('.') + 1))
                .distinct()
                .toList();
    }

    private String text(WordDetails of, List<String> known) {
        StringBuilder text = new StringBuilder("### ").append(heading(of)).append("\n\n");
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
                .flatMap(word -> lines(vocabulary, words.get(word)).stream())
                .distinct()
                .forEach(line -> text.append(indent).append(line).append('\n'));
        return text.append(of.body().isEmpty() ? "" : "\n" + linked(known, of.body()))
                .toString();
    }

    /** The place where a word is used, as the beginning of what it does there; a list where there are several. */
    private static String place(String word, boolean several) {
        return several
                ? "- " + where(word) + ": "
                : word.indexOf('.') < 0 || word.startsWith(JS) ? "" : "Used " + where(word) + ": ";
    }

    private static String where(String word) {
        int dot = word.indexOf('.');
        return dot < 0
                ? "at the top level"
                : word.startsWith(JS) ? word.substring(dot + 1) : "inside `" + word.substring(0, dot) + " { }`";
    }

    /** The example of a description: Groovy, and JavaScript where it is another. */
    static List<String> lines(Described vocabulary, Described.Entry entry) {
        return List.of(entry.word().example(), vocabulary.example(entry.word())).stream()
                .distinct()
                .toList();
    }

    /** With links to the members of what the words return, before the errors. */
    private String linked(List<String> known, String body) {
        String links = known.stream()
                .map(word -> values.links(words.get(word)))
                .distinct()
                .collect(Collectors.joining());
        return body.replaceFirst("(?m)\n- errors:", Matcher.quoteReplacement(links + "\n- errors:"));
    }
}
