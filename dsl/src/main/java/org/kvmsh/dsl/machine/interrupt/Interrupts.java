package org.kvmsh.dsl.machine.interrupt;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vm;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.InterruptTerms;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.NamedArguments;

/** Interrupts into a guest and notifications out of it, between a script and a machine's VM. */
public final class Interrupts {
    private static final int LONGEST = 8;

    private final Bringup made;
    private final Vm vm;
    private final Kernel kernel;
    private final Abi abi;

    /** @param made the VM */
    public Interrupts(Bringup made) {
        this.made = made;
        this.vm = made.vm();
        this.kernel = vm.kernel();
        this.abi = kernel.abi();
    }

    /** The error for {@code m.irq 4, 1}, which names the line; KVM_IRQ_LINE itself still takes any number. */
    public ScriptError unnamed(Number line, Object level) {
        long number = Bits64.of(line, "the interrupt number", 0, 0xffffffffL, Site.UNKNOWN);
        String named = Architecture.of(abi).interrupts().name(number, abi);
        return new ScriptError(
                Site.UNKNOWN,
                "irq takes the interrupt line as a named argument",
                "try: m."
                        + (named == null ? "ioctl KVM_IRQ_LINE, irq: " + Bits64.hex(number) : "irq " + named)
                        + ", level: " + level(level));
    }

    /** KVM_IRQ_LINE (api.rst 4.25), {@code m.irq spi: 32}: the line becomes high, unless level: is given. */
    public void irq(Map<String, ?> arguments) {
        InterruptTerms terms = Architecture.of(abi).interrupts();
        NamedArguments named = new NamedArguments(
                "irq", List.of("gsi", "spi", "ppi", "vcpu", "level"), terms.example(), arguments, Site.UNKNOWN);
        List<String> line = arguments.keySet().stream()
                .map(Object::toString)
                .filter(name -> !name.equals("level"))
                .toList();
        set(terms.named(named, line, abi), named.get("level") == null ? 1 : named.get("level"));
    }

    private void set(long line, Object level) {
        try (Argument argument = Argument.of(kernel, "kvm_irq_level")) {
            vm.ioctl("KVM_IRQ_LINE", argument.set("irq", line).set("level", level(level)))
                    .get();
        }
    }

    private static long level(Object level) {
        return level instanceof Boolean on
                ? on ? 1 : 0
                : Bits64.of(level, "the level of an interrupt line", 0, 1, Site.UNKNOWN);
    }

    /** KVM_SIGNAL_MSI (api.rst 4.70). */
    public void msi(Map<String, ?> arguments) {
        NamedArguments named = new NamedArguments(
                "msi",
                List.of("address", "data", "devid"),
                "m.msi address: 0xfee00000, data: 0x30",
                arguments,
                Site.UNKNOWN);
        long address = named.required("address");
        Long device = named.longOrNull("devid");
        try (Argument msi = Argument.of(kernel, "kvm_msi")) {
            msi.set("address_lo", address & 0xffffffffL)
                    .set("address_hi", address >>> Integer.SIZE)
                    .set("data", named.required("data"));
            if (device != null) {
                msi.set("flags", abi.constant("KVM_MSI_VALID_DEVID")).set("devid", device);
            }
            int delivered = vm.ioctl("KVM_SIGNAL_MSI", msi).get();
            if (delivered == 0 && Architecture.of(abi).interrupts().isBlockedTold()) {
                throw new ScriptError(
                        Site.UNKNOWN, "KVM_SIGNAL_MSI returned 0: the guest blocks this MSI (api.rst 4.70)");
            }
        }
    }

    /** KVM_IOEVENTFD (api.rst 4.59). */
    public EventFd ioeventfd(Map<String, ?> arguments) {
        String example = "m.ioeventfd io: 0x60, length: 1";
        NamedArguments named = new NamedArguments(
                "ioeventfd", List.of("io", "mmio", "length", "value"), example, arguments, Site.UNKNOWN);
        if (arguments.containsKey("io") == arguments.containsKey("mmio")) {
            throw new ScriptError(Site.UNKNOWN, "ioeventfd takes either io: or mmio:", "try: " + example);
        }
        boolean port = arguments.containsKey("io");
        long at = named.required(port ? "io" : "mmio");
        Long length = named.longOrNull("length");
        Long value = named.longOrNull("value");
        if (value != null && length == null) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "value: needs length:, the number of bytes to compare",
                    "try: " + example + ", value: 7");
        }
        if (length != null && (length < 0 || length > LONGEST || Long.bitCount(length) > 1)) {
            throw new ScriptError(Site.UNKNOWN, "length: must be 0 (any), 1, 2, 4 or 8, not " + length);
        }
        EventFd event = kept("writes to " + (port ? "port " : "") + Bits64.hex(at));
        try (Argument argument = Argument.of(kernel, "kvm_ioeventfd")) {
            long flags = (port ? abi.constant("KVM_IOEVENTFD_FLAG_PIO") : 0)
                    | (value == null ? 0 : abi.constant("KVM_IOEVENTFD_FLAG_DATAMATCH"));
            argument.set("addr", at)
                    .set("len", length == null ? 0 : length)
                    .set("fd", event.getFd())
                    .set("flags", flags)
                    .set("datamatch", value == null ? 0 : value);
            vm.ioctl("KVM_IOEVENTFD", argument).get();
        }
        return event;
    }

    /** KVM_IRQFD (api.rst 4.75). */
    public EventFd irqfd(Map<String, ?> arguments) {
        NamedArguments named = new NamedArguments("irqfd", List.of("gsi"), "m.irqfd gsi: 4", arguments, Site.UNKNOWN);
        long gsi = named.required("gsi");
        EventFd event = kept("interrupt " + gsi);
        try (Argument argument = Argument.of(kernel, "kvm_irqfd")) {
            vm.ioctl("KVM_IRQFD", argument.set("fd", event.getFd()).set("gsi", gsi))
                    .get();
        }
        return event;
    }

    private EventFd kept(String what) {
        EventFd event = EventFd.of(kernel, what);
        made.keep(event);
        return event;
    }
}
