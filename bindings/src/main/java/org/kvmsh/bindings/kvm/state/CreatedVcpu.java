package org.kvmsh.bindings.kvm.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BooleanSupplier;

/** The state of a vCPU after the calls on it so far. */
public final class CreatedVcpu implements VmMember {
    /**
     * The first KVM_ARM_VCPU_INIT.
     *
     * @param target kvm_vcpu_init.target
     * @param features the words of its bit map
     */
    public record Init(long target, List<Long> features) {
        public Init {
            features = List.copyOf(features);
        }

        /**
         * Whether a feature was requested.
         *
         * @param feature its number, KVM_ARM_VCPU_*
         */
        public boolean has(long feature) {
            int word = (int) (feature / Integer.SIZE);
            return word < features.size() && (features.get(word) >> feature % Integer.SIZE & 1) != 0;
        }
    }

    private final long id;
    private final Set<Long> enabled = new ConcurrentSkipListSet<>();
    private final Set<Long> finalized = new ConcurrentSkipListSet<>();
    private volatile Init init;
    private volatile Cpuid cpuid = Cpuid.NONE;
    private volatile BooleanSupplier run = () -> false;

    CreatedVcpu(long id) {
        this.id = id;
    }

    @Override
    public boolean took(CallRequest asked) {
        switch (asked.call()) {
            case "KVM_ARM_VCPU_INIT" -> init = init(asked);
            case "KVM_ARM_VCPU_FINALIZE" -> {
                return asked.has("value") && finalized.add(asked.field("value"));
            }
            case "KVM_ENABLE_CAP" -> enabled.add(asked.field("cap"));
            case "KVM_SET_CPUID", "KVM_SET_CPUID2" -> cpuid = Cpuid.of(asked);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The features in an argument of KVM_ARM_VCPU_INIT. */
    public static Init init(CallRequest asked) {
        List<Long> features = new ArrayList<>();
        for (int i = 0; i < asked.struct().field("features").count(); i++) {
            features.add(asked.field("features[" + i + "]"));
        }
        return new Init(asked.field("target"), features);
    }

    /** Knows whether the vCPU has run: KVM_RUN is not recorded here. */
    public void runIsKnownBy(BooleanSupplier known) {
        run = known;
    }

    /** Whether KVM_RUN has returned from the guest. */
    public boolean hasRun() {
        return run.getAsBoolean();
    }

    /**
     * The id that a kernel takes from the argument of KVM_CREATE_VCPU: releases before 6.11 ignore bits 32 to 63.
     *
     * @param argument 64 bits
     */
    public static long idOf(long argument) {
        return argument & 0xffffffffL;
    }

    /** The id that KVM_CREATE_VCPU was given. */
    public long id() {
        return id;
    }

    /** The numbers of the capabilities that KVM_ENABLE_CAP enabled on it. */
    public Set<Long> enabled() {
        return enabled;
    }

    /** The numbers of the features that KVM_ARM_VCPU_FINALIZE completed. */
    public Set<Long> finalized() {
        return finalized;
    }

    /** The vCPU's CPUID; null if it is not known. */
    public Cpuid cpuid() {
        return cpuid;
    }

    /** The features of the vCPU; null before KVM_ARM_VCPU_INIT. */
    public Init init() {
        return init;
    }
}
