package org.kvmsh.dsl.arch.riscv64;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.SbiCalls;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.bindings.kvm.OneReg;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.Located;
import org.kvmsh.dsl.config.VcpuConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * Handlers of SBI calls, and the extensions that have to be on for them. KVM leaves the experimental and vendor
 * extensions to user space, with the probes of them, and three more that are off until their one-reg is 1; it answers
 * all others itself. Sources: arch/riscv/kvm/vcpu_sbi.c, sbi_ext; vcpu_sbi_base.c; vcpu_sbi_forward.c;
 * vcpu_sbi_system.c.
 */
final class SbiHandlers {
    private static final String PREFIX = "SBI_EXT_";
    private static final String ONE_REG = "KVM_RISCV_" + PREFIX;
    private static final List<String> OFF_AT_FIRST = List.of("DBCN", "SUSP", "MPXY");

    private SbiHandlers() {}

    static void check(HandlerConfig handler) {
        boolean comes = OFF_AT_FIRST.stream().anyMatch(name -> isOf(handler, extension(name), extension(name)))
                || isOf(handler, extension("BASE"), extension("BASE"))
                || isOf(handler, extension("EXPERIMENTAL_START"), extension("EXPERIMENTAL_END"))
                || isOf(handler, extension("VENDOR_START"), extension("VENDOR_END"));
        if (!comes) {
            String what = SbiCalls.extension(handler.first());
            boolean reset = handler.first() == extension("SRST");
            throw new ScriptError(
                    handler.site(),
                    "on(sbi: " + what + (handler.places().isOne() ? "" : ".." + SbiCalls.extension(handler.last()))
                            + ") would never be called: "
                            + (what.startsWith(PREFIX)
                                    ? "KVM handles these calls itself (arch/riscv/kvm/vcpu_sbi.c)"
                                    : "KVM itself returns SBI_ERR_NOT_SUPPORTED to the guest"
                                            + " (arch/riscv/kvm/vcpu_sbi.c)"),
                    reset
                            ? "KVM reports an SBI_EXT_SRST call as a system event; handle it with on(system:"
                                    + " KVM_SYSTEM_EVENT_SHUTDOWN) { } or on(system: KVM_SYSTEM_EVENT_RESET) { }"
                            : "",
                    "KVM forwards these to user space: SBI_EXT_DBCN, SBI_EXT_SUSP, SBI_EXT_MPXY, probes through"
                            + " SBI_EXT_BASE, and the ranges that start at SBI_EXT_EXPERIMENTAL_START and"
                            + " SBI_EXT_VENDOR_START");
        }
    }

    private static boolean isOf(HandlerConfig handler, long first, long last) {
        return Long.compareUnsigned(handler.first(), last) <= 0 && Long.compareUnsigned(first, handler.last()) <= 0;
    }

    private static long extension(String name) {
        return SbiCalls.number(PREFIX + name);
    }

    /** Switches the extensions on that handlers, consoles and cpu sbi: name, before the vCPUs run. */
    static void enable(VmConfig config, HostFacts host, List<Step> steps) {
        Map<String, EnableExtension> wanted = new LinkedHashMap<>();
        config.riscv().sbi().forEach(asked -> {
            String name = name(asked, host.abi());
            wanted.putIfAbsent(name, new EnableExtension(0, name, "cpu sbi:", asked.site()));
        });
        for (HandlerConfig handler : config.handlers()) {
            if (handler.kind() == KeyedExit.SBI && handler.places().isOne()) {
                want(handler.first(), "on(sbi: ", handler.site(), wanted);
            }
        }
        config.ready().stream()
                .filter(device -> device.kind() == KeyedExit.SBI)
                .forEach(device -> want(device.at(), "console(sbi: ", device.site(), wanted));
        for (VcpuConfig vcpu : config.vcpus()) {
            wanted.values().forEach(step -> steps.add(new EnableExtension(vcpu.id(), step.name, step.by, step.site)));
        }
    }

    private static void want(long id, String by, Site site, Map<String, EnableExtension> into) {
        OFF_AT_FIRST.stream()
                .filter(name -> id == extension(name))
                .forEach(name -> into.putIfAbsent(name, new EnableExtension(0, name, by + PREFIX + name + "):", site)));
    }

    /** The extension that cpu sbi: names: DBCN, SBI_EXT_DBCN, or its id. */
    private static String name(Located<Object> asked, Abi abi) {
        String text = asked.value() instanceof CharSequence said
                ? said.toString()
                : SbiCalls.extension(Bits64.of(asked.value(), "an SBI extension's id", asked.site()));
        String name = text.replaceFirst("^(KVM_RISCV_)?" + PREFIX, "").toUpperCase(Locale.ROOT);
        if (OFF_AT_FIRST.contains(name)) {
            return name;
        }
        Set<String> known = new TreeSet<>();
        abi.constants(ONE_REG).keySet().stream()
                .filter(each -> !each.endsWith("_MAX"))
                .forEach(each -> known.add(each.substring(ONE_REG.length())));
        throw new ScriptError(
                asked.site(),
                known.contains(name)
                        ? "SBI_EXT_" + name
                                + " is already on by default if KVM supports it; KVM itself handles calls to it"
                                + " (arch/riscv/kvm/vcpu_sbi.c)"
                        : text + " is not an SBI extension that can be switched on",
                known.contains(name)
                        ? "to switch it off before the first run: m.reg 'sbi." + name.toLowerCase(Locale.ROOT) + "': 0"
                        : Nearest.note(name, OFF_AT_FIRST),
                "off by default: " + String.join(", ", OFF_AT_FIRST));
    }

    /** @param by what in the script asks for it */
    private record EnableExtension(int id, String name, String by, Site site) implements Step {
        @Override
        public String text() {
            return "KVM_SET_ONE_REG of vCPU " + id + ": " + ONE_REG + name + " 1";
        }

        @Override
        public String why() {
            return by
                    + " without this, KVM does not forward these calls to user space; must be set before the first"
                    + " KVM_RUN (arch/riscv/kvm/vcpu_sbi.c)";
        }

        /**
         * An extension that is on already is not switched on for another reason, which KVM would refuse after the first
         * run.
         */
        @Override
        public boolean equals(Object other) {
            return other instanceof EnableExtension step && id == step.id && name.equals(step.name);
        }

        @Override
        public int hashCode() {
            return name.hashCode() + id;
        }

        @Override
        public void perform(Bringup machine) {
            try (OneReg register = new OneReg(machine.vcpus().get(id), Long.BYTES)) {
                register.set(Riscv64Registers.sbiExtension(machine.kernel().abi(), name), 1);
            }
        }
    }
}
