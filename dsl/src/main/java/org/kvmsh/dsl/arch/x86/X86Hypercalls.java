package org.kvmsh.dsl.arch.x86;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Refusals;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * Hypercalls of an x86 guest: KVM handles them itself except for those that KVM_CAP_EXIT_HYPERCALL passes to user space
 * (api.rst 7.30).
 */
final class X86Hypercalls {
    private X86Hypercalls() {}

    /** One call for all of them, since the last one counts. */
    static void lower(List<HandlerConfig> handlers, HostFacts host, List<Step> steps) {
        long wanted = 0;
        for (HandlerConfig handler : handlers) {
            wanted |= wanted(handler, host);
        }
        if (wanted != 0) {
            steps.add(new EnableExit(wanted, handlers.get(0).site()));
        }
    }

    private static long wanted(HandlerConfig handler, HostFacts host) {
        Refusals.neverCalled("on(hcall:)", "KVM_CAP_EXIT_HYPERCALL", handler.site(), host);
        long can = host.capability("KVM_CAP_EXIT_HYPERCALL") & 0xffffffffL;
        if (handler.places().isAny()) {
            return can;
        }
        long wanted = 0;
        for (long number = handler.first(); number <= handler.last(); number++) {
            if (number >= Integer.SIZE || (can >> number & 1) == 0) {
                throw new ScriptError(
                        handler.site(),
                        "on(hcall: " + number + ") would never be called: KVM handles that hypercall itself",
                        "board " + host.boardName() + " can forward these to user space: " + numbers(can));
            }
            wanted |= 1L << number;
        }
        return wanted;
    }

    private static String numbers(long mask) {
        return LongStream.range(0, Integer.SIZE)
                .filter(bit -> (mask >> bit & 1) != 0)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(", "));
    }

    private record EnableExit(long wanted, Site site) implements Step {
        @Override
        public String text() {
            return "KVM_ENABLE_CAP KVM_CAP_EXIT_HYPERCALL for " + numbers(wanted);
        }

        @Override
        public String why() {
            return "on(hcall:): without this, KVM reports the hypercall to the guest as not implemented (api.rst 7.30)";
        }

        @Override
        public List<String> capabilities() {
            return List.of("KVM_CAP_EXIT_HYPERCALL");
        }

        @Override
        public void perform(Bringup machine) {
            try (Argument cap = Argument.of(machine.kernel(), "kvm_enable_cap")) {
                machine.vm()
                        .ioctl(
                                "KVM_ENABLE_CAP",
                                cap.set("cap", machine.kernel().abi().constant("KVM_CAP_EXIT_HYPERCALL"))
                                        .set("args[0]", wanted))
                        .get();
            }
        }
    }
}
