package org.kvmsh.dsl.arch.x86;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Refusals;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * MSRs whose reads and writes leave KVM_RUN: those that KVM does not know by KVM_CAP_X86_USER_SPACE_MSR alone, those
 * that it knows by a filter that denies them (api.rst 7.21 and 4.126).
 */
final class X86MsrExits {
    private static final long MOST = 0xffffffffL;
    /** Filters do not reach the MSRs of an x2APIC (api.rst 4.126). */
    private static final long X2APIC_FIRST = 0x800;

    private static final long X2APIC_LAST = 0x8ff;

    private X86MsrExits() {}

    /** A handler of any MSR gets those unknown to KVM, besides the filtered ones. */
    static void lower(List<HandlerConfig> all, HostFacts host, List<Step> steps) {
        if (all.isEmpty()) {
            return;
        }
        Abi abi = host.abi();
        List<HandlerConfig> handlers =
                all.stream().filter(handler -> !handler.places().isAny()).toList();
        Site site = all.get(0).site();
        Refusals.neverCalled("on(msr:)", "KVM_CAP_X86_USER_SPACE_MSR", site, host);
        boolean filter = host.capability("KVM_CAP_X86_MSR_FILTER") != 0;
        handlers.forEach(handler -> check(handler, abi));
        long ranges = abi.constant("KVM_MSR_FILTER_MAX_RANGES");
        if (filter && handlers.size() > ranges) {
            throw new ScriptError(
                    handlers.get((int) ranges).site(),
                    handlers.size() + " MSR ranges have handlers; a KVM MSR filter takes at most " + ranges
                            + " (KVM_MSR_FILTER_MAX_RANGES)");
        }
        steps.add(new EnableExits(filter, site));
        if (filter && !handlers.isEmpty()) {
            steps.add(new SetFilter(handlers, site));
        }
    }

    private static void check(HandlerConfig handler, Abi abi) {
        if (handler.last() > MOST) {
            throw new ScriptError(
                    handler.site(), "an MSR number has 32 bits, but " + Bits64.hex(handler.last()) + " needs more");
        }
        if (handler.first() <= X2APIC_LAST && handler.last() >= X2APIC_FIRST) {
            throw new ScriptError(
                    handler.site(),
                    "the MSRs 0x800 to 0x8ff belong to the x2APIC; KVM never forwards them to user space (api.rst"
                            + " 4.126)");
        }
        long most = abi.constant("KVM_MSR_FILTER_MAX_BITMAP_SIZE") * Byte.SIZE;
        if (handler.last() - handler.first() >= most) {
            throw new ScriptError(
                    handler.site(),
                    "an MSR range can hold at most " + most + " MSRs; this one has "
                            + (handler.last() - handler.first() + 1));
        }
    }

    private record EnableExits(boolean filter, Site site) implements Step {
        @Override
        public String text() {
            return "KVM_ENABLE_CAP KVM_CAP_X86_USER_SPACE_MSR";
        }

        @Override
        public String why() {
            return "on(msr:): an access to an MSR that KVM does not know" + (filter ? ", or that a filter denies," : "")
                    + " exits to user space instead of raising a general protection fault (api.rst 7.21)";
        }

        @Override
        public List<String> capabilities() {
            return List.of("KVM_CAP_X86_USER_SPACE_MSR");
        }

        @Override
        public void perform(Bringup machine) {
            Abi abi = machine.kernel().abi();
            long reasons = abi.constant("KVM_MSR_EXIT_REASON_UNKNOWN")
                    | (filter ? abi.constant("KVM_MSR_EXIT_REASON_FILTER") : 0);
            try (Argument cap = Argument.of(machine.kernel(), "kvm_enable_cap")) {
                machine.vm()
                        .ioctl(
                                "KVM_ENABLE_CAP",
                                cap.set("cap", abi.constant("KVM_CAP_X86_USER_SPACE_MSR"))
                                        .set("args[0]", reasons))
                        .get();
            }
        }
    }

    /** A bit that is 0 denies its MSR, so a bitmap of zeros denies them all. */
    private record SetFilter(List<HandlerConfig> handlers, Site site) implements Step {
        @Override
        public String text() {
            return "KVM_X86_SET_MSR_FILTER that denies "
                    + String.join(
                            ", ",
                            handlers.stream()
                                    .map(h -> Bits64.hex(h.first())
                                            + (h.places().isOne() ? "" : " to " + Bits64.hex(h.last())))
                                    .toList());
        }

        @Override
        public String why() {
            return "on(msr:): without this, KVM handles the MSRs that it knows (api.rst 4.126)";
        }

        @Override
        public List<String> capabilities() {
            return List.of("KVM_CAP_X86_MSR_FILTER");
        }

        @Override
        public void perform(Bringup machine) {
            Abi abi = machine.kernel().abi();
            List<Argument> bitmaps = new ArrayList<>();
            try (Argument filter = Argument.of(machine.kernel(), "kvm_msr_filter")) {
                filter.set("flags", abi.constant("KVM_MSR_FILTER_DEFAULT_ALLOW"));
                for (HandlerConfig handler : handlers) {
                    String range = "ranges[" + bitmaps.size() + "].";
                    long count = handler.last() - handler.first() + 1;
                    Argument bitmap = Argument.of(machine.kernel(), Struct.scalar("u8"), count / Byte.SIZE);
                    bitmaps.add(bitmap);
                    filter.set(
                                    range + "flags",
                                    abi.constant("KVM_MSR_FILTER_READ") | abi.constant("KVM_MSR_FILTER_WRITE"))
                            .set(range + "nmsrs", count)
                            .set(range + "base", handler.first())
                            .set(range + "bitmap", bitmap.region().address());
                }
                machine.vm()
                        .ioctl(
                                "KVM_X86_SET_MSR_FILTER",
                                filter,
                                bitmaps.stream().map(Argument::region).toArray(Region[]::new))
                        .get();
            } finally {
                bitmaps.forEach(Argument::close);
            }
        }
    }
}
