package org.kvmsh.dsl.lang.groovy;

import org.kvmsh.dsl.lang.NoCondition;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.test.ExpectationPlace;
import org.kvmsh.dsl.session.test.RecordedFailures;

/**
 * Called by compiled blocks at their lines: those that {@code expect} runs are conditions. {@link BlockLineMarks} and
 * {@link ScriptMarks} put the calls there.
 */
public final class BlockLines {
    /** The method of that name. */
    static final String CONDITION = "condition";

    private BlockLines() {}

    /** A block begins whose lines tell of themselves. */
    public static void begin(Object delegate) {
        if (delegate instanceof ExpectedBlock expected) {
            expected.begin();
        }
    }

    /** The block of an expectation begins, whose place is told. */
    public static void begin(Object delegate, String source, int line, int column) {
        if (delegate instanceof ExpectedBlock expected) {
            expected.reach(new Site(source, line, column));
            expected.begin();
        }
    }

    /** An expectation without a block of its own is next, whose last argument this is. */
    public static <T> T argument(T argument, String source, int line, int column) {
        Cursor.expectation(new Site(source, line, column));
        return argument;
    }

    /** A script has an expectation. */
    public static void declare(Object script, int test, String source, int line, int column) {
        ((KvmScript) script).declare(new ExpectationPlace(new Site(source, line, column), test));
    }

    /** The value of a line that is not the last. */
    public static <T> T line(Object delegate, T value, String source, int line, int column) {
        if (delegate instanceof ExpectedBlock expected && expected.hasConditions()) {
            Site at = new Site(source, line, column);
            if (!ExpectedBlock.holds(value, at)) {
                throw ExpectedBlock.failed(value, at);
            }
        }
        return value;
    }

    /** A statement without a value is next. */
    public static void statement(Object delegate, NoCondition kind, String source, int line, int column) {
        if (delegate instanceof ExpectedBlock expected && expected.hasConditions()) {
            throw kind.error(new Site(source, line, column), true);
        }
    }

    /** The last line is next. */
    public static void last(Object delegate, String source, int line, int column) {
        if (delegate instanceof ExpectedBlock expected) {
            expected.last(new Site(source, line, column));
        }
    }

    /** The lines of a lambda are next, which tell nothing of themselves. */
    public static void lambda() {
        Cursor.lambdaSeen(true);
    }

    /**
     * An assertion of the language's own held.
     *
     * @param around the block or the script that it is written in; null, or any other object, if that is not known
     */
    public static void asserted(Object around) {
        KvmScript script = Leaving.script(around);
        if (script != null && script.session() != null) {
            script.session().tests().expectations().hold();
        } else {
            RecordedFailures.heldOnThisThread();
        }
    }

    /** Whether a line of a block that is written at {@code expect} is true. */
    public static boolean condition(Object value, String source, int line, int column) {
        return ExpectedBlock.holds(value, new Site(source, line, column));
    }
}
