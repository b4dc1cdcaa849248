package org.kvmsh.dsl.session.test;

import java.util.List;
import java.util.function.Consumer;
import org.kvmsh.dsl.text.MarkedLine;

/** The decisions of a run of many scripts about the tests of one. */
public interface TestPolicy {
    /** Every test runs, and its result is its own. */
    TestPolicy ALL = new TestPolicy() {};

    /** Whether a test runs; one that does not has no result. */
    default boolean chooses(String name, List<String> tags) {
        return true;
    }

    /** The result that a test's own result counts as, before anything that its kernel reported. */
    default TestResult judged(TestResult result) {
        return result;
    }

    /** Prints a result. */
    default void print(TestResult result, int number, Consumer<? super MarkedLine> out) {
        result.lines(number).forEach(out);
    }

    /** Whether the script ends with this result. */
    default boolean endsAfter(TestResult result) {
        return false;
    }
}
