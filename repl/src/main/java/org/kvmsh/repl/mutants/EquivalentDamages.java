package org.kvmsh.repl.mutants;

import java.util.List;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.damage.Damage;
import org.kvmsh.bindings.text.TsvTable;
import org.kvmsh.repl.cli.NamePattern;

/** The damages that nobody can tell from the undamaged board, with reasons: {@code equivalent.tsv}. */
final class EquivalentDamages {
    /** The largest share of a draw that may be equivalent, in percent. */
    static final int MOST_PERCENT = 5;

    private static final List<String[]> ROWS = TsvTable.rows(EquivalentDamages.class, "equivalent.tsv");

    private EquivalentDamages() {}

    /** The reason why nobody can tell a damage on an architecture; null if somebody can. */
    static String why(Arch arch, Damage damage) {
        for (String[] row : ROWS) {
            if (NamePattern.of(row[0]).matches(arch.toString())
                    && NamePattern.of(row[1]).matches(damage.toString())) {
                return row[2];
            }
        }
        return null;
    }
}
