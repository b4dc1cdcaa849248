package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kvm.state.CreatedDevice.Attribute;

/** A riscv64 guest's interrupt controller. Source: arch/riscv/kvm/aia_device.c. */
final class AiaRules {
    private static final String TYPE = "KVM_DEV_TYPE_RISCV_AIA";
    private static final String GROUP = "KVM_DEV_RISCV_AIA_GRP_";
    private static final String CONFIG = "KVM_DEV_RISCV_AIA_CONFIG_";
    private static final String MODE = "KVM_DEV_RISCV_AIA_MODE_";
    private static final String CODE = "arch/riscv/kvm/aia_device.c:";

    static final List<Rule> RULES = Stream.of(
                    config(
                            "MODE",
                            "the mode is not one of " + MODE
                                    + "*, or it is HWACCEL or AUTO and the processor has no guest interrupt files",
                            AiaRules::mode),
                    config(
                            "IDS",
                            "the highest interrupt number must be one less than a multiple of 64, from 63 to the"
                                    + " processor's maximum",
                            AiaRules::ids),
                    config(
                            "SRCS",
                            "the APLIC must have fewer than 1024 interrupt sources, and no more sources than an IMSIC has"
                                    + " interrupts",
                            AiaRules::sources),
                    Rule.of(
                                    EINVAL,
                                    "the address is not a multiple of 4 KiB",
                                    CODE + "aia_aplic_addr",
                                    value(
                                            Long.BYTES,
                                            (request, at) -> at % request.constant("KVM_DEV_RISCV_IMSIC_SIZE") != 0
                                                    ? Finding.broken("the address " + NumbersInWords.hex(at)
                                                            + " is not a multiple of 4 KiB")
                                                    : Finding.KEPT))
                            .about("on=" + TYPE + " group=" + GROUP + "ADDR"),
                    Rule.of(
                                    EINVAL,
                                    "the APLIC has lines but no address, or more lines than an IMSIC has interrupts",
                                    CODE + "aia_init",
                                    AiaRules::lines)
                            .about("on=" + TYPE + " group=" + GROUP + "CTRL"))
            .map(rule -> rule.on("KVM_SET_DEVICE_ATTR").in(Arch.RISCV64))
            .toList();

    private AiaRules() {}

    private interface OfValue {
        Finding of(Request request, long value);
    }

    private static Rule config(String what, String text, OfValue check) {
        return Rule.of(EINVAL, text, CODE + "aia_config", value(Integer.BYTES, check))
                .about("on=" + TYPE + " group=" + GROUP + "CONFIG attr=" + CONFIG + what);
    }

    private static Check value(int bytes, OfValue check) {
        return request -> {
            Long value = request.device() == null ? null : request.asked().pointed(request.field("addr"), bytes);
            return value == null
                    ? Finding.UNKNOWN
                    : check.of(request, bytes == Integer.BYTES ? value & 0xffff_ffffL : value);
        };
    }

    /**
     * A new AIA is AUTO only on a processor with interrupt files for guests
     * (arch/riscv/kvm/aia_device.c:kvm_riscv_aia_init_vm).
     */
    private static Finding mode(Request request, long mode) {
        if (!request.asked().abi().constants(MODE).containsValue(mode)) {
            return Finding.broken("mode " + mode + " is not one of " + MODE + "*");
        }
        Long initial = request.facts().initially(TYPE, GROUP + "CONFIG", CONFIG + "MODE");
        return mode == request.constant(MODE + "EMUL")
                ? Finding.KEPT
                : initial == null
                        ? Finding.UNKNOWN
                        : initial == request.constant(MODE + "EMUL")
                                ? Finding.broken("the mode is not " + MODE
                                        + "EMUL, and the processor has no guest interrupt files")
                                : Finding.KEPT;
    }

    /** A new AIA has the processor's maximum (arch/riscv/kvm/aia_device.c:kvm_riscv_aia_init_vm). */
    private static Finding ids(Request request, long ids) {
        if ((ids & 63) != 63 || ids >= request.constant("KVM_DEV_RISCV_AIA_IDS_MAX")) {
            return Finding.broken("the highest interrupt number is " + ids
                    + "; it must be one less than a multiple of 64, from 63 to "
                    + (request.constant("KVM_DEV_RISCV_AIA_IDS_MAX") - 1));
        }
        Long most = most(request);
        return most == null
                ? Finding.UNKNOWN
                : ids > most
                        ? Finding.broken(
                                "KVM_DEV_RISCV_AIA_CONFIG_IDS is " + ids + "; the maximum on this processor is " + most)
                        : Finding.KEPT;
    }

    private static Finding sources(Request request, long sources) {
        long end = request.constant("KVM_DEV_RISCV_AIA_SRCS_MAX");
        Long most = most(request);
        return sources >= end
                ? Finding.broken("the APLIC cannot have " + sources + " interrupt sources; the maximum is " + (end - 1))
                : most == null
                        ? Finding.UNKNOWN
                        : sources > most
                                ? Finding.broken("the APLIC cannot have " + sources
                                        + " interrupt sources; the maximum on this processor is " + most)
                                : Finding.KEPT;
    }

    private static Finding lines(Request request) {
        if (request.device() == null) {
            return Finding.UNKNOWN;
        }
        Attribute lines = new Attribute(request.constant(GROUP + "CONFIG"), request.constant(CONFIG + "SRCS"));
        Attribute ids = new Attribute(request.constant(GROUP + "CONFIG"), request.constant(CONFIG + "IDS"));
        // A new AIA has no lines.
        Long sources = request.device().has(lines) ? request.device().value(lines) : (Long) 0L;
        Long highest = request.device().has(ids) ? request.device().value(ids) : most(request);
        if (sources != null
                && (int) (long) sources != 0
                && !request.device()
                        .has(new Attribute(
                                request.constant(GROUP + "ADDR"), request.constant("KVM_DEV_RISCV_AIA_ADDR_APLIC")))) {
            return Finding.broken("the APLIC has " + (int) (long) sources + " interrupt sources, but no address");
        }
        return sources == null || highest == null
                ? Finding.UNKNOWN
                : (int) (long) sources > (int) (long) highest
                        ? Finding.broken("the APLIC has " + (int) (long) sources
                                + " interrupt sources, but an IMSIC has interrupts up to " + (int) (long) highest)
                        : Finding.KEPT;
    }

    private static Long most(Request request) {
        return request.facts().initially(TYPE, GROUP + "CONFIG", CONFIG + "IDS");
    }
}
