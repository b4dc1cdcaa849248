package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;

/**
 * The entries of KVM_SET_GSI_ROUTING. Sources: api.rst 4.52; virt/kvm/irqchip.c, kvm_set_irq_routing and
 * setup_routing_entry; kvm_set_routing_entry of each architecture.
 */
final class RouteEntryRules {
    private static final String CODE = "virt/kvm/irqchip.c";
    private static final String X86 = "arch/x86/kvm/irq_comm.c:kvm_set_routing_entry";
    private static final String IRQCHIP = "KVM_IRQ_ROUTING_IRQCHIP";
    private static final String MSI = "KVM_IRQ_ROUTING_MSI";
    private static final String X2APIC = "KVM_CAP_X2APIC_API";
    /** By architecture, the pins of each interrupt controller: KVM_IRQCHIP_NUM_PINS is in no header of user space. */
    private static final Map<Arch, List<Integer>> PINS =
            Map.of(Arch.X86_64, List.of(8, 8, 24), Arch.ARM64, List.of(1020 - 32), Arch.RISCV64, List.of(1024));

    /** Further types of entries, which a kernel of the architecture can lack. */
    private static final Map<Arch, List<String>> OTHER_TYPES =
            Map.of(Arch.X86_64, List.of("KVM_IRQ_ROUTING_HV_SINT", "KVM_IRQ_ROUTING_XEN_EVTCHN"));

    private static final long NO_IRQCHIP = -1;

    private interface Entry {
        /** What breaks the rule in entry number {@code i}; null if it keeps it. */
        String broken(Request request, int i);
    }

    static final List<Rule> RULES = Stream.of(
                    of(
                            "an entry has flags other than KVM_MSI_VALID_DEVID on KVM_IRQ_ROUTING_MSI",
                            CODE,
                            RouteEntryRules::flags),
                    rule(
                            "two entries share a gsi and are not irqchip entries with different irqchips",
                            CODE,
                            RouteEntryRules::shared),
                    of("an entry's type is not valid on this architecture", "api.rst 4.52", RouteEntryRules::type),
                    of(
                                    "an entry has type KVM_IRQ_ROUTING_IRQCHIP, but KVM_CAP_SPLIT_IRQCHIP is enabled",
                                    X86,
                                    (request, i) -> is(request, i, IRQCHIP)
                                                    && request.vm().hasSplitIrqchip()
                                            ? "has type KVM_IRQ_ROUTING_IRQCHIP, but KVM_CAP_SPLIT_IRQCHIP leaves the"
                                                    + " PICs and the IOAPIC to user space"
                                            : null)
                            .in(Arch.X86_64),
                    of("the irqchip of an entry does not exist", "api.rst 4.52", RouteEntryRules::irqchip),
                    of("the pin of an entry is not a pin of its irqchip", "api.rst 4.52", RouteEntryRules::pin),
                    of(
                                    "address_hi of an MSI has one of bits 0 to 7, but KVM_CAP_X2APIC_API has enabled"
                                            + " 32-bit APIC ids",
                                    X86,
                                    RouteEntryRules::message)
                            .in(Arch.X86_64))
            .map(rule -> rule.on("KVM_SET_GSI_ROUTING"))
            .toList();

    private RouteEntryRules() {}

    private static Rule of(String text, String source, Entry entry) {
        return rule(text, source, request -> {
            for (int i = 0; i < count(request); i++) {
                String broken = entry.broken(request, i);
                if (broken != null) {
                    return Finding.broken("entries[" + i + "] " + broken);
                }
            }
            return Finding.KEPT;
        });
    }

    private static long count(Request request) {
        return Math.min(request.field("nr"), request.asked().elements("entries"));
    }

    private static Rule rule(String text, String source, Check check) {
        return Rule.of(EINVAL, text, source, check)
                .in(Arch.X86_64, Arch.ARM64, Arch.RISCV64)
                .asConsequence();
    }

    private static long field(Request request, int i, String name) {
        return request.field("entries[" + i + "]." + name);
    }

    private static boolean is(Request request, int i, String type) {
        return field(request, i, "type") == request.constant(type);
    }

    private static String flags(Request request, int i) {
        long flags = field(request, i, "flags");
        long unknown = is(request, i, MSI) ? flags & ~request.constant("KVM_MSI_VALID_DEVID") : flags;
        return unknown != 0
                ? "has flags " + NumbersInWords.hex(flags) + ": " + NumbersInWords.hex(unknown)
                        + " is not valid for its type"
                : null;
    }

    private static String type(Request request, int i) {
        long type = field(request, i, "type");
        boolean isOther = OTHER_TYPES.getOrDefault(request.asked().arch(), List.of()).stream()
                .anyMatch(name -> type != 0 && type == request.asked().bits(name));
        return !is(request, i, IRQCHIP) && !is(request, i, MSI) && !isOther
                ? "has invalid type " + type + ": use KVM_IRQ_ROUTING_IRQCHIP (1) or KVM_IRQ_ROUTING_MSI (2)"
                : null;
    }

    private static String irqchip(Request request, int i) {
        long chip = field(request, i, "u.irqchip.irqchip");
        int chips = PINS.get(request.asked().arch()).size();
        return is(request, i, IRQCHIP) && chip >= chips
                ? "has irqchip " + chip + "; it must be " + (chips == 1 ? "0" : "at most " + (chips - 1))
                : null;
    }

    private static String pin(Request request, int i) {
        long chip = field(request, i, "u.irqchip.irqchip");
        long pin = field(request, i, "u.irqchip.pin");
        List<Integer> pins = PINS.get(request.asked().arch());
        return is(request, i, IRQCHIP) && chip < pins.size() && pin >= pins.get((int) chip)
                ? "has pin " + pin + ", but irqchip " + chip + " has " + pins.get((int) chip) + " pins"
                : null;
    }

    private static String message(Request request, int i) {
        long high = is(request, i, MSI) ? field(request, i, "u.msi.address_hi") : 0;
        return (high & 0xff) != 0
                        && request.flagged(
                                request.vm().enabled(request.asked().bits(X2APIC)), "KVM_X2APIC_API_USE_32BIT_IDS")
                ? "has address_hi " + NumbersInWords.hex(high) + ": its bits 0 to 7 must be 0 with 32-bit APIC ids"
                        + " (KVM_CAP_X2APIC_API)"
                : null;
    }

    /** Of each gsi the irqchips of its entries so far, and the first of these entries. */
    private static Finding shared(Request request) {
        Map<Long, Set<Long>> irqchips = new HashMap<>();
        Map<Long, Integer> first = new HashMap<>();
        for (int i = 0; i < count(request); i++) {
            long gsi = field(request, i, "gsi");
            Set<Long> used = irqchips.computeIfAbsent(gsi, key -> new HashSet<>());
            long irqchip = is(request, i, IRQCHIP) ? field(request, i, "u.irqchip.irqchip") : NO_IRQCHIP;
            if (!used.isEmpty() && (irqchip == NO_IRQCHIP || used.contains(NO_IRQCHIP)) || !used.add(irqchip)) {
                return Finding.broken("entries[" + i + "] has gsi " + gsi + ", also used by entries[" + first.get(gsi)
                        + "]: only entries with different irqchips can share a gsi");
            }
            first.putIfAbsent(gsi, i);
        }
        return Finding.KEPT;
    }
}
