package org.kvmsh.dsl.machine.change;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.kvmsh.dsl.config.ExitPlaces;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.device.PhysicalMemory;
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

    /** The handlers of the exits by which what the steps put into guest memory calls kvmsh. */
    public List<HandlerConfig> handlers(PhysicalMemory memory) {
        Map<ExitPlaces, HandlerConfig> handlers = new LinkedHashMap<>();
        steps.forEach(made -> made.step().handlers(memory).forEach(own -> handlers.putIfAbsent(own.places(), own)));
        return List.copyOf(handlers.values());
    }

    void takeVcpus() {
        takeVcpus.run();
    }
}
