package org.kvmsh.dsl.reference;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.word.Vocabulary;

/** The reference page: every word by where it stands, with what it does and a line of each language. */
public final class MarkdownPage {
    private final Described vocabulary;
    private final StringBuilder page = new StringBuilder();

    private MarkdownPage(Described vocabulary) {
        this.vocabulary = vocabulary;
    }

    public static String of(Described vocabulary) {
        return new MarkdownPage(vocabulary).write();
    }

    private String write() {
        page.append("# The words\n\nWritten from the descriptions that the words carry. The first line of an example is Groovy, the second JavaScript.\n");
        for (Described.Scope block : vocabulary.groovyBlocks()) {
            section(block.name().isEmpty() ? "At the top level" : "Inside `" + block.name() + " { }`", block.entries());
        }
        List<Described.Entry> ours = vocabulary.groovyBlocks().get(0).entries();
        section("At the top level of JavaScript alone", vocabulary.jsBlocks().get(0).entries().stream()
                .filter(entry -> ours.stream().noneMatch(other -> other.name().equals(entry.name()))).toList());
        for (Described.Scope value : vocabulary.values()) {
            section("Of a value: `" + value.name() + "`", value.entries());
        }
        return page.append(ExitTypes.page()).toString();
    }

    private void section(String title, List<Described.Entry> entries) {
        page.append("\n## ").append(title).append("\n");
        for (Described.Entry entry : entries) {
            String groovy = entry.word().example();
            String js = vocabulary.example(entry.word());
            page.append("\n`").append(entry.name()).append("`: ").append(entry.word().value()).append(".\n");
            List<String> named = Vocabulary.arguments(entry.word());
            if (!named.isEmpty()) {
                page.append("Named: `").append(String.join(":`, `", named)).append(":`.\n");
            }
            if (entry.word().keys()) {
                page.append("Keys: ").append(Arrays.stream(KeyedExit.values()).map(keyed -> "`" + keyed.key() + ":` " + keyed.number()).collect(Collectors.joining(", "))).append(".\n");
            }
            page.append("\n    ").append(groovy).append('\n');
            if (!js.equals(groovy)) {
                page.append("    ").append(js).append('\n');
            }
        }
    }
}
