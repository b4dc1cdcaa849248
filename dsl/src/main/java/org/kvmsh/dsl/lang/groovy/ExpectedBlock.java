package org.kvmsh.dsl.lang.groovy;

import groovy.lang.Closure;
import groovy.lang.GroovyObjectSupport;
import java.util.regex.Matcher;
import org.codehaus.groovy.runtime.GeneratedClosure;
import org.codehaus.groovy.runtime.InvokerHelper;
import org.kvmsh.dsl.lang.NoCondition;
import org.kvmsh.dsl.machine.expect.Unmet;
import org.kvmsh.dsl.script.PrintedValue;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.test.Expectations;

/**
 * A block that {@code expect} runs. It is the block's delegate meanwhile, by which the compiled lines of the block,
 * wherever it was written, know that they are conditions: {@link BlockLines} hands the delegate on. Any other name is
 * the former delegate's.
 */
public final class ExpectedBlock extends GroovyObjectSupport {
    private final Closure<?> block;
    private final boolean conditions;
    private final Expectations expectations;
    /** The position of the last line, or of the expectation whose block has only that. */
    private Site last;

    private boolean linesSeen;

    private ExpectedBlock(Closure<?> block, boolean conditions, Expectations expectations, Site at) {
        this.last = at;
        this.block = block;
        this.expectations = expectations;
        this.conditions = conditions;
    }

    /**
     * A block whose lines are conditions.
     *
     * @param expectations take its place
     * @param at where the script is
     */
    static ExpectedBlock ofConditions(Closure<?> block, Expectations expectations, Site at) {
        if (!(block instanceof GeneratedClosure) || !RememberingLoader.isOfScript(block.getClass())) {
            throw unseen(at);
        }
        return new ExpectedBlock(block, true, expectations, at);
    }

    private static ScriptError unseen(Site at) {
        return new ScriptError(
                at,
                "expect cannot check each line of this block",
                new Unmet(),
                "write the condition directly in the expect block, or call the closure there: expect {" + " check() }");
    }

    /** A block whose last line is a call to be refused. */
    static ExpectedBlock ofCalls(Closure<?> block, Expectations expectations) {
        return new ExpectedBlock(block, false, expectations, Site.UNKNOWN);
    }

    /** Runs it. The last line of one that has only that begins with it. */
    Object run() {
        Closure<?> own = (Closure<?>) block.clone();
        own.setDelegate(this);
        if (!conditions) {
            Cursor.lastOfExpectation(true);
        }
        return own.call();
    }

    /** Runs it, and checks that its value is true, which is that of its last line. */
    void check() {
        Cursor.lambdaSeen(false);
        Object value = run();
        if (!linesSeen && Cursor.isLambdaSeen()) {
            throw unseen(last);
        } else if (!holds(value, last)) {
            throw failed(value, last);
        }
    }

    /** The expectation in whose text the block is. */
    void reach(Site expectation) {
        expectations.reach(expectation);
    }

    /** Whether its other lines were checked as they ran. */
    void begin() {
        if (!conditions) {
            Cursor.lastOfExpectation(false);
        }
        linesSeen = true;
    }

    void last(Site at) {
        last = at;
        Cursor.lastOfExpectation(true);
    }

    boolean hasConditions() {
        return conditions && linesSeen;
    }

    /**
     * Whether a line is true; one that is neither true nor false is an error. A match is what Groovy's {@code =~}
     * gives.
     */
    static boolean holds(Object value, Site at) {
        if (value instanceof Boolean condition) {
            return condition;
        } else if (value instanceof Matcher match) {
            return match.find();
        } else if (value == null) {
            return false;
        }
        throw NoCondition.ofValue(value, at, true);
    }

    static ScriptError failed(Object value, Site at) {
        return new ScriptError(at, "expectation failed: this line is " + PrintedValue.of(value), new Unmet());
    }

    @Override
    public Object getProperty(String name) {
        return InvokerHelper.getProperty(block.getDelegate(), name);
    }

    @Override
    public void setProperty(String name, Object value) {
        InvokerHelper.setProperty(block.getDelegate(), name, value);
    }

    @Override
    public Object invokeMethod(String name, Object arguments) {
        return InvokerHelper.invokeMethod(block.getDelegate(), name, arguments);
    }
}
