package org.kvmsh.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.kvm.rules.Rulebook;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.reference.Described;
import org.kvmsh.dsl.word.Vocabulary;

/** The table of what ran where: every word, every exit reason and every errno that kvmsh explains. */
final class CoveragePage {
    private static final List<BoardKind> BEST_FIRST = List.of(BoardKind.values());

    private final Seen seen;
    private final StringBuilder tables = new StringBuilder();
    private final StringBuilder counts = new StringBuilder();
    private int onKernel;
    private int onModel;
    private int nowhere;

    private CoveragePage(Seen seen) {
        this.seen = seen;
    }

    static String write(Seen seen) {
        CoveragePage page = new CoveragePage(seen);
        page.words();
        page.exits();
        page.errnos();
        return "# What ran where\n\nWritten by `mvn verify -Pcoverage` while the specs ran: the kinds of board that a word, an exit or an errno was met on, and"
                + " for each kind a spec that met it. A model only means that no kernel was asked.\n\n"
                + "| | all | on a kernel | on a model only | nowhere |\n|---|---|---|---|---|\n" + page.counts + page.tables;
    }

    /** Wherever words stand, and the values that have words. */
    static List<Described.Scope> scopes() {
        Described vocabulary = Kvmsh.vocabulary();
        List<Described.Scope> scopes = new ArrayList<>(vocabulary.groovyBlocks());
        scopes.addAll(vocabulary.jsBlocks());
        scopes.addAll(vocabulary.values());
        return scopes;
    }

    private void words() {
        Map<String, List<String>> words = new TreeMap<>();
        for (Described.Scope scope : scopes()) {
            String where = scope.name().isEmpty() ? "" : " of " + scope.name();
            Vocabulary.methods(scope.type()).forEach((word, method) ->
                    ways(scope.type(), method.getName(), words.computeIfAbsent(word + where, first -> new ArrayList<>())));
        }
        table("words", "word", words);
    }

    /** A word may be created in its own class, or above. */
    private static void ways(Class<?> type, String method, List<String> keys) {
        if (type != null) {
            keys.add("word " + type.getName() + " " + method);
            ways(type.getSuperclass(), method, keys);
            for (Class<?> theme : type.getInterfaces()) {
                ways(theme, method, keys);
            }
        }
    }

    private void exits() {
        Map<String, List<String>> exits = new TreeMap<>();
        abis().forEach(abi -> ExitReasons.of(abi).forEach(reason -> exits.put(reason.name(), List.of("exit " + ExitReasons.shortName(reason)))));
        table("exit reasons", "exit", exits);
    }

    /** Each architecture has ioctls and rules that no other has. */
    private static Stream<Abi> abis() {
        return Abi.tables().stream().map(Abi::of);
    }

    private void errnos() {
        Map<String, List<String>> errnos = new TreeMap<>();
        abis().forEach(abi -> abi.ioctls().forEach(ioctl -> Rulebook.known(abi, ioctl.name()).keySet()
                .forEach(errno -> errnos.put(ioctl.name() + " " + errno, List.of("errno " + ioctl.name() + " " + errno)))));
        table("errnos that are explained", "call and errno", errnos);
    }

    private void table(String title, String head, Map<String, List<String>> rows) {
        onKernel = 0;
        onModel = 0;
        nowhere = 0;
        tables.append("\n## ").append(title.substring(0, 1).toUpperCase(Locale.ROOT)).append(title.substring(1)).append("\n\n| ").append(head).append(" | boards and specs |\n|---|---|\n");
        rows.forEach((name, keys) -> tables.append("| `").append(name).append("` | ").append(where(seen.of(keys))).append(" |\n"));
        counts.append("| ").append(title).append(" | ").append(rows.size()).append(" | ").append(onKernel).append(" | ").append(onModel).append(" | ").append(nowhere).append(" |\n");
    }

    private String where(Map<BoardKind, String> found) {
        if (found.isEmpty()) {
            nowhere++;
            return "nowhere";
        }
        if (found.size() == 1 && found.containsKey(BoardKind.MODEL)) {
            onModel++;
        } else {
            onKernel++;
        }
        return String.join(", ", BEST_FIRST.stream().filter(found::containsKey).map(kind -> kind + ": " + found.get(kind)).toList());
    }
}
