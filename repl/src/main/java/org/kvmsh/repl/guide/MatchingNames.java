package org.kvmsh.repl.guide;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.reference.NumbersAndRegisters;
import org.kvmsh.dsl.word.Word;

/** The names that match a pattern such as {@code *irq*}: words with what they do, and the names of a board by kind. */
final class MatchingNames {
    private static final String CAPABILITY = "KVM_CAP_";

    private final Abi abi;

    MatchingNames(Abi abi) {
        this.abi = abi;
    }

    /** Whether a text is a pattern and no name. */
    static boolean isPattern(String text) {
        return text.contains("*");
    }

    /** Markdown; empty if nothing matches. */
    String of(String pattern) {
        Pattern wanted = Pattern.compile("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E", Pattern.CASE_INSENSITIVE);
        StringBuilder text = new StringBuilder();
        Map<String, Word> words = new TreeMap<>(Kvmsh.words(Language.GROOVY).words());
        Kvmsh.words(Language.JS).words().forEach(words::putIfAbsent);
        List<String> rows = words.entrySet().stream()
                .filter(word -> wanted.matcher(word.getKey()).matches())
                .map(word ->
                        "| " + word.getKey() + " | " + word.getValue().value().replace("|", "\\|") + " |\n")
                .toList();
        if (!rows.isEmpty()) {
            text.append("Words\n\n| word | what it does |\n|---|---|\n")
                    .append(String.join("", rows))
                    .append('\n');
        }
        kinds().forEach((kind, names) -> {
            String matching = names.stream()
                    .filter(name -> wanted.matcher(name).matches())
                    .distinct()
                    .collect(Collectors.joining(", "));
            text.append(
                    matching.isEmpty()
                            ? ""
                            : kind + "\n\n" + matching.replace("_", "\\_").replace("*", "\\*") + "\n\n");
        });
        return text.toString();
    }

    private Map<String, Collection<String>> kinds() {
        Map<String, Collection<String>> kinds = new LinkedHashMap<>();
        Collection<String> exits = new LinkedHashSet<>(
                ExitReasons.of(abi).stream().map(Constant::name).toList());
        List<String> constants = abi.constants().stream()
                .map(Constant::name)
                .filter(name -> !exits.contains(name))
                .toList();
        kinds.put("Exits", exits);
        kinds.put("Ioctls", abi.ioctls().stream().map(Ioctl::name).toList());
        kinds.put(
                "Capabilities",
                constants.stream().filter(name -> name.startsWith(CAPABILITY)).toList());
        kinds.put("Structs", abi.structs().stream().map(Struct::name).toList());
        kinds.put(
                "Other constants",
                constants.stream().filter(name -> !name.startsWith(CAPABILITY)).toList());
        kinds.putAll(new NumbersAndRegisters(abi).names());
        return kinds;
    }
}
