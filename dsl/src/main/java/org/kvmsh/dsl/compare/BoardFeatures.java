package org.kvmsh.dsl.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardFacts;
import org.kvmsh.bindings.kernel.CallOrigin;

/**
 * What a script depends on of a board.
 *
 * @param kernel       its kernel's version; null if unknown
 * @param capabilities those that /dev/kvm supports, with their values
 */
public record BoardFeatures(Arch arch, String kernel, Map<String, Integer> capabilities) {
    private static final int SHOWN = 4;
    private static final String PREFIX = "KVM_CAP_";

    /** Asks a board for them. */
    public static BoardFeatures of(Board board) {
        return CallOrigin.PROBING.during(() -> new BoardFeatures(board.arch(), board.kernel().release(), BoardFacts.capabilities(board.kernel().abi(), board.kvm())));
    }

    /** How they differ from another board's, in a few lines; none if they do not. */
    public List<String> differencesFrom(BoardFeatures other) {
        List<String> lines = new ArrayList<>();
        if (arch != other.arch) {
            lines.add(arch + " instead of " + other.arch);
        }
        if (!Objects.equals(kernel, other.kernel)) {
            lines.add("kernel " + named(kernel) + " instead of " + named(other.kernel));
        }
        list(lines, "supported here only", missingIn(other), name -> name);
        list(lines, "not supported here", other.missingIn(this), name -> name);
        list(lines, "with other values", capabilities.keySet().stream().filter(name -> other.capabilities.containsKey(name) && !other.capabilities.get(name).equals(capabilities.get(name))).toList(),
                name -> name + " " + capabilities.get(PREFIX + name) + " instead of " + other.capabilities.get(PREFIX + name));
        return lines;
    }

    private static String named(String kernel) {
        return kernel == null ? "unknown" : kernel;
    }

    private List<String> missingIn(BoardFeatures other) {
        return capabilities.keySet().stream().filter(name -> !other.capabilities.containsKey(name)).toList();
    }

    private static void list(List<String> lines, String what, List<String> names, Function<String, String> shown) {
        if (!names.isEmpty()) {
            String first = names.stream().limit(SHOWN).map(name -> shown.apply(name.substring(PREFIX.length()))).collect(Collectors.joining(", "));
            lines.add(names.size() + (names.size() == 1 ? " capability " : " capabilities ") + what + ": " + first + (names.size() > SHOWN ? ", ..." : ""));
        }
    }
}
