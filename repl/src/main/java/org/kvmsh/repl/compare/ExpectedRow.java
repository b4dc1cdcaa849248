package org.kvmsh.repl.compare;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.kvmsh.dsl.compare.KnownDifferences;
import org.kvmsh.repl.cli.Excuse;
import org.kvmsh.repl.cli.NamePattern;

/**
 * A difference that is expected.
 *
 * @param aspect null for any
 * @param a the names of side A's boards
 * @param script null for all, and for what is not in a script
 * @param sometimes whether the sides may be equal too, by chance
 */
record ExpectedRow(
        Aspect aspect,
        NamePattern what,
        NamePattern a,
        NamePattern b,
        NamePattern script,
        boolean sometimes,
        Excuse excuse) {
    private static final NamePattern ANY = NamePattern.of("*");

    /** A row of the table that comes with kvmsh, which is of one model and its boards. */
    static ExpectedRow of(KnownDifferences.Row row) {
        return new ExpectedRow(
                Aspect.CALLS,
                NamePattern.of(row.call() + " " + row.what()),
                ANY,
                ANY,
                row.script().isEmpty() ? null : NamePattern.of("*/" + row.script() + ".*"),
                row.may(),
                new Excuse("", row.reason(), null, null));
    }

    boolean isOf(Side one, Side other) {
        return a.matches(one.boards().toArray(String[]::new))
                && b.matches(other.boards().toArray(String[]::new));
    }

    boolean excuses(FoundDifference difference) {
        return (aspect == null || aspect == difference.aspect())
                && what.matches(difference.what())
                && (script == null || difference.script() != null && isOf(difference.script()))
                && !excuse.isExpired();
    }

    private boolean isOf(Path file) {
        return script.matches(
                file.toString(),
                file.getFileName().toString(),
                file.toAbsolutePath().toString());
    }

    /** Whether what it is about was compared, and would have differed. */
    boolean isAbout(Compared compared) {
        return (aspect == null || aspect == compared.aspect())
                && isAbout(compared.names())
                && isAboutScript(compared.scripts());
    }

    private boolean isAbout(Set<String> names) {
        return names.stream().anyMatch(what::matches);
    }

    private boolean isAboutScript(List<String> scripts) {
        return script == null || scripts.stream().anyMatch(name -> isOf(Path.of(name)));
    }

    /** Whether it comes with kvmsh. */
    boolean isBuiltIn() {
        return excuse.place().isEmpty();
    }
}
