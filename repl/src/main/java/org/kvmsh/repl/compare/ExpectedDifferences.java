package org.kvmsh.repl.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.dsl.compare.KnownDifferences;

/** The differences that files say are expected, and those of kvmsh's models. */
public final class ExpectedDifferences {
    private final List<ExpectedRow> rows;

    private ExpectedDifferences(List<ExpectedRow> rows) {
        this.rows = List.copyOf(rows);
    }

    /** @throws IOException whose message is a sentence with file, line and column */
    public static ExpectedDifferences read(List<Path> files) throws IOException {
        List<ExpectedRow> rows = new ArrayList<>();
        for (Path file : files) {
            rows.addAll(ExpectedFile.read(file));
        }
        return new ExpectedDifferences(rows);
    }

    /** The rows of two sides; a model's are the same whichever side it is. */
    List<ExpectedRow> of(Side a, Side b) {
        List<ExpectedRow> of =
                new ArrayList<>(rows.stream().filter(row -> row.isOf(a, b)).toList());
        KnownDifferences known = KnownDifferences.read();
        for (String one : a.boards()) {
            b.boards()
                    .forEach(other -> Stream.concat(known.rows(one, other).stream(), known.rows(other, one).stream())
                            .map(ExpectedRow::of)
                            .forEach(of::add));
        }
        return of;
    }
}
