package org.kvmsh.repl.compare;

import java.util.List;
import java.util.Set;

/**
 * The result of comparing one aspect.
 *
 * @param counted how much was compared, in words: {@code 64 compared}
 * @param names what was compared, equal or not, as rows of expected differences name it
 * @param scripts whose calls were compared
 * @param notes lines about what was left out
 * @param whyNot why nothing was compared, a sentence's end for each side; empty if something was
 */
record Compared(
        Aspect aspect,
        String counted,
        Set<String> names,
        List<String> scripts,
        List<FoundDifference> differences,
        List<String> notes,
        List<String> whyNot) {
    Compared {
        names = Set.copyOf(names);
        scripts = List.copyOf(scripts);
        differences = List.copyOf(differences);
        notes = List.copyOf(notes);
        whyNot = List.copyOf(whyNot);
    }

    static Compared of(
            Aspect aspect, String counted, Set<String> names, List<FoundDifference> differences, List<String> notes) {
        return new Compared(aspect, counted, names, List.of(), differences, notes, List.of());
    }

    static Compared not(Aspect aspect, List<String> whyNot) {
        return new Compared(aspect, "", Set.of(), List.of(), List.of(), List.of(), whyNot);
    }

    boolean isCompared() {
        return whyNot.isEmpty();
    }

    /** {@code 1 test}, {@code 2 tests}. */
    static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
