package org.kvmsh.dsl.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.board.BoardEntry;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.config.ArchWord;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.script.ScriptError;

/** What a VM's words need of a board's architecture and of posted patches, all of them together: an error names boards that have all words, not the first one alone. */
final class WholeSetUp {
    private WholeSetUp() { }

    /** Refuses the first word that the board does not have. */
    static void check(VmConfig config, HostFacts host) {
        List<ArchWord> words = words(config);
        List<String> own = words.stream().flatMap(word -> word.proposed().stream()).distinct().filter(host::hasIoctl).toList();
        for (ArchWord word : words) {
            if (!word.isOn(host.arch(), own)) {
                refuse(word, words, host);
            }
        }
    }

    private static List<ArchWord> words(VmConfig config) {
        List<ArchWord> words = new ArrayList<>(config.archWords());
        Architecture.all().forEach(each -> words.addAll(each.planning().proposedWords(config)));
        return words;
    }

    private static void refuse(ArchWord word, List<ArchWord> words, HostFacts host) {
        String family = word.of().stream().map(Arch::family).distinct().sorted().collect(Collectors.joining(" or "));
        String patch = word.proposed().isEmpty() ? "" : " or an ioctl of a posted patch, " + String.join(", ", word.proposed());
        throw new ScriptError(word.site(), word.text() + (family.matches("[ax].*") ? " needs an " : " needs a ") + family + " board" + patch + "; board " + host.boardName()
                + (patch.isEmpty() ? " is " + host.arch() : " is " + host.arch() + " without that ioctl"), boards(words, host), "choose one with -b NAME, or /board NAME in the shell");
    }

    private static String boards(List<ArchWord> words, HostFacts host) {
        boolean several = words.stream().map(word -> List.of(word.of(), word.proposed())).distinct().count() > 1;
        List<BoardEntry> boards = host.boardsWith((arch, proposed) -> hasAll(words, arch, proposed));
        return boards.isEmpty() ? several ? "no available board has all words of this vm { }; run kvmsh boards to see what is missing" : "no such board is available; run kvmsh boards to see what is missing"
                : (several ? "boards with all words of this vm { }: " : "available boards: ") + boards.stream().map(BoardEntry::toString).collect(Collectors.joining(", "));
    }

    private static boolean hasAll(List<ArchWord> words, Arch arch, Collection<String> proposed) {
        return words.stream().allMatch(word -> word.isOn(arch, proposed));
    }
}
