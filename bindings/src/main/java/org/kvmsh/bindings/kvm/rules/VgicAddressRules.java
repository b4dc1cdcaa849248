package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.E2BIG;
import static org.kvmsh.bindings.kernel.Errno.EEXIST;
import static org.kvmsh.bindings.kernel.Errno.EINVAL;
import static org.kvmsh.bindings.kernel.Errno.ENODEV;
import static org.kvmsh.bindings.kernel.Errno.ENXIO;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kvm.state.CreatedDevice;

/**
 * Addresses of a VGIC: KVM_ARM_SET_DEVICE_ADDR, its origin KVM_SET_DEVICE_ADDRESS, and the attributes of
 * KVM_DEV_ARM_VGIC_GRP_ADDR. Sources: api.rst 4.85; [PATCH v3 01/13], 2012-10-22; devices/arm-vgic.rst and
 * arm-vgic-v3.rst; arch/arm64/kvm/vgic/vgic-kvm-device.c, kvm_set_legacy_vgic_v2_addr, kvm_vgic_addr and
 * vgic_check_iorange.
 */
final class VgicAddressRules {
    private static final String MERGED = "KVM_ARM_SET_DEVICE_ADDR";
    private static final String PROPOSED = "KVM_SET_DEVICE_ADDRESS";
    private static final String MAIL = "[PATCH v3 01/13], 2012-10-22";
    private static final String ADDRESSES = "group=KVM_DEV_ARM_VGIC_GRP_ADDR";
    private static final String CODE = "arch/arm64/kvm/vgic/vgic-kvm-device.c";
    /**
     * Addresses of a powerpc guest end at 2^52 under radix translation (RADIX_PGTABLE_RANGE), and at 2^60 under hashed
     * (KVM_PAM).
     */
    private static final int RADIX_BITS = 52;

    private static final int HASHED_BITS = 60;
    /** A number of the first address space that no slot has. */
    private static final long NO_SLOT = 0xffff;

    static final List<Rule> RULES = Stream.of(
                    legacy(MERGED, "KVM_ARM_DEVICE_ID_SHIFT", "api.rst 4.85").map(rule -> rule.in(Arch.ARM64)),
                    legacy(PROPOSED, "KVM_DEVICE_ID_SHIFT", MAIL),
                    attributes())
            .flatMap(rules -> rules)
            .toList();

    private VgicAddressRules() {}

    /**
     * One address.
     *
     * @param value null if it is not known
     */
    private record Window(CreatedDevice vgic, VgicWindow kind, Long value) {
        boolean isSet() {
            return vgic != null && vgic.has(kind.attribute());
        }
    }

    private interface Asked {
        /** @return null if the call is about no window that is known */
        Window of(Request request);
    }

    private static Stream<Rule> legacy(String call, String shift, String source) {
        Stream<Rule> device = Stream.of(
                Rule.of(
                        ENODEV,
                        "the device number in id is not KVM_ARM_DEVICE_VGIC_V2",
                        source,
                        known(shift, (request, bits) -> {
                            long device16 = request.field("id") >>> bits & 0xffff;
                            return device16 != request.constant("KVM_ARM_DEVICE_VGIC_V2")
                                    ? Finding.broken(
                                            "id selects device " + device16 + "; only KVM_ARM_DEVICE_VGIC_V2 exists")
                                    : Finding.KEPT;
                        })),
                Rule.of(
                        ENODEV,
                        "the VM has no GICv2",
                        source,
                        request -> request.vm().vgic() == null && !isWindow(request)
                                ? Finding.broken("KVM_CREATE_IRQCHIP must be called first")
                                : Finding.KEPT),
                Rule.of(
                        ENODEV,
                        "the address type in id is neither KVM_VGIC_V2_ADDR_TYPE_DIST nor KVM_VGIC_V2_ADDR_TYPE_CPU",
                        source,
                        known(shift, (request, bits) -> {
                            long type = type(request, bits);
                            return type > request.constant("KVM_VGIC_V2_ADDR_TYPE_CPU")
                                    ? Finding.broken("id selects address type " + type
                                            + "; a GICv2 has two, KVM_VGIC_V2_ADDR_TYPE_DIST and"
                                            + " KVM_VGIC_V2_ADDR_TYPE_CPU")
                                    : Finding.KEPT;
                        })));
        Asked window = request -> !request.asked().abi().hasConstant(shift)
                ? null
                : new Window(
                        request.vm().vgic(),
                        VgicWindow.ofGicV2(request, type(request, request.constant(shift))),
                        request.field("addr"));
        Stream<Rule> place = call.equals(PROPOSED) ? proposed(window) : window("addr", "a multiple of 4 KiB", window);
        return Stream.concat(device, place).map(rule -> rule.on(call));
    }

