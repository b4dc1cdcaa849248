package org.kvmsh.bindings.damage;

import java.util.Locale;

/** The kinds of damages, by what a kernel with one gets wrong. */
public enum DamageKind {
    DROPPED,
    ERRNO,
    RETURNED,
    FIELD,
    ONE_REG,
    ATTRIBUTE,
    CAPABILITY,
    EXIT,
    COMPLETION,
    DIRTY,
    INTERRUPT,
    SLOT,
    SIGNAL,
    EVENTFD,
    RESET;

    static DamageKind of(Damage damage) {
        String call = damage.call();
        return switch (damage.how()) {
            case ACCEPTED, RENAMED, REFUSED -> ERRNO;
            case COMPLETION_LOST -> COMPLETION;
            case BIT_LOST, BIT_EXTRA, ENTRY_LOST -> DIRTY;
            case SWALLOWED -> EVENTFD;
            case REPEAT_DROPPED -> RESET;
            default -> ofCall(call, damage);
        };
    }

    private static DamageKind ofCall(String call, Damage damage) {
        if (call.endsWith("_ONE_REG")) {
            return ONE_REG;
        } else if (call.endsWith("_DEVICE_ATTR")) {
            return ATTRIBUTE;
        } else if (call.equals("KVM_CHECK_EXTENSION") || call.equals("KVM_ENABLE_CAP")) {
            return CAPABILITY;
        } else if (call.startsWith("KVM_EXIT_")) {
            return EXIT;
        } else if (call.contains("DIRTY")) {
            return DIRTY;
        } else if (call.contains("USER_MEMORY_REGION")) {
            return SLOT;
        } else if (call.contains("SIGNAL_MASK") || "immediate_exit".equals(damage.field())) {
            return SIGNAL;
        } else if (call.endsWith("EVENTFD") || call.equals("KVM_IRQFD")) {
            return EVENTFD;
        } else if (call.equals("KVM_RUN")) {
            return EXIT;
        } else if (call.contains("IRQ_LINE")
                || call.endsWith("_MSI")
                || call.endsWith("_INTERRUPT")
                || call.endsWith("_NMI")
                || call.endsWith("_SMI")) {
            return INTERRUPT;
        }
        return switch (damage.how()) {
            case DROPPED -> DROPPED;
            case RETURNED_0, RETURNED_1, RETURNED_MORE -> RETURNED;
            default -> FIELD;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
