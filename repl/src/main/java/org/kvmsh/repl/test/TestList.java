package org.kvmsh.repl.test;

import java.io.PrintWriter;
import java.util.List;
import org.kvmsh.dsl.lang.TestPlace;
import org.kvmsh.repl.runner.Selection;
import org.kvmsh.repl.runner.TestScript;

/** {@code kvmsh test --list}: the tests that the text of scripts shows. No board is opened. */
final class TestList {
    private final Selection selection;
    private final PrintWriter out;
    private int printed;

    TestList(Selection selection, PrintWriter out) {
        this.selection = selection;
        this.out = out;
    }

    /** Prints the tests that run on a board. */
    void print(String board, List<TestScript> scripts) {
        for (TestScript script : scripts) {
            List<TestPlace> places = script.tests().places();
            if (places.isEmpty()
                    && (selection.isAll() || selection.chooses(board, script.name(), script.name(), List.of()))) {
                print(board, script, script.name(), List.of());
            }
            places.stream()
                    .filter(place -> selection.mayChoose(board, script.name(), place))
                    .forEach(place -> print(
                            board,
                            script,
                            place.name() == null
                                    ? "(name known only at run time, line " + place.line() + ")"
                                    : place.name(),
                            place.tags()));
        }
        out.flush();
    }

    private void print(String board, TestScript script, String name, List<String> tags) {
        out.println(String.join(
                        "\t",
                        board,
                        script.name(),
                        name,
                        tags == null ? "(tags are known only at run time)" : String.join(",", tags))
                .stripTrailing());
        printed++;
    }

    boolean isEmpty() {
        return printed == 0;
    }
}
