package org.kvmsh.dsl.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.board.BoardEntry;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.config.ArchWord;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.script.ScriptError;

/**
 * The requirements of a VM's words on a board's architecture and on posted patches, all of them together: an error
 * names boards that have all words, not the first one alone.
 */
final class WholeSetUp {
    private WholeSetUp() {}

    /**
     * Refuses the first word that the board does not have.
     *
     * @param asked the VM as the script has it, for other boards
     */
    static void check(VmConfig config, VmConfig asked, HostFacts host) {
        List<ArchWord> words = words(config);
        List<String> own = words.stream()
                .flatMap(word -> word.proposed().stream())
                .distinct()
                .filter(host::hasIoctl)
                .toList();
        for (ArchWord word : words) {
            if (!word.isOn(host.arch(), own)) {
                refuse(word, words, asked, host);
            }
        }
    }

    private static List<ArchWord> words(VmConfig config) {
        List<ArchWord> words = new ArrayList<>(config.archWords());
        Architecture.all().forEach(each -> words.addAll(each.planning().proposedWords(config)));
        return words;
    }

    private static void refuse(ArchWord word, List<ArchWord> words, VmConfig asked, HostFacts host) {
        String family = word.of().stream().map(Arch::family).distinct().sorted().collect(Collectors.joining(" or "));
        String patch = word.proposed().isEmpty()
                ? ""
                : " or an ioctl from a posted patch, " + String.join(", ", word.proposed());
        List<String> notes = boards(words, asked, host);
        throw new ScriptError(
                word.site(),
                word.text() + (family.matches("[ax].*") ? " needs an " : " needs a ") + family + " board" + patch
                        + "; board " + host.boardName()
                        + (patch.isEmpty() ? " is " + host.arch() : " is " + host.arch() + " and lacks that ioctl"),
                notes.toArray(String[]::new));
    }

    /** Boards that take the VM, and those that have its words and are not known here. */
    private static List<String> boards(List<ArchWord> words, VmConfig asked, HostFacts host) {
        List<String> take = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (BoardEntry board : host.boardsWith((arch, proposed) -> hasAll(words, arch, proposed))) {
            Optional<Boolean> takes = host.takes(board, facts -> takes(asked, facts));
            (takes.isEmpty() ? unknown : takes.get() ? take : new ArrayList<String>()).add(board.toString());
        }
        List<String> notes = new ArrayList<>();
        if (!take.isEmpty()) {
            notes.add("boards that accept this vm { }: " + String.join(", ", take));
        }
        if (!unknown.isEmpty()) {
            notes.add("boards that may accept this vm { }, but whose facts are not recorded: "
                    + String.join(", ", unknown));
        }
        notes.add(
                notes.isEmpty()
                        ? "no available board accepts this vm { }; run kvmsh boards to see what is missing"
                        : "choose one with -b NAME, or /board NAME in the shell");
        return notes;
    }

    private static boolean takes(VmConfig asked, HostFacts host) {
        try {
            Planner.plan(asked, host);
            return true;
        } catch (ScriptError e) {
            return false;
        }
    }

    private static boolean hasAll(List<ArchWord> words, Arch arch, Collection<String> proposed) {
        return words.stream().allMatch(word -> word.isOn(arch, proposed));
    }
}
