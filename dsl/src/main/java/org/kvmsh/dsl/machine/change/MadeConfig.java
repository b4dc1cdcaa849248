package org.kvmsh.dsl.machine.change;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.inspect.MadeStep;

/** What a machine was asked to be and what was added, with the steps that created it. */
public final class MadeConfig {
    private final List<MadeStep> steps;
    private final Runnable takeVcpus;
    private volatile VmConfig config;

    /** @param takeVcpus has the machine take the vCPUs that steps have created */
    public MadeConfig(VmConfig config, List<MadeStep> steps, Runnable takeVcpus) {
        this.config = config;
        this.steps = new CopyOnWriteArrayList<>(steps);
        this.takeVcpus = takeVcpus;
    }

    /** What the machine was asked to be, and what was added. */
    public VmConfig get() {
        return config;
    }

    void set(VmConfig now) {
        config = now;
    }

    /** Those that created the machine, and those added later. */
    public List<MadeStep> steps() {
        return steps;
    }

    void takeVcpus() {
        takeVcpus.run();
    }
}
