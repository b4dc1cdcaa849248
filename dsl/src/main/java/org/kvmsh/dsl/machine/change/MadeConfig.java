package org.kvmsh.dsl.machine.change;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.inspect.MadeStep;

/** The configuration that was requested for a machine, with what was added and the steps that created it. */
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

    /** The configuration that was requested for the machine, with what was added. */
    public VmConfig get() {
        return config;
    }

    void set(VmConfig now) {
        config = now;
    }

    /** The steps that created the machine, and those added later. */
    public List<MadeStep> steps() {
        return steps;
    }

    void takeVcpus() {
        takeVcpus.run();
    }
}
