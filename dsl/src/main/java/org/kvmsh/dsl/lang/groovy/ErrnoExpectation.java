package org.kvmsh.dsl.lang.groovy;

import java.util.Map;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.dsl.machine.expect.ExpectedRefusal;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.session.test.TextInterrupted;

/** {@code expect(errno: ENODEV) { }} around a block: {@link ScriptMarks} mark where its last line begins. */
final class ErrnoExpectation {
    private ErrnoExpectation() {}

    /**
     * @param session of the calls
     * @return the expected refusal
     */
    static KvmException check(Map<String, ?> named, ExpectedBlock block, Session session) {
        ExpectedRefusal expected = new ExpectedRefusal(named, Cursor.here());
        Object value;
        long before = session.trace().count();
        try {
            value = session.unchecked().upToTheKernel(block::run);
        } catch (TextInterrupted e) {
            throw e;
        } catch (RuntimeException e) {
            expected.check(e, e, Cursor.isAtLastOfExpectation(), Cursor.here());
            return ExpectedRefusal.refusal(e);
        }
        session.tests().kernelTookWhatItMayRefuse();
        throw expected.missing(value, session.trace().ioctlsAfter(before), Cursor.here());
    }
}
