package org.kvmsh.dsl.session;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.change.Adding;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.text.MarkedLine;

/** The way in which a session does what a script asks: on its board, or on paper. */
interface Execution extends Adding {
    /** Brings a configuration to life. */
    Machine bringUp(VmConfig config);

    /** The input of a plan: no VM is queried for it. */
    HostFacts planningFacts();

    /**
     * {@code test}.
     *
     * @throws TextInterrupted where the script ends with the test
     */
    void test(TestRequest asked, Runnable body, Function<Throwable, Failure> explain, Consumer<? super MarkedLine> out);

    /** @throws Skipped if the board does not have what is needed */
    void needs(Map<String, ?> asked, Site site);

    /** Whether a proposal answers without a board, because only a machine has its result. */
    boolean takesProposals();

    /** Called when the kernel accepted a call that the script expects it to refuse. */
    void kernelTookWhatItMayRefuse();

    /** Whether no board is driven. */
    boolean isOnPaper();

    /** Whether there was an error that ended no text. */
    boolean isFailed();
}
