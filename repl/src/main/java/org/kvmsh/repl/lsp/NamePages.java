package org.kvmsh.repl.lsp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.rules.Rulebook;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.complete.Completion;
import org.kvmsh.dsl.reference.MarkdownPages;
import org.kvmsh.dsl.reference.ReferenceEntry;
import org.kvmsh.repl.abi.ShownName;

/**
 * The text that an editor shows for a name, as Markdown: a word's entry in the reference, an exit's, or what the kernel
 * headers say.
 */
final class NamePages {
    /** After it come scripts of several lines. */
    private static final String SCRIPTS = "\nExample on ";

    private static final String CAPABILITY = "KVM_CAP_";

    private final List<ReferenceEntry> entries = MarkdownPages.entries(Kvmsh.vocabulary());

    /** Empty for a name that has no description. */
    String of(Completion name, Abi abi) {
        return switch (name.group()) {
            case WORD -> word(name.text(), false, "");
            case MEMBER -> name.about().isEmpty() ? "" : word(name.text(), true, name.about());
            case ARGUMENT -> name.about().isEmpty() ? "" : argument(name);
            case VALUE, KERNEL -> kernel(name.text(), abi);
            case OWN, LANGUAGE, FILE -> "";
        };
    }

    private String word(String name, boolean member, String about) {
        return entry(name, member, about).orElse(about);
    }

    /** A named argument; in an object of JavaScript it may be a word of a block. */
    private String argument(Completion name) {
        return entry(name.text().replaceFirst(":$", ""), false, name.about())
                .orElse("`" + name.text() + "` " + name.about());
    }

    private Optional<String> entry(String name, boolean member, String about) {
        return entries.stream()
                .filter(entry -> entry.names().contains(name)
                        && entry.isOfValue() == member
                        && entry.text().contains(about))
                .findFirst()
                .map(NamePages::shortened);
    }

    private static String shortened(ReferenceEntry entry) {
        return entry.unlinked().split(SCRIPTS, 2)[0].stripTrailing();
    }

    private String kernel(String name, Abi abi) {
        List<String> parts = new ArrayList<>();
        if (name.startsWith(ExitReasons.PREFIX)) {
            entries.stream()
                    .filter(entry -> entry.title().equals(name))
                    .findFirst()
                    .ifPresent(exit -> parts.add(shortened(exit)));
        }
        Arrays.stream(Errno.values())
                .filter(errno -> errno.name().equals(name))
                .findFirst()
                .ifPresent(errno -> parts.add("### " + Errno.describe(errno.number())));
        headers(name, abi, parts);
        if (parts.isEmpty()) {
            headers(CAPABILITY + name, abi, parts);
        }
        return String.join("\n\n", parts);
    }

    /** A struct and a constant that the headers share are those of the script's architecture, if it has them. */
    private static void headers(String name, Abi abi, List<String> parts) {
        List<Abi> all = new ArrayList<>(List.of(abi));
        Abi.tables().stream().filter(table -> !table.equals(abi.table())).forEach(table -> all.add(Abi.of(table)));
        for (Abi each : all) {
            ShownName shown = ShownName.of(each, name);
            if (shown != null) {
                List<String> lines = shown.lines();
                parts.add("### " + lines.get(0) + "\n\n```text\n" + String.join("\n", lines.subList(1, lines.size()))
                        + "\n```");
                String errnos = Rulebook.known(each, name).entrySet().stream()
                        .map(errno -> "- " + errno.getKey() + ": " + String.join("; or ", errno.getValue()))
                        .collect(Collectors.joining("\n"));
                if (!errnos.isEmpty()) {
                    parts.add(errnos);
                }
                return;
            }
        }
    }
}