    /**
     * The mail's E2BIG is for every address outside; of one inside the VGIC's alignment is looked at before the end of
     * its window.
     */
    private static Stream<Rule> proposed(Asked asked) {
        return Stream.of(
                set(asked),
                Rule.of(
                        E2BIG,
                        "the address is outside the guest physical address space",
                        MAIL,
                        check(asked, (request, window, at) -> outside(request, at))),
                Rule.of(
                        EINVAL,
                        "the address is not a multiple of 4 KiB",
                        CODE,
                        check(asked, (request, window, at) -> aligned("addr", window, at))),
                Rule.of(
                                EINVAL,
                                "the window overlaps the VGIC's other window",
                                MAIL,
                                check(asked, (request, window, at) -> overlap(request, window.kind(), at)))
                        .in(Arch.PPC64),
                Rule.of(
                                EEXIST,
                                "the window overlaps a memslot",
                                "api.rst 4.35",
                                check(asked, (request, window, at) -> overSlot(request, window.kind(), at)))
                        .in(Arch.PPC64),
                end(asked));
    }

    /** Whether a window overlaps another one; none may where windows are all that there is of a VGIC. */
    private static Finding overlap(Request request, VgicWindow kind, long at) {
        for (VgicWindow other : isWindow(request) ? VgicWindow.both(request) : List.<VgicWindow>of()) {
            Long otherAt = request.vm().vgic() == null || other.attribute().equals(kind.attribute())
                    ? null
                    : request.vm().vgic().value(other.attribute());
            if (otherAt != null && kind.overlaps(at, other, otherAt)) {
                return Finding.broken(kind.at(at) + ", overlaps " + other.at(otherAt));
            }
        }
        return Finding.KEPT;
    }

    private static Finding overSlot(Request request, VgicWindow kind, long at) {
        Long slot = isWindow(request) ? request.vm().overlapping(NO_SLOT, at, kind.size()) : null;
        return slot != null ? Finding.broken(kind.at(at) + ", overlaps memslot " + slot) : Finding.KEPT;
    }

    private static Finding outside(Request request, long at) {
        int bits = !isWindow(request) ? Arm64Addresses.bits(request.vm()) : isRadix(request) ? RADIX_BITS : HASHED_BITS;
        return at >>> bits != 0
                ? Finding.broken("addr " + NumbersInWords.hex(at) + " is outside this VM's " + bits
                        + "-bit guest physical address space")
                : Finding.KEPT;
    }

    /** Whether the proposal's call needs no KVM_CREATE_IRQCHIP, since the kernel has none: book3s. */
    private static boolean isWindow(Request request) {
        return request.call().equals(PROPOSED) && request.facts().capability("KVM_CAP_IRQCHIP") == 0;
    }

    /** An HV VM has radix translation where the host has. */
    private static boolean isRadix(Request request) {
        return request.facts().capability("KVM_CAP_PPC_MMU_RADIX") != 0
                && !Boolean.FALSE.equals(Ppc64VmRules.isHypervisor(request));
    }

    private static long type(Request request, long bits) {
        return request.field("id") & (1L << bits) - 1;
    }

