package org.kvmsh.repl.report;

import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import org.kvmsh.repl.results.FailureNotes;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.format.Checkout;
import org.kvmsh.repl.results.format.JUnitText;
import org.kvmsh.repl.results.format.JsonText;
import org.kvmsh.repl.results.format.KtapText;

/** A format of a file of results, by its name on the command line. */
enum ResultsFormat {
    JUNIT(JUnitText::of),
    GITLAB((boards, notes) -> JUnitText.forGitlab(boards, Checkout.top(), notes)) {
        @Override
        String lacking(List<RanBoard> boards) {
            int outside = JUnitText.outside(boards, Checkout.top());
            return outside == 0
                    ? null
                    : "the files of " + outside + (outside == 1 ? " test are" : " tests are") + " outside "
                            + Checkout.top() + ", so not attached: GitLab reads only files inside it."
                            + " Use a run directory there: --run DIRECTORY";
        }
    },
    KTAP(KtapText::of),
    JSON((boards, notes) -> JsonText.of(boards));

    private final BiFunction<List<RanBoard>, FailureNotes, byte[]> text;

    ResultsFormat(BiFunction<List<RanBoard>, FailureNotes, byte[]> text) {
        this.text = text;
    }

    /** @param notes what is said of the tests that failed */
    byte[] bytes(List<RanBoard> boards, FailureNotes notes) {
        return text.apply(boards, notes);
    }

    /** What the file lacks, as a sentence; null if it has everything. */
    String lacking(List<RanBoard> boards) {
        return null;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
