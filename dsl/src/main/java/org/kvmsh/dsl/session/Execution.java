package org.kvmsh.dsl.session;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.machine.Adding;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.text.MarkedLine;

/** How a session does what a script asks: on its board, or on paper. */
interface Execution extends Adding {
    /** Brings a configuration to life. */
    Machine bringUp(VmConfig config);

    /** What a plan is made from: no VM is asked for it. */
    HostFacts planningFacts();

    /**
     * {@code test}.
     *
     * @throws TextInterrupted where the script ends with the test
     */
    void test(TestRequest asked, Runnable body, Function<Throwable, Failure> explain, Consumer<? super MarkedLine> out);

    /** @throws Skipped where the board has not what is asked for */
    void needs(Map<String, ?> asked, Site site);

    /** Whether a proposal needs no board to answer, since only a machine tells what it answers. */
    boolean takesProposals();

    /** Told where the kernel took a call that the script expects it to refuse. */
    void kernelTookWhatItMayRefuse();

    /** Whether something went wrong that ended no text. */
    boolean isFailed();
}
