package org.kvmsh.repl.report;

import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import org.kvmsh.repl.results.FailureList;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.format.Checkout;
import org.kvmsh.repl.results.format.JUnitText;
import org.kvmsh.repl.results.format.JsonText;
import org.kvmsh.repl.results.format.KtapText;

/** A format of a file of results, by its name on the command line. */
enum ResultsFormat {
    JUNIT(JUnitText::of),
    GITLAB((boards, earlier) -> JUnitText.forGitlab(boards, Checkout.top(), earlier)) {
        @Override
        String lacking(List<RanBoard> boards) {
            int outside = JUnitText.outside(boards, Checkout.top());
            return outside == 0
                    ? null
                    : "the files of " + outside + (outside == 1 ? " test are" : " tests are") + " outside of "
                            + Checkout.top() + ", where GitLab reads none, so they are not attached;"
                            + " keep the run there: --run DIRECTORY";
        }
    },
    KTAP(KtapText::of),
    JSON((boards, earlier) -> JsonText.of(boards));

    private final BiFunction<List<RanBoard>, FailureList.Earlier, byte[]> text;

    ResultsFormat(BiFunction<List<RanBoard>, FailureList.Earlier, byte[]> text) {
        this.text = text;
    }

    /** @param earlier what earlier runs gave for the tests */
    byte[] bytes(List<RanBoard> boards, FailureList.Earlier earlier) {
        return text.apply(boards, earlier);
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
