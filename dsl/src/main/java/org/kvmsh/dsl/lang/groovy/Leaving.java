package org.kvmsh.dsl.lang.groovy;

import groovy.lang.Closure;
import org.kvmsh.dsl.session.test.RecordedFailures;

/**
 * Keeps what leaves the text of a script on a thread that the script has started: Java may keep it in a Future that
 * nobody asks.
 */
public final class Leaving {
    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final String OWN = "org.kvmsh.";

    private Leaving() {}

    /**
     * Called by compiled scripts with what ends a block.
     *
     * @param around the block or the script that it is written in; null if that is not known
     */
    public static Throwable block(Object around, Throwable thrown) {
        KvmScript script = script(around);
        if (script != null && !script.session().tests().recorded().isOwnThread() && isOutermost()) {
            script.session().tests().recorded().keep(script.owner(around), thrown);
        }
        return thrown;
    }

    /**
     * Called by compiled scripts with the error of an assertion that does not hold: it fails its test, whoever catches
     * it.
     *
     * @param around as for {@link #block}
     */
    public static Throwable assertion(Object around, Throwable failed) {
        KvmScript script = script(around);
        if (script != null && script.session() != null) {
            script.session().tests().recorded().add(script.owner(around), failed);
        } else {
            RecordedFailures.ofThisThread(failed);
        }
        return failed;
    }

    /** The script that a block is in; null for a block of a class. */
    static KvmScript script(Object around) {
        Object outermost = around;
        while (outermost instanceof Closure<?> block) {
            outermost = block.getOwner();
        }
        return outermost instanceof KvmScript script ? script : null;
    }

    /** Called by compiled scripts with what they catch, or may be given by the stage before. */
    public static void caught(Object thrown) {
        if (thrown instanceof Throwable known) {
            RecordedFailures.caught(known);
        }
    }

    /** Whether neither a block nor kvmsh has called the block that ends. */
    private static boolean isOutermost() {
        return STACK.walk(frames -> frames.map(StackWalker.StackFrame::getDeclaringClass)
                        .filter(type -> Closure.class.isAssignableFrom(type) && type != Closure.class
                                || type.getName().startsWith(OWN) && type != Leaving.class)
                        .distinct()
                        .count())
                == 1;
    }
}