    private static Stream<Rule> attributes() {
        Rule unknown = Rule.of(
                        ENXIO,
                        "the GICv2 has no address of this type",
                        CODE,
                        request -> !VgicWindow.isVgic(request)
                                ? Finding.UNKNOWN
                                : VgicWindow.of(request, request.device().type(), request.field("attr")) == null
                                        ? Finding.broken(
                                                "attr " + request.field("attr") + " is not a GICv2 address type")
                                        : Finding.KEPT)
                .about("on=KVM_DEV_TYPE_ARM_VGIC_V2 " + ADDRESSES);
        Asked window = request -> !VgicWindow.isVgic(request)
                ? null
                : new Window(
                        request.device(),
                        VgicWindow.of(request, request.device().type(), request.field("attr")),
                        request.asked().pointed(request.field("addr"), Long.BYTES));
        Stream<Rule> place = window("the address", "a multiple of 4 KiB, or of 64 KiB for a GICv3", window)
                .map(rule -> rule.about("on=KVM_DEV_TYPE_ARM_VGIC_V2|KVM_DEV_TYPE_ARM_VGIC_V3 " + ADDRESSES));
        return Stream.concat(Stream.of(unknown), place)
                .map(rule -> rule.on("KVM_SET_DEVICE_ATTR").in(Arch.ARM64));
    }

    /** vgic_check_iorange, which all of them ask. */
    private static Stream<Rule> window(String what, String multiple, Asked asked) {
        return Stream.of(
                set(asked),
                Rule.of(
                        EINVAL,
                        "the address is not " + multiple,
                        CODE,
                        check(asked, (request, window, at) -> aligned(what, window, at))),
                Rule.of(
                        EINVAL,
                        "the window ends beyond 2^64",
                        CODE,
                        check(
                                asked,
                                (request, window, at) -> window.kind().wraps(at)
                                        ? Finding.broken(placed(window, at) + ", ends beyond 2^64")
                                        : Finding.KEPT)),
                end(asked));
    }

    private static Rule set(Asked asked) {
        return Rule.of(EEXIST, "this address is already set", CODE, request -> {
            Window window = asked.of(request);
            return window == null || window.kind() == null
                    ? Finding.UNKNOWN
                    : window.isSet()
                            ? Finding.broken("the address of the "
                                    + window.kind().name() + " is already set"
                                    + (window.vgic().value(window.kind().attribute()) == null
                                            ? ""
                                            : ", to "
                                                    + NumbersInWords.hex(window.vgic()
                                                            .value(window.kind().attribute()))))
                            : Finding.KEPT;
        });
    }

    private static Finding aligned(String what, Window window, long at) {
        return at % window.kind().alignment() != 0
                ? Finding.broken(what + " " + NumbersInWords.hex(at) + " is not a multiple of "
                        + NumbersInWords.size(window.kind().alignment()))
                : Finding.KEPT;
    }

    private static Rule end(Asked asked) {
        return Rule.of(
                E2BIG,
                "the window is not inside the guest physical address space",
                CODE,
                check(
                        asked,
                        (request, window, at) -> isWindow(request)
                                ? Finding.UNKNOWN
                                : Arm64Addresses.isBeyond(
                                                request.vm(), at, window.kind().size())
                                        ? Finding.broken(placed(window, at)
                                                + (window.kind().size() == 0 ? " is" : ", reaches")
                                                + " beyond this VM's " + Arm64Addresses.bits(request.vm())
                                                + "-bit guest physical address space")
                                        : Finding.KEPT));
    }

    private static String placed(Window window, long at) {
        return "the " + window.kind().name() + " at " + NumbersInWords.hex(at)
                + (window.kind().size() == 0
                        ? ""
                        : ", size " + NumbersInWords.size(window.kind().size()));
    }

    private interface OfWindow {
        Finding of(Request request, Window window, long at);
    }

    private static Check check(Asked asked, OfWindow check) {
        return request -> {
            Window window = asked.of(request);
            return window == null || window.kind() == null || window.value() == null
                    ? Finding.UNKNOWN
                    : check.of(request, window, window.value());
        };
    }

    private interface WithShift {
        Finding of(Request request, long bits);
    }

    private static Check known(String shift, WithShift check) {
        return request ->
                request.asked().abi().hasConstant(shift) ? check.of(request, request.constant(shift)) : Finding.UNKNOWN;
    }
}
