package org.kvmsh.dsl.groovy;

import java.util.Map;
import org.kvmsh.dsl.machine.ExpectedRefusal;
import org.kvmsh.dsl.word.Block;

/** {@code expect(errno: ENODEV) { }} around a block: {@link ScriptMarks} tells when its last line begins. */
final class ErrnoExpectation {
    private ErrnoExpectation() { }

    /** @param taken told where the kernel took all calls */
    static void check(Map<String, ?> named, Block block, Runnable taken) {
        ExpectedRefusal expected = new ExpectedRefusal(named, Cursor.here());
        Cursor.enterExpectation();
        Object value;
        try {
            value = block.with(null);
        } catch (ScriptInterrupted e) {
            throw e;
        } catch (RuntimeException e) {
            expected.check(e, e, Cursor.isAtLastOfExpectation(), Cursor.here());
            return;
        }
        taken.run();
        throw expected.missing(value, Cursor.here());
    }
}
