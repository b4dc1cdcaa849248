package org.kvmsh.dsl.session.test;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Skipped;
import org.kvmsh.dsl.text.MarkedLine;

/** The way in which a session runs tests: on its board, or on paper. */
public interface TestExecution {
    /**
     * {@code test}.
     *
     * @throws TextInterrupted where the script ends with the test
     */
    void test(TestRequest asked, Runnable body, Function<Throwable, Failure> explain, Consumer<? super MarkedLine> out);

    /** @throws Skipped if the board does not have what is needed */
    void needs(Map<String, ?> asked, Site site);

    /** Called when the kernel accepted a call that the script expects it to refuse. */
    void kernelTookWhatItMayRefuse();

    /** Whether there was an error that ended no text. */
    boolean isFailed();
}
